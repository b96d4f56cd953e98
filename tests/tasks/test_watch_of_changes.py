"""What a later entry changes is told once: a day moved, met or withdrawn, a defect, an entry in doubt."""

from tests.support.dockets import opened
from tests.support.mailbox import html_of, text_of
from tests.support.scenes import Scene


def test_a_moved_date_strikes_out_the_old_one_for_whoever_was_told_it(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    facts = {"reason": "staff", "anticipated_on": "2025-12-01"}
    scene.record("report_delay_notice", "2025-09-02", facts=facts)
    scene.sweep("2025-09-02")
    told = text_of(scene.mailbox.received[-1])
    assert "the date moved from Thursday, September 18, 2025 to Monday, December 1, 2025" in told
    assert "No longer: Thursday, September 18, 2025" in told
    assert "<s>Thursday, September 18, 2025</s>" in html_of(scene.mailbox.received[-1])


def test_an_entry_withdrawn_withdraws_what_was_told(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.record("entry_withdrawn", "2025-06-23", replaces=1)
    scene.sweep("2025-06-23")
    assert scene.reasons() == ["deadline_set", "withdrawn"]
    scene.record("closing_conference_held", "2025-06-24")
    scene.sweep("2025-06-24")
    assert scene.reasons() == ["deadline_set", "withdrawn", "deadline_set"]


def test_who_was_alarmed_hears_that_it_was_met(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.sweep("2025-09-19")
    scene.record("report_completed", "2025-09-24")
    scene.sweep("2025-09-24")
    assert scene.reasons()[:3] == ["deadline_set", "missed", "met"]


def test_who_was_not_alarmed_is_not_told_that_it_was_met(scene: Scene) -> None:
    opened(scene).record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    scene.record("report_completed", "2025-07-24")
    scene.record("report_copy_sent", "2025-07-25")
    scene.sweep("2025-07-25")
    assert scene.reasons() == ["deadline_set"]


def test_a_defect_is_told_once(scene: Scene) -> None:
    opened(scene).record("report_delay_notice", "2025-06-20", facts={"reason": "staff"})
    scene.sweep("2025-06-20")
    scene.sweep("2025-06-21")
    assert scene.reasons() == ["defect"]
    assert "lacks the reason or the anticipated date" in text_of(scene.mailbox.received[0])


def test_an_entry_in_doubt_is_told_with_forms_filled_in_that_mend_it(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.contact()
    for day in ("2025-02-03", "2025-02-04"):
        facts = {"return_on": "2025-04-07", "third_party": False}
        scene.record("summons_issued", day, docket="SUM-1", facts=facts)
    scene.record("summons_complied", "2025-02-10", docket="SUM-1", privileged_note="counsel only")
    scene.sweep("2025-02-10")
    mail = next(each for each in scene.mailbox.received if "link needed" in str(each["Subject"]))
    told = html_of(mail)
    assert "It belongs to E1, Summons issued, Mon, Feb 3, 2025" in told
    assert "%22belongs_to%22%3A%22E2%22%2C%22corrects%22%3A%22E3%22" in told
    assert "counsel" not in told


def test_a_day_that_the_court_moves_into_the_past_is_told_as_missed_at_once(scene: Scene) -> None:
    scene.open("SUM-1", "summons")
    scene.contact()
    scene.record("enforcement_ordered", "2025-03-03", docket="SUM-1", facts={"comply_by": "2025-09-01"})
    scene.sweep("2025-03-03")
    facts = {"rule": "SUM-14", "due_on": "2025-06-18"}
    scene.record("due_date_fixed", "2025-06-20", docket="SUM-1", facts=facts)
    scene.sweep("2025-06-20")
    assert scene.reasons() == ["deadline_set", "moved", "missed"]
    assert scene.sweep("2025-06-21").claims == []
