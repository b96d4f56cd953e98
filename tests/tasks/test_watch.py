"""The watch tells the right people, once, at the right step, whatever days it was off."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.alerts import Alert, Message
from models.record.tables.dockets import Deadline
from tasks.watch.sweep import rehearse
from tests.support.dockets import opened
from tests.support.mailbox import html_of, text_of
from tests.support.scenes import LINKS, Scene


def test_an_event_leads_to_a_mail_that_names_rule_readings_words_and_count(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-07-14")
    scene.sweep("2025-07-14", matter_id=1)
    mail = scene.mailbox.received[0]
    told = text_of(mail)
    assert mail["Subject"] == "NOTICE, due Sun, Oct 12: CBP completes the written audit report (AUD-1)"
    for part in (
        "Earliest last day: Sunday, October 12, 2025",
        "Latest last day: Tuesday, October 14, 2025",
        "Unclear law: ",
        "“Complete a formal written audit report within 90 calendar days following the closing conference”",
        "90 calendar days end on Sun, Oct 12, 2025",
        "19 CFR 163.11(a)(5)",
        "http://127.0.0.1:4200/deployments/deployment/id-of-audit/run?parameters=",
    ):
        assert part in told
    assert mail["X-Landwaiter-Key"]
    assert mail["References"] == "<audit-AUD-1@matters.landwaiter>"
    assert 'lang="en"' in html_of(mail)


def test_a_quiet_hour_tells_nothing(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-07-14")
    scene.sweep("2025-07-14")
    assert scene.sweep("2025-07-14", 16).claims == []
    assert scene.sweep("2025-08-04").clocks == 0


def test_a_clock_of_customs_is_told_when_set_before_its_day_and_late_only_by_every_reading(
    sqlite_scene: Scene,
) -> None:
    scene = opened(sqlite_scene)
    scene.record("closing_conference_held", "2025-07-14")
    told: dict[int, list[str]] = {}
    for day in range(1, 28):
        found = scene.sweep(f"2025-10-{day:02}")
        told |= {day: [claim.reason.value for _, claim in found.claims]} if found.claims else {}
    assert told == {1: ["deadline_set"], 7: ["reminder"], 15: ["missed"], 21: ["missed"]}


def test_off_for_three_days_over_a_due_date_it_tells_once_at_the_right_step_and_says_how_late(
    scene: Scene,
) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.sweep("2025-09-11")
    found = scene.sweep("2025-09-22")
    assert [claim.reason.value for _, claim in found.claims] == ["missed"]
    told = text_of(scene.mailbox.received[-1])
    assert "CBP is overdue; the last day was Thursday, September 18, 2025." in told
    assert "This alert is 3 days late because Landwaiter was not running on its date." in told
    assert scene.sweep("2025-09-23").claims == []


def test_after_a_year_off_each_clock_is_told_once_at_the_highest_step(scene: Scene) -> None:
    opened(scene).open("SUM-1", "summons")
    scene.record(
        "summons_issued",
        "2025-02-03",
        docket="SUM-1",
        facts={"return_on": "2025-04-07", "third_party": False},
    )
    scene.record("closing_conference_held", "2025-02-03")
    scene.sweep("2025-02-03")
    found = scene.sweep("2026-02-03")
    assert [(docket, claim.reason.value) for docket, claim in found.claims] == [
        ("AUD-1", "missed"),
        ("SUM-1", "missed"),
    ]


def test_our_own_day_climbs_the_ladder(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact()
    facts = {"return_on": "2025-07-05", "third_party": False}
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=facts)
    told: list[tuple[str, str]] = []
    for day in (
        date.fromordinal(n) for n in range(date(2025, 5, 1).toordinal(), date(2025, 7, 20).toordinal())
    ):
        told += [(claim.step, day.isoformat()[5:]) for _, claim in scene.sweep(day.isoformat()).claims]
    assert told == [
        ("set", "05-01"),
        ("30 days before", "06-03"),
        ("14 days before", "06-18"),
        ("7 days before", "06-26"),
        ("3 days before", "06-30"),
        ("1 day before", "07-02"),
        ("last safe day", "07-03"),
        ("in the gap", "07-06"),
        ("missed", "07-08"),
        ("missed for 7 days", "07-14"),
    ]


def test_a_contact_never_hears_of_another_importers_matter(scene: Scene) -> None:
    opened(scene).open("AUD-2", importer="Globex")
    scene.contact("Zoe", ["Globex"])
    scene.record("closing_conference_held", "2025-06-20", docket="AUD-2")
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    to_ann = [str(mail["Subject"])[-6:-1] for mail in scene.mailbox.received if "ann" in str(mail["To"])]
    to_zoe = [str(mail["Subject"])[-6:-1] for mail in scene.mailbox.received if "zoe" in str(mail["To"])]
    assert (to_ann, to_zoe) == (["AUD-1"], ["AUD-2"])


def test_a_matter_without_a_contact_is_named_and_told_to_the_first_who_comes(scene: Scene) -> None:
    scene.open()
    scene.record("closing_conference_held", "2025-06-20")
    found = scene.sweep("2025-06-20")
    assert (found.unheard, found.claims) == (["AUD-1"], [])
    assert scene.sweep("2025-06-21").unheard == ["AUD-1"]
    scene.contact(on="2025-06-22")
    found = scene.sweep("2025-06-22")
    assert (found.unheard, [claim.reason.value for _, claim in found.claims]) == ([], ["deadline_set"])


def test_a_contact_added_later_hears_of_all_that_runs(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.contact("Zoe", on="2025-07-01")
    found = scene.sweep("2025-07-01")
    assert [(claim.contact, claim.reason.value) for _, claim in found.claims] == [("Zoe", "deadline_set")]


def test_a_rehearsal_says_what_would_be_told_and_writes_and_sends_nothing(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    before = rows(scene)
    found = rehearse(scene.engine, LINKS, as_of=date(2025, 12, 1))
    assert [claim.reason.value for _, claim in found.claims] == ["missed"]
    assert rows(scene) == before
    assert len(scene.mailbox.received) == 1


def rows(scene: Scene) -> list[Any]:
    with transaction(scene.engine) as session:
        return [
            *(each.model_dump() for each in session.exec(select(Deadline)).all()),
            *(each.model_dump() for each in session.exec(select(Alert)).all()),
            *(each.model_dump() for each in session.exec(select(Message)).all()),
        ]


@pytest.mark.tampers
def test_a_docket_that_cannot_be_derived_is_told_and_silences_no_other(scene: Scene) -> None:
    opened(scene).open("AUD-2")
    for docket in ("AUD-1", "AUD-2"):
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
    scene.spoil()
    found = scene.sweep("2025-06-20")
    assert [each.split(":")[0] for each in found.broken] == ["AUD-1"]
    told = {docket: claim.reason.value for docket, claim in found.claims}
    assert told == {"AUD-1": "defect", "AUD-2": "deadline_set"}
    assert "cannot calculate the deadlines of this matter" in text_of(scene.mailbox.received[0])
    again = scene.sweep("2025-06-21")
    assert (len(again.broken), again.claims) == (1, [])


def test_only_the_lifecycle_asked_for_is_looked_at(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    assert scene.sweep("2025-06-20", lifecycle="summons").claims == []
    assert len(scene.sweep("2025-06-20", lifecycle="audit").claims) == 1
