"""How a clock is played: moves, answers and lifts by day, closings, and dates that are fixed."""

from typing import Any

from tests.law.support.engine import docket, e, rows

S1 = e("summons_issued", "2026-01-05", "s1", return_on="2026-02-02", third_party=True)
S2 = e("summons_issued", "2026-01-12", "s2", return_on="2026-02-09", third_party=True)
WITHHELD1 = e("delivery_withheld", "2026-02-20", "w1", of="s1")
AS_OF = "2026-03-02"


def statuses(given: dict[str, Any], rule: str) -> list[tuple[str, str | None]]:
    return [(row["status"], row["settled_on"]) for row in rows(given, rule)]


def test_playing_moves_come_before_answers_and_answers_before_lifts_on_one_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    day = "2026-04-06"
    moved = e("report_delay_notice", day, reason="staff", anticipated_on="2026-05-04")
    answered = e("report_completed", day)
    lifted = e("investigation_commenced", day, formal=True)
    (row,) = rows(docket("audit", "2026-04-30", held, lifted, answered, moved), "AUD-06")
    assert (row["strict_on"], row["status"]) == ("2026-05-04", "met")


def test_playing_a_lift_dated_before_the_trigger_takes_effect_on_its_day() -> None:
    lifted = e("investigation_commenced", "2026-01-02", formal=False)
    held = e("closing_conference_held", "2026-01-05")
    assert statuses(docket("audit", AS_OF, lifted, held), "AUD-06") == [("lifted", "2026-01-05")]


def test_playing_the_first_answer_ends_the_clock() -> None:
    held = e("closing_conference_held", "2026-01-05")
    answers = [e("report_completed", "2026-02-02"), e("report_completed", "2026-02-03")]
    assert statuses(docket("audit", AS_OF, held, *answers), "AUD-06") == [("met", "2026-02-02")]


def test_closing_an_audit_lifts_every_clock_that_began_by_then_whatever_it_names() -> None:
    first = e("closing_conference_held", "2026-01-05", "c1")
    second = e("closing_conference_held", "2026-02-16", "c2")
    closed = e("audit_closed", "2026-02-02", of="c2")
    given = docket("audit", AS_OF, first, second, closed)
    assert statuses(given, "AUD-06") == [("lifted", "2026-02-02"), ("pending", None)]


def test_closing_a_summons_lifts_only_what_it_concerns_and_what_began_by_then() -> None:
    closed = e("summons_closed", "2026-01-20", of="s1")
    given = docket("summons", AS_OF, S1, S2, closed)
    assert [status for status, _ in statuses(given, "SUM-02")] == ["lifted", "missed"]
    early = e("summons_closed", "2026-01-02", of="s1")
    assert statuses(docket("summons", AS_OF, S1, early), "SUM-02") == [("missed", None)]


def test_closing_does_not_end_the_abandonment() -> None:
    closed = e("summons_closed", "2026-03-02")
    given = docket("summons", "2027-02-22", S1, WITHHELD1, closed)
    assert statuses(given, "SUM-16") == [("crossed", "2027-02-21")]


def test_a_fixed_date_moves_a_running_clock_even_after_its_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    fixed = e("due_date_fixed", "2026-04-20", rule="AUD-06", due_on="2026-05-02")
    (row,) = rows(docket("audit", "2026-04-30", held, fixed), "AUD-06")
    assert (row["strict_on"], row["lenient_on"], row["status"]) == ("2026-05-02", "2026-05-04", "pending")


def test_a_fixed_date_may_move_a_clock_to_an_earlier_day() -> None:
    held = e("closing_conference_held", "2026-01-05")
    fixed = e("due_date_fixed", "2026-01-20", rule="AUD-06", due_on="2026-02-02")
    (row,) = rows(docket("audit", AS_OF, held, fixed), "AUD-06")
    assert (row["strict_on"], row["status"]) == ("2026-02-02", "missed")
