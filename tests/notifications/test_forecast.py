"""What is foreseen of one clock for one person is what the policy then says, day by day."""

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
from notifications.policy.decide import Hearing, decide, hearing
from notifications.policy.forecast import Foreseen, Outlook, difference, foresee
from notifications.policy.ladders import own_ladders
from notifications.policy.pauses import Hold, HoldKind
from notifications.policy.reasons import Reason
from notifications.policy.steps import steps_of

TODAY = date(2025, 1, 6)
LAST_DAY = date(2025, 3, 2)
UNTIL = TODAY + timedelta(days=400)
HELD = list(Role)


def clock(
    kind: RuleKind = RuleKind.DEADLINE, bound: Party = Party.RECORDKEEPER, gap: int = 1
) -> DeadlineState:
    lenient = LAST_DAY + timedelta(days=gap)
    acts = bound is Party.RECORDKEEPER and (kind.is_answered or kind is RuleKind.THRESHOLD)
    return DeadlineState(
        kind=kind,
        bound=bound,
        strict_on=LAST_DAY,
        lenient_on=lenient,
        act_by=date(2025, 2, 28) if acts else None,
        status=status_on(kind, LAST_DAY, lenient, TODAY),
        set_on=TODAY,
    )


def seen(watched: DeadlineState, role: Role, holds: list[Hold]) -> tuple[Outlook, Hearing]:
    ladder = own_ladders().by_kind[watched.kind, watched.bound]
    steps = steps_of(watched, ladder, Calendar(()))
    own = hearing("Ann", role, watched, steps, ladder=ladder, held=HELD, holds=holds)
    return Outlook(watched=watched, steps=steps, holds=holds), own


def lived(outlook: Outlook, own: Hearing, muted_until: date | None = None) -> list[tuple[date, Decision]]:
    """Every day is looked at, as often as anything is said."""
    heard: list[Told] = []
    found: list[tuple[date, Decision]] = []
    for number in range((UNTIL - TODAY).days + 1):
        day = TODAY + timedelta(days=number)
        muted = muted_until is not None and day < muted_until
        decision = decide(outlook.on(day), heard, replace(own, muted=muted), day)
        while not decision.reason.is_silence:
            heard.append(Told(decision.due, decision.step, decision.reason, day))
            found.append((day, decision))
            decision = decide(outlook.on(day), heard, replace(own, muted=muted), day)
    return found


def hold(kind: HoldKind, since: int, until: int) -> Hold:
    return Hold(
        number=1,
        kind=kind,
        by="Ann",
        role=Role.OWNER,
        due=clock().due,
        since=TODAY + timedelta(days=since),
        until=TODAY + timedelta(days=until),
    )


HOLDS = st.lists(st.builds(hold, st.sampled_from(HoldKind), st.just(0), st.integers(0, 120)), max_size=1)


@given(
    kind=st.sampled_from(RuleKind),
    bound=st.sampled_from(Party),
    role=st.sampled_from(Role),
    gap=st.integers(0, 4),
    holds=HOLDS,
)
@settings(max_examples=200, deadline=None)
def test_what_is_foreseen_is_what_the_days_then_bring(
    kind: RuleKind, bound: Party, role: Role, gap: int, holds: list[Hold]
) -> None:
    outlook, own = seen(clock(kind, bound, gap), role, holds)
    assert foresee(outlook, [], own, TODAY, UNTIL) == lived(outlook, own)


@given(role=st.sampled_from(Role), muted=st.integers(1, 200))
@settings(max_examples=50, deadline=None)
def test_what_is_muted_is_foreseen_for_the_day_on_which_it_is_muted_no_more(role: Role, muted: int) -> None:
    outlook, own = seen(clock(), role, [])
    until = TODAY + timedelta(days=muted)
    foreseen = foresee(replace(outlook, muted=[(TODAY, until)]), [], own, TODAY, UNTIL)
    assert foreseen == lived(outlook, own, until)


def test_nothing_is_foreseen_beyond_the_day_that_is_asked_for() -> None:
    outlook, own = seen(clock(), Role.OWNER, [])
    whole = foresee(outlook, [], own, TODAY, UNTIL)
    for until in {on for on, _ in whole}:
        assert foresee(outlook, [], own, TODAY, until) == [each for each in whole if each[0] <= until]


def test_what_was_told_is_not_foreseen_again() -> None:
    outlook, own = seen(clock(), Role.OWNER, [])
    (first_on, first), *rest = foresee(outlook, [], own, TODAY, UNTIL)
    told = [Told(first.due, first.step, first.reason, first_on)]
    assert foresee(outlook, told, own, TODAY, UNTIL) == rest


@pytest.mark.parametrize("status", [Status.MET, Status.MET_LATE])
def test_of_a_clock_that_is_over_nothing_more_comes(status: Status) -> None:
    outlook, own = seen(replace(clock(), status=status, settled_on=TODAY), Role.OWNER, [])
    assert foresee(outlook, [], own, TODAY, UNTIL) == []


def test_a_clock_whose_status_hangs_on_more_than_days_stays_as_it_stands() -> None:
    outlook, own = seen(replace(clock(), status=Status.AMBIGUOUS), Role.OWNER, [])
    reasons = {each.reason for _, each in foresee(replace(outlook, by_days=False), [], own, TODAY, UNTIL)}
    assert Reason.IN_DOUBT in reasons
    assert Reason.MISSED not in reasons


def foreseen(on: date, step: str = "set", channel: str = "ann") -> Foreseen:
    return Foreseen(
        on=on,
        docket_number="SUM-1",
        clock="SUM-02 Appear",
        contact="Ann",
        channel=channel,
        step=step,
        reason="deadline_set",
    )


def test_the_difference_is_what_no_longer_comes_and_what_comes_instead_by_day() -> None:
    days = [TODAY + timedelta(days=number) for number in range(4)]
    before = [foreseen(day) for day in days]
    elsewhere, opens = foreseen(days[3], channel="desk"), foreseen(days[1], "open")
    after = [elsewhere, before[0], opens, before[2]]
    gone, come = difference(before, after)
    assert gone == [foreseen(days[1]), foreseen(days[3])]
    assert come == [opens, elsewhere]
    assert difference(before, list(reversed(before))) == ([], [])


def test_an_alert_to_come_is_one_line() -> None:
    said = "Mon, Jan 6, 2025: Ann by ann: SUM-1, SUM-02 Appear: set (deadline set)"
    assert foreseen(TODAY).words == said
