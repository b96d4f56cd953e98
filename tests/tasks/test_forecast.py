"""The forecast tells exactly what then happens, and what a change would do before it is made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.inputs import ContactInput
from models.record.database import transaction
from models.record.tables.alerts import Alert, Contact, LadderEdition
from models.record.tables.dockets import Deadline, Matter
from models.record.tables.office import Evidence
from models.roles import Role
from notifications.policy.forecast import Foreseen
from notifications.policy.ladder_lines import LadderError
from tasks.alerts.deadline_view import subject_of
from tasks.alerts.evidence import point_words
from tasks.alerts.forecast import DAYS, forecast, foresee_contact, foresee_ladder
from tasks.alerts.ladders import put_ladder
from tasks.delivery.contacts import put_contact_otherwise
from tasks.record.deadline_name import deadline_name
from tests.support.scenes import LINKS, Scene, at
from tests.support.worlds import DAY, WORLDS, World, handed_over, live, summons

LONG = timedelta(days=130)
CHAIN = {"Ann": "owner", "Lee": "lead", "Cole": "counsel", "Eve": "executive"}
OURS = "our last day"
SHORT = [
    "10 days before act-by: reminder to counsel",
    "on act-by: due now to executive",
    "1 day after strict: in gap to executive",
    "1 day after lenient: missed to executive",
]


@pytest.fixture
def chain(sqlite_scene: Scene) -> Scene:
    sqlite_scene.open("NONE-1")
    for name, role in CHAIN.items():
        sqlite_scene.contact(name, role=role)
    return sqlite_scene


def told(scene: Scene, since: date) -> list[tuple[object, ...]]:
    """What was told of clocks and evidence since a day, as the forecast words it."""
    with transaction(scene.engine) as session:
        wanted = (
            select(Alert, Contact, Matter)
            .where(Alert.contact_id == Contact.id, Alert.matter_id == Matter.id)
            .where(Alert.told_on >= since, col(Alert.subject).not_like("defect:%"))
        )
        names = {
            subject_of(row): f"{deadline_name(row)} {row.title}"
            for row in session.exec(select(Deadline)).all()
        } | {
            f"evidence:{row.id}": f"evidence for {point_words(row.point)}"
            for row in session.exec(select(Evidence)).all()
        }
        return sorted(
            (
                alert.told_on,
                matter.docket_number,
                names[alert.subject],
                contact.name,
                alert.step,
                alert.reason,
            )
            for alert, contact, matter in session.exec(wanted).all()
        )


def as_told(foreseen: Sequence[Foreseen]) -> list[tuple[object, ...]]:
    return sorted(
        (each.on, each.docket_number, each.clock, each.contact, each.step, each.reason) for each in foreseen
    )


def foresees(scene: Scene, now: date = DAY, long: timedelta = LONG) -> list[Foreseen]:
    return forecast(scene.engine, now=at(str(now)), until=now + long)


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_foreseen_is_what_is_then_told_day_by_day(world: World, chain: Scene) -> None:
    world(chain)
    first = DAY + timedelta(days=3) if world is handed_over else DAY
    expected = as_told(foresees(chain, first))
    live(chain, first, LONG)
    assert told(chain, first) == expected
    assert expected


def test_from_every_day_of_the_way_the_rest_of_it_is_foreseen(chain: Scene) -> None:
    summons(chain)
    whole = as_told(foresees(chain))
    for number in range(0, 60, 7):
        today = DAY + timedelta(days=number)
        live(chain, today - timedelta(days=6), timedelta(days=6))
        rest = as_told(foresees(chain, today + timedelta(days=1), LONG - timedelta(days=number + 1)))
        assert rest == [each for each in whole if str(each[0]) > str(today)]


def test_foreseeing_writes_nothing(chain: Scene) -> None:
    summons(chain)
    foresees(chain)
    foresee_ladder(chain.engine, OURS, SHORT, Role.LEAD, now=at(str(DAY)))
    with transaction(chain.engine) as session:
        assert session.exec(select(Alert)).all() == []
        assert session.exec(select(LadderEdition)).all() == []


def test_the_difference_that_a_ladder_makes_is_what_then_differs(chain: Scene) -> None:
    summons(chain)
    before = foresees(chain, long=timedelta(days=DAYS))
    gone, come = foresee_ladder(chain.engine, OURS, SHORT, Role.COUNSEL, now=at(str(DAY)))
    put_ladder(chain.engine, OURS, SHORT, Role.COUNSEL, by="Bo", now=at(str(DAY)))
    after = foresees(chain, long=timedelta(days=DAYS))
    assert set(after) == set(before) - set(gone) | set(come)
    assert {each.step for each in gone} >= {"30 days before", "14 days before", "7 days before"}
    assert {each.step for each in come} == {"set", "10 days before"}
    live(chain, DAY, LONG)
    assert told(chain, DAY) == as_told([each for each in after if each.on <= DAY + LONG])


def test_the_difference_that_a_contact_makes_is_what_then_differs(chain: Scene) -> None:
    summons(chain)
    chain.contact("Cora", role="counsel")
    before = foresees(chain, long=timedelta(days=DAYS))
    draft = ContactInput(name="Cora", role="owner", channel="desk", importers=("Acme",), added_by="Bo")
    gone, come = foresee_contact(chain.engine, draft, now=at(str(DAY)))
    put_contact_otherwise(chain.engine, draft, chain.channels, LINKS, now=at(str(DAY)))
    after = foresees(chain, long=timedelta(days=DAYS))
    assert set(after) == set(before) - set(gone) | set(come)
    assert {each.contact for each in (*gone, *come)} == {"Cora"}
    assert {each.channel for each in gone} == {"cora"}
    assert {each.channel for each in come} == {"desk"}
    assert len(come) > len(gone)


def test_a_contact_who_would_leave_an_importer_is_foreseen_to_hear_nothing_of_it(chain: Scene) -> None:
    summons(chain)
    chain.open("GLOB-1", importer="Globex")
    chain.contact("Oz")
    draft = ContactInput(name="Oz", role="owner", channel="oz", importers=("Globex",), added_by="Bo")
    gone, come = foresee_contact(chain.engine, draft, now=at(str(DAY)))
    assert ({each.contact for each in gone}, come) == ({"Oz"}, [])


def test_a_change_that_is_refused_when_made_is_refused_when_foreseen(chain: Scene) -> None:
    with pytest.raises(LadderError, match="has a gap"):
        foresee_ladder(chain.engine, OURS, SHORT[:2], Role.LEAD, now=at(str(DAY)))
    draft = ContactInput(name="Eve", role="owner", channel="eve", importers=("Acme",), added_by="Bo")
    with pytest.raises(RecordError, match="Nobody else is executive for Acme"):
        foresee_contact(chain.engine, draft, now=at(str(DAY)))
    with pytest.raises(RecordError, match="No importer is named 'Acne'"):
        foresee_contact(chain.engine, replace(draft, importers=("Acne",)), now=at(str(DAY)))


def test_taking_a_ladder_back_is_foreseen_as_any_change(chain: Scene) -> None:
    summons(chain)
    put_ladder(chain.engine, OURS, SHORT, Role.COUNSEL, by="Bo", now=at(str(DAY)))
    before = foresees(chain, long=timedelta(days=DAYS))
    gone, come = foresee_ladder(chain.engine, OURS, [], Role.LEAD, now=at(str(DAY)))
    put_ladder(chain.engine, OURS, [], Role.LEAD, by="Bo", now=at(str(DAY)))
    after = foresees(chain, long=timedelta(days=DAYS))
    assert set(after) == set(before) - set(gone) | set(come)


def test_it_looks_four_hundred_days_ahead_and_no_further(chain: Scene) -> None:
    scene = chain
    scene.open("SUM-9", "summons")
    facts = {"return_on": "2027-09-01", "third_party": False}
    scene.record("summons_issued", str(DAY), docket="SUM-9", facts=facts)
    assert [each.step for each in foresees(scene, long=timedelta(days=3000))] == ["set"]
    last = DAY + timedelta(days=DAYS)
    facts = {"return_on": str(last), "third_party": False}
    scene.record("summons_issued", str(DAY), docket="SUM-9", facts=facts, replaces=1)
    unbounded = forecast(scene.engine, now=at(str(DAY)), until=None)
    assert max(each.on for each in unbounded) <= last
    assert "last safe day" in {each.step for each in unbounded}
    assert "missed" not in {each.step for each in unbounded}


def test_only_the_matter_or_the_importer_asked_for_is_foreseen(chain: Scene) -> None:
    summons(chain)
    chain.open("GLOB-1", importer="Globex")
    chain.contact("Zoe", ["Globex"])
    chain.record("closing_conference_held", str(DAY), docket="GLOB-1")
    now = at(str(DAY))
    of_matter = forecast(chain.engine, now=now, until=None, docket_number="GLOB-1")
    of_importer = forecast(chain.engine, now=now, until=None, importer="Acme")
    assert {each.contact for each in of_matter} == {"Zoe"}
    assert {each.docket_number for each in of_importer} == {"SUM-1"}
    assert len(forecast(chain.engine, now=now, until=None)) == len(of_matter) + len(of_importer)


def test_a_matter_or_an_importer_not_on_record_is_refused(chain: Scene) -> None:
    with pytest.raises(RecordError, match="No matter has the docket number 'SUM-7'"):
        forecast(chain.engine, now=at(str(DAY)), until=None, docket_number="SUM-7")
    with pytest.raises(RecordError, match="No importer is named 'Acne'"):
        forecast(chain.engine, now=at(str(DAY)), until=None, importer="Acne")
