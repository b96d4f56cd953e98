"""What the law refuses reaches people in the words of the forms, never by the names of the program."""

import re
from datetime import date
from typing import Any

import pytest

from models.errors import RecordError
from models.inputs import EntryInput
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from tasks.record.docket_words import in_form_words
from tasks.record.entries import put_entry
from tests.support.scenes import Scene, at

MACHINE = re.compile(
    r"[a-z]_[a-z]|expected replaces|replaces '|lifecycle|\bfacts?\b|\bid\b|YYYY|true or false"
)
SUMMONS = {"kind": "summons_issued", "on": "2025-06-02", "id": "E1"}
GIVEN = {"return_on": "2025-07-07", "third_party": True}

ENTRIES: list[tuple[list[dict[str, Any]], str]] = [
    (
        [SUMMONS | {"facts": {}}],
        "E1 (Summons issued): Return date is empty; expected a date such as 2025-06-02.",
    ),
    (
        [SUMMONS | {"facts": GIVEN | {"third_party": "perhaps"}}],
        'E1 (Summons issued): Third-party recordkeeper is "perhaps"; expected Yes or No.',
    ),
    (
        [SUMMONS | {"facts": GIVEN | {"return_on": "soon"}}],
        'E1 (Summons issued): Return date is "soon"; expected a date such as 2025-06-02.',
    ),
    (
        [SUMMONS | {"facts": GIVEN | {"estimated_end": "2025-07-07"}}],
        "E1 (Summons issued): Estimated end of the audit does not go with this event; expected it blank. "
        "Fields that go with it: Return date, Third-party recordkeeper",
    ),
    ([{"kind": "audit_notice", "on": "2025-06-02"}], "E1: its event does not belong to a matter of the kind"),
    (
        [{"kind": "entry_withdrawn", "on": "2025-06-02"}],
        "E1 (Entry withdrawn): the entry to withdraw is missing. Enter it in Corrects, such as E3.",
    ),
    ([SUMMONS | {"facts": GIVEN, "replaces": "E9"}], "E1: Corrects is E9, but the docket has no other entry"),
    ([SUMMONS | {"facts": GIVEN, "of": ["E9"]}], "E1: Belongs to is E9, but the docket has no other entry"),
    (
        [SUMMONS | {"facts": GIVEN, "of": ["E9", "E9"]}],
        "E1 (Summons issued): Belongs to names E9 twice.",
    ),
    ([SUMMONS | {"facts": GIVEN, "on": "1066-10-14"}], 'E1 (Summons issued): Occurred on is "1066-10-14"'),
    (
        [
            SUMMONS | {"facts": GIVEN},
            *(SUMMONS | {"facts": GIVEN, "id": f"E{n}", "replaces": "E1"} for n in (2, 3)),
        ],
        "E3: Corrects is E1, which another entry corrects already.",
    ),
    (
        [
            SUMMONS | {"facts": GIVEN, "of": ["E2"]},
            SUMMONS | {"facts": GIVEN, "id": "E2", "of": ["E1"]},
        ],
        "The entries E1, E2 name each other in Belongs to, in a circle.",
    ),
]


@pytest.mark.parametrize(("entries", "said"), ENTRIES, ids=[said[:40] for _, said in ENTRIES])
def test_each_refusal_of_the_law_is_said_in_the_words_of_the_form(
    entries: list[dict[str, Any]], said: str
) -> None:
    given = {"lifecycle": "summons", "as_of": "2025-08-01", "entries": entries}
    with pytest.raises(DocketError) as raised:
        read_docket(given, load_law())
    words = in_form_words(str(raised.value))
    assert words.startswith(said)
    assert not MACHINE.search(words)


def test_the_record_refuses_in_the_words_of_the_form(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    draft = EntryInput(kind="entry_withdrawn", occurred_on=date(2025, 6, 20), recorded_by="Bo")
    with pytest.raises(RecordError, match="Enter it in Corrects, such as E3"):
        put_entry(sqlite_scene.engine, "AUD-1", draft, "audit", now=at("2025-06-20"))


def test_a_plain_sentence_stays_as_it_is() -> None:
    said = "E9 is not an entry of this docket. Expected an entry from E1 to E3."
    assert in_form_words(said) == said
