"""What somebody should hear now: tables of cases, and laws over all days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.law.engine.answer import status_on
from models.law.engine.business_days import Calendar
from models.law.text.vocabulary import Party, RuleKind, Status
from models.roles import Role
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import Hearing, decide, hearing, next_look
from notifications.policy.ladders import Ladder, own_ladders
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step, steps_of

START = date(2025, 1, 6)
LAST_DAY = date(2025, 3, 2)
ROLLED = date(2025, 3, 3)
ACT_BY = date(2025, 2, 28)


def clock(
    kind: RuleKind = RuleKind.DEADLINE,
    bound: Party = Party.RECORDKEEPER,
    *,
    today: date,
    strict: date = LAST_DAY,
    lenient: date = ROLLED,
    settled: tuple[Status, date] | None = None,
    withdrawn: bool = False,
) -> DeadlineState:
    acts = bound is Party.RECORDKEEPER and (kind.is_answered or kind is RuleKind.THRESHOLD)
    status = settled[0] if settled else status_on(kind, strict, lenient, today)
    return DeadlineState(
        kind=kind,
        bound=bound,
        strict_on=strict,
        lenient_on=lenient,
        act_by=min(ACT_BY, strict) if acts else None,
        status=status,
        settled_on=settled[1] if settled else None,
        withdrawn=withdrawn,
        set_on=START,
    )


CALENDAR = Calendar(())


def ladder_of(watched: DeadlineState) -> Ladder:
    return own_ladders().by_kind[watched.kind, watched.bound]


def steps(watched: DeadlineState) -> list[Step]:
    return steps_of(watched, ladder_of(watched), CALENDAR)


def heard_by_an_owner(watched: DeadlineState) -> Hearing:
    """What somebody hears who is all the chain there is."""
    held = [Role.OWNER]
    return hearing("Ann", Role.OWNER, watched, steps(watched), ladder=ladder_of(watched), held=held)


def decided(watched: DeadlineState, told: list[Told], today: date) -> Decision:
    return decide(watched, told, heard_by_an_owner(watched), today)


def told(watched: DeadlineState, reason: Reason, on: date, step: str = "x") -> Told:
    return Told(watched.due, step, reason, on)


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


KINDS = st.sampled_from(list(RuleKind))
PARTIES = st.sampled_from(list(Party))
GAPS = st.integers(0, 4)
LOOKS = st.lists(st.integers(0, 200), max_size=40).map(sorted)


@given(kind=KINDS, bound=PARTIES, gap=GAPS, looks=LOOKS)
@settings(max_examples=400)
def test_whatever_days_are_skipped_each_step_is_told_at_most_once_and_the_last_one_is_reached(
    kind: RuleKind, bound: Party, gap: int, looks: list[int]
) -> None:
    heard: list[Told] = []
    lenient = LAST_DAY + timedelta(days=gap)
    for after in [*looks, 200]:
        today = START + timedelta(days=after)
        watched = clock(kind, bound, today=today, lenient=lenient)
        found = decided(watched, heard, today)
        if not found.reason.is_silence:
            heard.append(Told(found.due, found.step, found.reason, today))
        assert decided(watched, heard, today).reason.is_silence
    steps = [each.step for each in heard]
    assert len(steps) == len(set(steps))
    rungs = ladder_of(watched).rungs
    if rungs:
        # That a right is open is said before any reminder of it.
        assert heard[-1].step in (rungs[-1].step, *(["open"] if kind is RuleKind.RIGHT else []))
    else:
        assert steps == ["set"]


@given(kind=KINDS, bound=PARTIES, gap=GAPS, after=st.integers(0, 200))
@settings(max_examples=400)
def test_between_two_looks_nothing_changes(kind: RuleKind, bound: Party, gap: int, after: int) -> None:
    today = START + timedelta(days=after)
    lenient = LAST_DAY + timedelta(days=gap)
    watched = clock(kind, bound, today=today, lenient=lenient)
    first = decided(watched, [], today)
    heard = [Told(first.due, first.step, first.reason, today)]
    following = next_look(watched, steps(watched), [], today)
    until = following or today + timedelta(days=300)
    for day in range((until - today).days):
        then = today + timedelta(days=day)
        later = clock(kind, bound, today=then, lenient=lenient)
        assert later.status is watched.status
        assert decided(later, heard, then).reason.is_silence


def test_what_is_settled_or_withdrawn_is_not_looked_at_again() -> None:
    today = date(2025, 1, 10)
    met = clock(today=today, settled=(Status.MET, date(2025, 1, 9)))
    assert next_look(met, steps(met), [], today) is None
    gone = clock(today=today, withdrawn=True)
    assert next_look(gone, steps(gone), [], today) is None


def test_a_clock_that_stays_ambiguous_is_told_again_and_again_and_never_as_missed() -> None:
    heard: list[Told] = []
    for day in (ROLLED + timedelta(days=n) for n in range(1, 40)):
        watched = replace(clock(today=day), status=Status.AMBIGUOUS)
        decision = decided(watched, heard, day)
        if not decision.reason.is_silence:
            heard.append(Told(decision.due, decision.step, decision.reason, day))
    assert [(each.reason, (each.on - ROLLED).days) for each in heard] == [
        (Reason.IN_DOUBT, 1),
        (Reason.IN_DOUBT, 7),
        (Reason.IN_DOUBT, 30),
    ]
    assert all(each.reason.alarms for each in heard)
