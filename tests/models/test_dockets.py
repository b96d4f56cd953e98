"""The docket: the same fact once, corrections that keep what was, and refusals that name what was wrong."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import select

from models.errors import RecordError
from models.inputs import ContactInput, MatterInput
from models.law.text.vocabulary import Lifecycle
from models.record.contacts import add_contact
from models.record.database import transaction
from models.record.dockets import docket_of, lifecycles_on_record
from models.record.matters import matter_named, open_matter
from models.record.tables.dockets import CurrentEntry, Deadline, Entry, Matter
from tasks.record.derive import derive_in
from tests.support.dockets import HELD, count, entries
from tests.support.scenes import Scene, at


@pytest.fixture
def desk(scene: Scene) -> Scene:
    scene.open()
    return scene


def test_a_form_submitted_twice_is_one_row(desk: Scene) -> None:
    first, second = desk.record(*HELD), desk.record(*HELD)
    assert (first.put.already, second.put.already) == (False, True)
    assert second.put.entry.number == first.put.entry.number
    assert (count(desk.engine, Entry), count(desk.engine, Deadline)) == (1, 1)


def test_the_watch_looks_where_there_is_a_matter_and_only_there(desk: Scene) -> None:
    desk.open("SAL-1", "sale")
    desk.open("AUD-2")
    with transaction(desk.engine) as session:
        assert lifecycles_on_record(session) == [Lifecycle.AUDIT, Lifecycle.SALE]


def test_a_second_equal_event_of_a_day_is_told_apart_by_its_reference(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record(*HELD, reference="CC-2")
    assert (count(desk.engine, Entry), count(desk.engine, Deadline)) == (2, 2)


def test_a_correction_takes_the_place_of_an_entry_which_stays_in_the_docket(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("closing_conference_held", "2025-06-23", replaces=1)
    assert [(each.number, each.replaces) for each in entries(desk)] == [(1, None), (2, 1)]
    with transaction(desk.engine) as session:
        (row,) = session.exec(select(Deadline)).all()
        assert (row.trigger_root, str(row.strict_on)) == (1, "2025-09-21")


def test_a_correction_submitted_twice_is_one_row(desk: Scene) -> None:
    desk.record(*HELD)
    again = [desk.record("closing_conference_held", "2025-06-23", replaces=1).put.already for _ in range(2)]
    assert again == [False, True]


def test_a_fact_taken_back_may_be_recorded_again(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("entry_withdrawn", "2025-06-21", replaces=1)
    assert not desk.record(*HELD, recorded="2025-06-22").put.already
    assert count(desk.engine, CurrentEntry) == 2


def test_two_withdrawals_of_one_day_are_two(desk: Scene) -> None:
    for day in ("2025-06-18", "2025-06-19"):
        desk.record("closing_conference_held", day)
    for number in (1, 2):
        assert not desk.record("entry_withdrawn", "2025-06-20", replaces=number).put.already


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"docket": "AUD-9"}, "No matter has the docket number 'AUD-9'"),
    ({"on": "2025-01-01"}, "Expected a date from 2025-01-02, when the matter opened"),
    ({"on": "2025-06-21", "recorded": "2025-06-20"}, "to 2025-06-20, which is today"),
    ({"kind": "summons_issued"}, "its event does not belong to a matter of the kind audit"),
    ({"facts": {"reason": "x"}}, "Reason for the delay does not go with this event; expected it blank"),
    ({"kind": "further_estimate_given"}, "Estimated end of the audit is empty; expected a date"),
    ({"of": (7,)}, "E7 is not an entry of this docket. Expected an entry from E1 to E1"),
    ({"replaces": 3}, "E3 is not an entry of this docket"),
]


@pytest.mark.parametrize("importer", ["Acme; Globex", "All importers"])
def test_an_importer_that_the_form_of_a_contact_could_not_name_is_refused(importer: str, desk: Scene) -> None:
    with pytest.raises(RecordError, match=r"No importer can be named .* Expected a name without a"):
        desk.open("AUD-9", importer=importer)


@pytest.mark.parametrize(("change", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_wrong_is_refused_and_nothing_is_written(
    change: dict[str, Any], said: str, desk: Scene
) -> None:
    desk.record("audit_commenced", "2025-02-03")
    given = {"kind": "closing_conference_held", "on": "2025-06-20", **change}
    with pytest.raises(RecordError) as raised:
        desk.record(given.pop("kind"), given.pop("on"), **given)
    assert said in str(raised.value)
    assert (count(desk.engine, Entry), count(desk.engine, Deadline)) == (1, 0)


def test_an_entry_is_corrected_once(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("closing_conference_held", "2025-06-23", replaces=1)
    with pytest.raises(RecordError, match="E1 has already been corrected by E2"):
        desk.record("closing_conference_held", "2025-06-24", replaces=1)


def test_the_form_of_another_lifecycle_is_refused(desk: Scene) -> None:
    desk.open("SUM-1", "audit")
    with pytest.raises(RecordError, match="SUM-1 is a matter of the kind audit"):
        desk.record(*HELD, docket="SUM-1", form="summons")


def test_today_is_the_day_in_the_matters_zone(scene: Scene) -> None:
    draft = MatterInput(
        docket_number="GUM-1",
        lifecycle="audit",
        importer="Acme",
        opened_on=date(2025, 6, 21),
        timezone="Pacific/Guam",
        opened_by="Bo",
    )
    with transaction(scene.engine) as session:
        matter = open_matter(session, draft, at=at("2025-06-20", 20))
        assert matter.opened_on == date(2025, 6, 21)
    eastern = replace(draft, docket_number="NYC-1", timezone="America/New_York")
    with pytest.raises(RecordError, match="Expected today, 2025-06-20, or earlier"):
        open_at(scene, eastern, at("2025-06-20", 20))


def open_at(scene: Scene, draft: MatterInput, now: datetime) -> None:
    with transaction(scene.engine) as session:
        open_matter(session, draft, at=now)


def test_deriving_again_writes_nothing(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("report_delay_notice", "2025-07-01", facts={"reason": "x"})
    with transaction(desk.engine) as session:
        matter = matter_named(session, "AUD-1")
        changes = derive_in(session, matter, now=at("2025-07-01", 18))
        assert not session.dirty
    assert (changes.started, changes.moved, changes.settled, changes.raised) == ([], [], [], [])


def test_a_clock_keeps_its_row_whatever_is_corrected_and_withdrawn(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("closing_conference_held", "2025-06-23", replaces=1)
    desk.record("entry_withdrawn", "2025-06-24", replaces=2)
    with transaction(desk.engine) as session:
        (row,) = session.exec(select(Deadline)).all()
        assert (row.id, row.withdrawn) == (1, True)


def test_the_petition_right_is_one_row_whichever_entry_sets_its_day(desk: Scene) -> None:
    facts = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-06-30"}
    desk.record("audit_notice", "2025-02-03", facts=facts)
    desk.record("further_estimate_given", "2025-06-02", facts={"estimated_end": "2025-08-29"})
    with transaction(desk.engine) as session:
        (row,) = session.exec(select(Deadline)).all()
        days = str(row.strict_on), str(row.lenient_on)
        assert (row.trigger_root, *days) == (0, "2025-07-01", "2025-08-30")


def test_what_was_known_on_a_day_can_be_asked(desk: Scene) -> None:
    desk.record(*HELD)
    desk.record("report_completed", "2025-06-25", recorded="2025-07-10")
    with transaction(desk.engine) as session:
        matter = matter_named(session, "AUD-1")
    known = docket_of(matter, entries(desk), as_of=date(2025, 7, 1), known_at=at("2025-07-01"))
    assert [each["id"] for each in known["entries"]] == ["E1"]


def test_a_docket_number_is_given_once(desk: Scene) -> None:
    with pytest.raises(RecordError, match="AUD-1 is taken"):
        desk.open()
    assert count(desk.engine, Matter) == 1


@pytest.mark.parametrize(
    ("importers", "said"),
    [(("Acmee",), "No importer is named 'Acmee'"), ((), "No importer is named. Expected at least one")],
)
def test_a_contact_of_a_mistyped_importer_is_refused(
    importers: tuple[str, ...], said: str, desk: Scene
) -> None:
    draft = ContactInput(name="Ann", role="owner", channel="desk", importers=importers, added_by="Bo")
    with pytest.raises(RecordError) as raised, transaction(desk.engine) as session:
        add_contact(session, draft, at=at("2025-02-03"))
    assert said in str(raised.value)


def test_an_instant_without_a_zone_is_refused(desk: Scene) -> None:
    with transaction(desk.engine) as session:
        matter = matter_named(session, "AUD-1")
    matter.opened_at = datetime(2025, 6, 20, 12)  # noqa: DTZ001 (what is refused)
    with pytest.raises(StatementError, match="has no time zone"):
        merge(desk, matter)


def merge(scene: Scene, matter: Matter) -> None:
    with transaction(scene.engine) as session:
        session.merge(matter)
