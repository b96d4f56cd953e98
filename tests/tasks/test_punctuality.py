"""The punctuality ledger counts what the docket shows: each number here was counted by hand on a calendar."""

from datetime import date

import pytest

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import transaction
from models.record.tables.dockets import Matter
from models.record.tables.office import LawApproval
from tasks.pages.timeliness_page import punctuality_page
from tasks.timeliness.figures import Band, Figures, median_lateness
from tasks.timeliness.ledger import steps
from tests.support.scenes import Scene, at
from tests.support.timeliness import CONFERENCE, REPORT, TODAY, audit, five_audits, ledger_of, of_rule, said


def test_the_steps_are_those_that_the_law_gives_customs_days_for() -> None:
    assert {rule.id for rule in steps(load_law())} == {
        *("AUD-05", "AUD-06", "AUD-07", "AUD-09", "DEM-01", "DEM-04", "PRG-12", "PRG-14"),
        *("RUL-01", "RUL-01B", "RUL-02", "RUL-03", "RUL-04", "RUL-06"),
    }


def test_from_closing_conference_to_report(scene: Scene) -> None:
    five_audits(scene)
    cases = of_rule(ledger_of(scene), "AUD-06")
    assert [(case.docket_number, case.started, case.ended, case.days) for case in cases] == [
        ("AUD-1", 1, 2, 88),  # 28 to 31 March, 30 to 30 April, 30 more
        ("AUD-2", 1, 2, 91),  # 28, 30, 31 to 31 May, 2 more
        ("AUD-3", 1, 2, 121),  # 28, 30, 31, 30 to 30 June, 2 more
        ("AUD-4", 1, 2, 122),
        ("AUD-5", 1, None, 100),  # 10 to 30 June, 31, 31, 28 more: so far
    ]
    assert {(case.strict_on, case.lenient_on) for case in cases[:4]} == {(date(2025, 6, 1), date(2025, 6, 2))}
    assert [case.is_late_strictly for case in cases] == [False, True, True, True, True]
    assert [case.days_late for case in cases] == [0, 0, 30, 31, 10]
    assert [case.is_open for case in cases] == [False] * 4 + [True]


def test_figures_of_four_reports(sqlite_scene: Scene) -> None:
    five_audits(sqlite_scene)
    figures = Figures(of_rule(ledger_of(sqlite_scene), "AUD-06"))
    # 88, 91, 121, 122: a quarter of the way lies between 88 and 91, three quarters of the step.
    assert figures.quartiles == (90.25, 106, 121.25)
    assert figures.bands == {
        Band.FIRST_QUARTER: 0,
        Band.SECOND_QUARTER: 0,
        Band.SECOND_HALF: 2,
        Band.LATE: 1,
        Band.LATER: 1,
    }
    assert (len(figures.late), len(figures.late_strictly), len(figures.answered)) == (2, 3, 4)
    assert (len(figures.open), len(figures.overdue)) == (1, 1)
    assert median_lateness(figures.late) == 30.5


def test_from_report_to_copy(sqlite_scene: Scene) -> None:
    audit(sqlite_scene, "AUD-1", (REPORT, "2025-05-30"), ("report_copy_sent", "2025-06-10"))
    (case,) = of_rule(ledger_of(sqlite_scene), "AUD-07")
    # 1 to 31 May, 10 more; 30 days are Sunday 29 June, by the lenient reading the 30th: 11 of 31.
    assert (case.days, case.band) == (11, Band.SECOND_QUARTER)


def test_from_petition_to_conference(sqlite_scene: Scene) -> None:
    notice = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-06-30"}
    audit(
        sqlite_scene,
        "AUD-1",
        ("audit_notice", "2025-02-03"),
        ("petition_received", "2025-07-07"),
        (CONFERENCE, "2025-07-25"),
        audit_notice=notice,
    )
    found = ledger_of(sqlite_scene)
    (case,) = of_rule(found, "AUD-09")
    # 15 days are Tuesday 22 July.
    assert (case.started, case.ended, case.days, case.days_late) == (2, 3, 18, 3)
    assert said(found, "AUD-09") == [
        "In 1 of 1 matter on record, CBP held the closing conference later than § 163.11(b) allows, by 3 "
        "days."
    ]


def test_from_appeal_to_decision_once_though_it_appeals_two_denials(sqlite_scene: Scene) -> None:
    sqlite_scene.open("PRG-1", "certification")
    for on in ("2025-04-01", "2025-04-02"):
        sqlite_scene.record("application_denied", on, docket="PRG-1")
    sqlite_scene.record("denial_appeal_received", "2025-04-15", docket="PRG-1", of=(1, 2))
    decided = {"upheld": False}
    sqlite_scene.record("denial_appeal_decided", "2025-05-16", docket="PRG-1", of=(3,), facts=decided)
    (case,) = of_rule(ledger_of(sqlite_scene), "PRG-12")
    # 15 to 30 April, 16 more; 30 days are Thursday 15 May.
    assert (case.started, case.ended, case.days, case.days_late) == (3, 4, 31, 1)


def test_a_withdrawn_answer_counts_no_more_and_a_corrected_one_counts_as_corrected(
    sqlite_scene: Scene,
) -> None:
    audit(sqlite_scene, "AUD-1", (CONFERENCE, "2025-03-03"), (REPORT, "2025-05-01"))
    sqlite_scene.record(REPORT, "2025-05-02", docket="AUD-1", replaces=2)
    (case,) = of_rule(ledger_of(sqlite_scene), "AUD-06")
    assert (case.ended, case.days) == (3, 60)
    sqlite_scene.record("entry_withdrawn", "2025-05-03", docket="AUD-1", replaces=3)
    (case,) = of_rule(ledger_of(sqlite_scene), "AUD-06")
    assert (case.ended, case.is_open, case.days) == (None, True, 209)  # 28, 30, 31, 30, 31, 31, 28 more
    sqlite_scene.record(CONFERENCE, "2025-03-04", docket="AUD-1", replaces=1, recorded="2025-05-04")
    (case,) = of_rule(ledger_of(sqlite_scene), "AUD-06")
    assert (case.started, case.days) == (5, 208)


def test_a_last_day_that_a_notice_moved_counts_as_moved(sqlite_scene: Scene) -> None:
    delay = {"reason": "staff", "anticipated_on": "2025-07-15"}
    happened = ((CONFERENCE, "2025-03-03"), ("report_delay_notice", "2025-05-20"), (REPORT, "2025-07-18"))
    audit(sqlite_scene, "AUD-1", *happened, report_delay_notice=delay)
    (case,) = of_rule(ledger_of(sqlite_scene), "AUD-06")
    assert (case.days, case.days_late, case.band) == (137, 3, Band.LATE)


def test_what_an_investigation_ended_is_in_no_figure(sqlite_scene: Scene) -> None:
    happened = ((CONFERENCE, "2025-03-03"), ("investigation_commenced", "2025-06-10"))
    audit(sqlite_scene, "AUD-1", *happened, investigation_commenced={"formal": True})
    found = ledger_of(sqlite_scene)
    figures = Figures(of_rule(found, "AUD-06"))
    assert (len(figures.lifted), figures.quartiles, figures.open) == (1, None, [])
    assert said(found, "AUD-06") == []
    assert "ended without an answer, when it was already late" in punctuality_page(found, {})


@pytest.mark.tampers
def test_each_page_of_matters_is_read_and_a_docket_that_cannot_be_read_stops_no_other(
    sqlite_scene: Scene,
) -> None:
    audit(sqlite_scene, "BAD-1", (CONFERENCE, "2025-03-03"))
    with transaction(sqlite_scene.engine) as session:
        first = session.get_one(Matter, 1).model_dump(exclude={"id", "docket_number"})
        session.add_all(Matter(docket_number=f"AUD-{number}", **first) for number in range(401))
    sqlite_scene.record(CONFERENCE, "2025-03-03", docket="AUD-400")
    sqlite_scene.spoil()
    found = ledger_of(sqlite_scene)
    assert [case.docket_number for case in found.cases] == ["AUD-400"]
    assert "BAD-1: E2: its event does not belong to a matter of the kind" in found.unread[0]
    assert "## Not counted" in punctuality_page(found, {})


def test_nothing_is_counted_by_a_law_that_waits_for_approval(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    with transaction(sqlite_scene.engine) as session:
        session.add(LawApproval(law_hash="another", approved_by="Bo", approved_at=at(TODAY)))
    with pytest.raises(RecordError, match="awaits approval"):
        ledger_of(sqlite_scene)
