"""What somebody should hear now: tables of cases."""

from datetime import date

import pytest

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import Told
from notifications.policy.reasons import Reason
from tests.support.watched import ROLLED, START, clock, decided, told


@pytest.mark.parametrize(
    ("today", "reason", "step"),
    [
        (date(2025, 1, 6), Reason.DEADLINE_SET, "set"),
        (date(2025, 2, 1), Reason.DEADLINE_SET, "30 days before"),
        (date(2025, 2, 27), Reason.DEADLINE_SET, "1 day before"),
        (date(2025, 2, 28), Reason.DUE_NOW, "last safe day"),
        (date(2025, 3, 3), Reason.IN_GAP, "in the gap"),
        (date(2025, 3, 4), Reason.MISSED, "missed"),
        (date(2025, 6, 1), Reason.MISSED, "missed for 30 days"),
    ],
)
def test_the_first_word_is_the_highest_step_reached(today: date, reason: Reason, step: str) -> None:
    found = decided(clock(today=today), [], today)
    assert (found.reason, found.step, found.days_late) == (reason, step, 0)


@pytest.mark.parametrize(
    ("kind", "bound", "today", "reason"),
    [
        (RuleKind.DEADLINE, Party.CUSTOMS, date(2025, 3, 3), Reason.REMINDER),
        (RuleKind.DEADLINE, Party.CUSTOMS, date(2025, 3, 4), Reason.MISSED),
        (RuleKind.TARGET, Party.CUSTOMS, date(2025, 3, 4), Reason.MISSED),
        (RuleKind.RIGHT, Party.RECORDKEEPER, date(2025, 3, 2), Reason.RIGHT_OPENED),
        (RuleKind.RIGHT, Party.CUSTOMS, date(2025, 3, 2), Reason.RIGHT_OPENED),
        (RuleKind.THRESHOLD, Party.RECORDKEEPER, date(2025, 2, 21), Reason.THRESHOLD_NEAR),
        (RuleKind.THRESHOLD, Party.RECORDKEEPER, date(2025, 3, 2), Reason.IN_GAP),
        (RuleKind.THRESHOLD, Party.RECORDKEEPER, date(2025, 3, 3), Reason.THRESHOLD_CROSSED),
        (RuleKind.RETENTION, Party.RECORDKEEPER, date(2025, 3, 4), Reason.ALREADY_TOLD),
        (RuleKind.LOOKBACK, Party.CUSTOMS, date(2025, 3, 4), Reason.ALREADY_TOLD),
    ],
)
def test_what_a_day_means_depends_on_the_kind_and_on_whom_it_binds(
    kind: RuleKind, bound: Party, today: date, reason: Reason
) -> None:
    watched = clock(kind, bound, today=today)
    assert decided(watched, [told(watched, Reason.DEADLINE_SET, START)], today).reason is reason


def test_nothing_is_said_twice() -> None:
    today = date(2025, 2, 28)
    watched = clock(today=today)
    found = decided(watched, [told(watched, Reason.DUE_NOW, today, "last safe day")], today)
    assert (found.reason, found.step) == (Reason.ALREADY_TOLD, "")


def test_a_day_moved_there_and_back_is_told_each_time() -> None:
    today = date(2025, 1, 10)
    watched, other = clock(today=today), "2025-04-01"
    heard = [told(watched, Reason.DEADLINE_SET, START), Told(other, "moved", Reason.MOVED, START)]
    back = decided(watched, heard, today)
    assert (back.reason, back.step, back.previous) == (Reason.MOVED, "moved #2", other)


@pytest.mark.parametrize(
    ("today", "then"),
    [
        (date(2025, 1, 10), Reason.ALREADY_TOLD),
        (date(2025, 2, 28), Reason.DUE_NOW),
        (date(2025, 3, 3), Reason.IN_GAP),
        (date(2025, 3, 10), Reason.MISSED),
    ],
)
def test_a_day_moved_into_the_past_is_not_only_moved(today: date, then: Reason) -> None:
    watched = clock(today=today)
    heard = [Told("2025-06-30", "set", Reason.DEADLINE_SET, START)]
    first = decided(watched, heard, today)
    heard.append(Told(first.due, first.step, first.reason, today))
    second = decided(watched, heard, today)
    assert (first.reason, second.reason) == (Reason.MOVED, then)
    heard.append(Told(second.due, second.step, second.reason, today))
    assert decided(watched, heard, today).reason.is_silence


def test_a_clock_that_runs_again_is_told_anew() -> None:
    today = date(2025, 1, 10)
    watched = clock(today=today)
    heard = [
        told(watched, Reason.DEADLINE_SET, START, "set"),
        told(watched, Reason.WITHDRAWN, START, "withdrawn"),
    ]
    found = decided(watched, heard, today)
    assert (found.reason, found.step) == (Reason.DEADLINE_SET, "set #2")


@pytest.mark.parametrize(
    ("heard", "reason"),
    [([], Reason.NOT_YET), ([Reason.DEADLINE_SET], Reason.ALREADY_TOLD), ([Reason.MISSED], Reason.MET)],
)
def test_met_is_for_those_who_were_alarmed(heard: list[Reason], reason: Reason) -> None:
    today = date(2025, 3, 10)
    watched = clock(today=today, settled=(Status.MET_LATE, date(2025, 3, 9)))
    assert decided(watched, [told(watched, each, START) for each in heard], today).reason is reason


def test_withdrawn_is_for_everybody_who_was_told() -> None:
    today = date(2025, 1, 10)
    watched = clock(today=today, withdrawn=True)
    assert decided(watched, [], today).reason is Reason.NOT_YET
    found = decided(watched, [told(watched, Reason.DEADLINE_SET, START)], today)
    assert (found.reason, found.previous) == (Reason.WITHDRAWN, watched.due)


def test_what_has_happened_by_itself_is_not_met() -> None:
    today = date(2025, 3, 10)
    watched = clock(RuleKind.THRESHOLD, today=today, settled=(Status.CROSSED, ROLLED))
    assert decided(watched, [], today).reason is Reason.THRESHOLD_CROSSED
