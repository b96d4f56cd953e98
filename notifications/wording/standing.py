"""Where a deadline stands on the day of a message, and what its dates are called. Pure."""

from datetime import date

from models.in_words import long_date
from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.reasons import Reason

AHEAD = (Reason.DEADLINE_SET, Reason.REMINDER, Reason.ESCALATED, Reason.MOVED)
"""The reasons that say no more than that there is a date; what they ask depends on where it stands."""

_PASSED = {
    Status.MISSED: Reason.MISSED,
    Status.CROSSED: Reason.THRESHOLD_CROSSED,
    Status.OPEN: Reason.RIGHT_OPENED,
}
_OTHERS = {Party.CUSTOMS: "CBP", Party.COURT: "the court", Party.OTHER: "the other party"}


def as_it_stands(told: Reason, watched: DeadlineState, today: date) -> Reason:
    """The reason that is true today: news of a date that is here, or has passed, is more than news."""
    if told not in AHEAD:
        return told
    if watched.status in _PASSED:
        return _PASSED[watched.status]
    in_gap = is_ours(watched) and watched.kind.is_answered and watched.strict_on < today <= watched.lenient_on
    return Reason.IN_GAP if in_gap else told


def is_ours(watched: DeadlineState) -> bool:
    """Whether the reader's side must act, or may."""
    return watched.bound is Party.RECORDKEEPER


def who_acts(watched: DeadlineState) -> str:
    """Whose deadline it is, within a sentence."""
    return _OTHERS.get(watched.bound, "you")


def named_day(watched: DeadlineState) -> date:
    """The date that stands in the first words: the earlier, but records are kept through the later one."""
    return watched.lenient_on if watched.kind is RuleKind.RETENTION else watched.strict_on


def has_two_dates(watched: DeadlineState) -> bool:
    """Whether the law is unclear about the date."""
    return watched.strict_on != watched.lenient_on


def is_to_act_by(watched: DeadlineState, today: date) -> bool:
    """Whether the last safe day is today or ahead."""
    return watched.act_by is not None and today <= watched.act_by


def means(watched: DeadlineState) -> str:
    """What the dates are: *last day*, *you may file from*."""
    if watched.kind is RuleKind.RIGHT:
        return "you may file from" if is_ours(watched) else f"{who_acts(watched)} may act from"
    if watched.kind is RuleKind.RETENTION and not is_ours(watched):
        return "lasts through"
    return watched.kind.day_means


def earliest(watched: DeadlineState) -> str:
    """What the earlier of two dates is called: *earliest last day*."""
    return f"earliest {last(watched)}"


def latest(watched: DeadlineState) -> str:
    """What the later of two dates is called: *latest last day*."""
    return f"latest {last(watched)}"


def last(watched: DeadlineState) -> str:
    """The date as a noun: *last day*; *due date* of what recurs; *date* of what needs no answer."""
    if not watched.kind.is_answered:
        return "date"
    return "due date" if watched.kind is RuleKind.RECURRING else watched.kind.day_means


def first_upper(words: str) -> str:
    """The words as the beginning of a sentence or a label; CBP stays CBP."""
    return words[:1].upper() + words[1:]


def dated(watched: DeadlineState) -> str:
    """The date as a clause: *the last day is Friday, March 6, 2026*."""
    day, many = long_date(named_day(watched)), has_two_dates(watched)
    if watched.kind.is_answered:
        return f"the {earliest(watched) if many else last(watched)} is {day}"
    match watched.kind:
        case RuleKind.THRESHOLD:
            return f"this takes effect {'as early as' if many else 'on'} {day}"
        case RuleKind.RETENTION:
            return (
                f"keep the records through {day}" if is_ours(watched) else f"the period lasts through {day}"
            )
        case RuleKind.LOOKBACK:
            return f"this reaches back to {day}"
        case _:
            return f"{means(watched)} {day}"
