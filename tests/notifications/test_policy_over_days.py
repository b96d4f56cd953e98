"""What somebody should hear over many days: each step once, nothing between two looks, doubt again."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import Told
from notifications.policy.decide import next_look
from notifications.policy.reasons import Reason
from tests.support.watched import LAST_DAY, ROLLED, START, clock, decided, ladder_of, steps

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
