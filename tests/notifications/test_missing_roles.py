"""Sentences about an importer end with one period, also where its name ends with one."""

import pytest

from models.in_words import ended
from notifications.wording.missing_roles import no_contact_words


@pytest.mark.parametrize(
    ("importer", "said"),
    [
        ("Acme", "No contact is lead or counsel for Acme. Add one, so that alerts can escalate."),
        ("Acme Inc.", "No contact is lead or counsel for Acme Inc. Add one, so that alerts can escalate."),
    ],
)
def test_a_name_that_ends_with_a_period_gets_no_other_one(importer: str, said: str) -> None:
    assert no_contact_words(["lead", "counsel"], importer) == said
    assert ended(ended(importer)) == ended(importer)
