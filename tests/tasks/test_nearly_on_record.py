"""What is nearly on record is asked about: a docket number, an importer, the same event on another day."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.inputs import EntryInput, MatterInput
from models.record.database import reading
from models.record.matters import account_named, matter_named
from models.record.tables.dockets import Account, Entry, Matter
from tasks.record.entries import put_entry, put_matter
from tasks.watch.preview import try_entry
from tests.support.scenes import LINKS, Scene, at


def opens(scene: Scene, docket: str, importer: str = "Acme", *, ask: bool = True, number: str = "") -> None:
    draft = MatterInput(
        docket_number=docket,
        lifecycle="audit",
        importer=importer,
        importer_number=number,
        opened_on=date(2025, 1, 2),
        opened_by="Bo",
    )
    put_matter(scene.engine, draft, now=at("2025-01-02"), ask=ask)


def records(scene: Scene, on: str, **more: Any) -> str:
    """The question that the answer asks, if any."""
    said = {"kind": "closing_conference_held", "recorded_by": "Bo", **more}
    draft = EntryInput(occurred_on=date.fromisoformat(on), **said)
    return put_entry(scene.engine, "AUD-1", draft, "audit", now=at("2025-09-01")).question


def on_record(scene: Scene, table: type[Matter] | type[Account] | type[Entry]) -> int:
    with reading(scene.engine) as session:
        return len(session.exec(select(table)).all())


def test_a_docket_number_that_is_nearly_one_on_record_asks_which_was_meant(sqlite_scene: Scene) -> None:
    sqlite_scene.open("AUD-2026-014")
    with reading(sqlite_scene.engine) as session:
        with pytest.raises(
            RecordError, match=r"'AUD-2026-14'\. Did you mean AUD-2026-014\? For a matter that"
        ):
            matter_named(session, "AUD-2026-14")
        with pytest.raises(RecordError, match="the board lists them"):
            matter_named(session, "RUL-7")
        with pytest.raises(RecordError, match=r"No importer is named 'Acmee'\. Did you mean Acme\?"):
            account_named(session, "Acmee")


def test_opening_a_matter_that_is_nearly_on_record_is_asked_about_and_may_be_answered(scene: Scene) -> None:
    opens(scene, "AUD-2026-014", "Acme Imports")
    with pytest.raises(RecordError, match=r"nearly AUD-2026-014, which is on record\. Did you mean"):
        opens(scene, "aud 2026 14", "Acme Imports")
    with pytest.raises(RecordError, match=r"'Acme Imports, Inc\.'\. Did you mean Acme Imports\?"):
        opens(scene, "AUD-2026-015", "Acme Imports, Inc.")
    assert (on_record(scene, Matter), on_record(scene, Account)) == (1, 1)
    opens(scene, "AUD-2026-015", "Acme Imports, Inc.", ask=False)
    assert (on_record(scene, Matter), on_record(scene, Account)) == (2, 2)


def test_two_spellings_of_one_number_are_one_importer_which_the_refusal_names(scene: Scene) -> None:
    opens(scene, "AUD-1", number="12-3456789XX")
    with pytest.raises(RecordError, match=r"is the number of Acme, on record as 12-3456789XX"):
        opens(scene, "AUD-2", "Globex", number="12 3456789xx")
    opens(scene, "AUD-2", number="123456789xx")
    assert (on_record(scene, Matter), on_record(scene, Account)) == (2, 1)


def test_the_same_event_on_another_day_is_asked_about_and_both_count_until_one_is_taken_back(
    scene: Scene,
) -> None:
    scene.open()
    assert records(scene, "2025-06-20") == ""
    draft = EntryInput(kind="closing_conference_held", occurred_on=date(2025, 6, 23), recorded_by="Bo")
    tried = try_entry(scene.engine, "AUD-1", draft, "audit", LINKS, now=at("2025-09-01"))
    assert tried.recorded.question
    assert on_record(scene, Entry) == 1
    question = records(scene, "2025-06-23")
    assert question.startswith(
        "E1 is the same event on another date: Closing conference held, Friday, June 20"
    )
    assert "with E1 or E2 in Corrects. Until then both count." in question
    assert on_record(scene, Entry) == 2
    assert records(scene, "2025-09-01") == "", "two months later it happened again"


def test_a_correction_a_repeat_and_a_second_document_are_not_asked_about(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    asked = [
        records(sqlite_scene, "2025-06-20", reference="Letter 1"),
        records(sqlite_scene, "2025-06-20", reference="Letter 1"),
        records(sqlite_scene, "2025-06-24", reference="Letter 2"),
        records(sqlite_scene, "2025-06-23", reference="Letter 1", replaces=1, reason="Misread"),
    ]
    assert asked == [""] * 4
    assert on_record(sqlite_scene, Entry) == 3
