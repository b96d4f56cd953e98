"""An importer is renamed, numbered and merged: each value is logged, and alerts follow."""

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.contacts import accounts_of
from models.record.database import reading, transaction
from models.record.matters import accounts, find_account, matter_named
from models.record.number_keys import sharing_a_number
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Account
from tests.support.corrections import (
    corrected,
    differences,
    foretold,
    logged,
    of_importer,
    with_two_importers,
)
from tests.support.scenes import Scene


@pytest.fixture
def two(scene: Scene) -> Scene:
    """Acme with Ann, Globex with Zoe."""
    return with_two_importers(scene)


def test_an_importer_is_renamed_and_its_old_name_still_finds_it(two: Scene) -> None:
    corrected(two, of_importer(name="Acme Imports"))
    two.open("AUD-3", importer="Acme")
    two.contact("Lee", ["Acme"], role="lead")
    with reading(two.engine) as session:
        assert {each.name for each in accounts(session)} == {"Acme Imports", "Globex"}
        lee = session.exec(select(Contact).where(Contact.name == "Lee")).one()
        assert [each.name for each in accounts_of(session, lee)] == ["Acme Imports"]
    with pytest.raises(
        RecordError, match="is the name of another importer on record, Acme Imports, or was once"
    ):
        corrected(two, of_importer("Globex", name="Acme"))
    assert differences(two) == []


def test_a_blank_number_takes_one_later_by_the_form_or_with_a_matter(two: Scene) -> None:
    corrected(two, of_importer(importer_number="12-3456789XX"))
    with pytest.raises(RecordError, match="is the number of Acme, on record as 12-3456789XX"):
        corrected(two, of_importer("Globex", importer_number="12 3456789 xx"))
    two.open("GLO-2", importer="Globex", importer_number="98-7654321AB")
    assert logged(two) == [
        ("importer:1", "importer_number", "", "12-3456789XX"),
        ("importer:2", "importer_number", "", "98-7654321AB"),
    ]
    with pytest.raises(RecordError, match="correct it with the form correct-importer"):
        two.open("GLO-3", importer="Globex", importer_number="98-7654321AC")
    assert differences(two) == []


def test_importers_merge_and_the_contacts_of_both_are_alerted_to_all(two: Scene) -> None:
    ahead = foretold(two, of_importer(merge_into="Globex"))
    assert {each.docket_number: (each.before, each.after) for each in ahead.audiences} == {
        "AUD-1": (["Ann"], ["Ann", "Zoe"]),
        "GLO-1": (["Zoe"], ["Ann", "Zoe"]),
    }
    assert {each.contact for each in ahead.come} == {"Zoe"}
    corrected(two, of_importer(merge_into="Globex"))
    assert logged(two) == [("matter:1", "importer", "1", "2"), ("importer:1", "merged_into", "", "2")]
    two.sweep("2025-06-23")
    assert len(two.mails("zoe")) == 1
    with reading(two.engine) as session:
        found = find_account(session, "Acme")
        assert found is not None
        assert ([each.name for each in accounts(session)], found.name) == (["Globex"], "Globex")
    two.open("AUD-9", importer="Acme")
    with reading(two.engine) as session:
        assert matter_named(session, "AUD-9").account_id == found.id
    assert differences(two) == []


def test_importers_on_record_that_share_a_number_are_listed_until_they_are_merged(two: Scene) -> None:
    with transaction(two.engine) as session:
        session.get_one(Account, 1).importer_number = "12-3456789XX"
        session.get_one(Account, 2).importer_number = "12 3456789 xx"
    with reading(two.engine) as session:
        assert [[each.name for each in shared] for shared in sharing_a_number(session)] == [
            ["Acme", "Globex"]
        ]
    corrected(two, of_importer("Globex", merge_into="Acme"))
    with reading(two.engine) as session:
        assert sharing_a_number(session) == []


def test_importers_with_two_numbers_are_merged_once_it_is_said_which_is_right(two: Scene) -> None:
    corrected(two, of_importer(importer_number="1A"))
    corrected(two, of_importer("Globex", importer_number="2B"))
    for number in (None, "3C", ""):
        with pytest.raises(RecordError, match="number 2B, Acme has the importer number 1A"):
            corrected(two, of_importer(merge_into="Globex", importer_number=number))
    corrected(two, of_importer(merge_into="Globex", importer_number="1a"))
    assert ("importer:2", "importer_number", "2B", "1a") in logged(two)
    with reading(two.engine) as session:
        assert [(each.name, each.importer_number) for each in accounts(session)] == [("Globex", "1a")]
    assert differences(two) == []
