"""A clock of any kind and state as it is on a day, and what its owner should hear then."""

from datetime import date

from models.law.engine.answer import status_on
from models.law.engine.business_days import Calendar
from models.law.text.vocabulary import Party, RuleKind, Status
from models.roles import Role
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import Hearing, decide, hearing
from notifications.policy.ladders import Ladder, own_ladders
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step, steps_of

START = date(2025, 1, 6)
LAST_DAY = date(2025, 3, 2)
ROLLED = date(2025, 3, 3)
ACT_BY = date(2025, 2, 28)
CALENDAR = Calendar(())


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
    """A clock set on `START`; its last day is a Sunday, rolled to the Monday by the later reading."""
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


def ladder_of(watched: DeadlineState) -> Ladder:
    """The product's ladder for its kind and for whom it binds."""
    return own_ladders().by_kind[watched.kind, watched.bound]


def steps(watched: DeadlineState) -> list[Step]:
    """The steps of that ladder, with their days."""
    return steps_of(watched, ladder_of(watched), CALENDAR)


def heard_by_an_owner(watched: DeadlineState) -> Hearing:
    """What somebody hears who is all the chain there is."""
    held = [Role.OWNER]
    return hearing("Ann", Role.OWNER, watched, steps(watched), ladder=ladder_of(watched), held=held)


def decided(watched: DeadlineState, told: list[Told], today: date) -> Decision:
    """What an owner should hear who was told this before."""
    return decide(watched, told, heard_by_an_owner(watched), today)


def told(watched: DeadlineState, reason: Reason, on: date, step: str = "x") -> Told:
    """That somebody heard of the day as it is."""
    return Told(watched.due, step, reason, on)
