"""The first sentences of a message about a deadline: what it is, and where it stands. Pure."""

from datetime import date

from models.in_words import counted, long_date, spaced
from models.law.text.vocabulary import RuleKind, Status
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.moved import days, moved_in_full
from notifications.wording.standing import (
    as_it_stands,
    dated,
    earliest,
    has_two_dates,
    is_ours,
    is_to_act_by,
    last,
    latest,
    named_day,
    who_acts,
)

_NEW = {
    RuleKind.DEADLINE: "New deadline",
    RuleKind.TARGET: "New target date",
    RuleKind.RECURRING: "New recurring deadline",
    RuleKind.RIGHT: "New right",
    RuleKind.THRESHOLD: "New effective date",
    RuleKind.RETENTION: "New retention period",
    RuleKind.LOOKBACK: "New lookback period",
}
_ENDS = {
    Status.MET: "done on {day}",
    Status.MET_IN_GAP: "done on {day}; unclear whether in time",
    Status.MET_LATE: "done late, on {day}",
    Status.USED: "filed on {day}",
    Status.LIFTED: "this no longer applies as of {day}",
    Status.LAPSED: "this right lapsed on {day}",
    Status.STOPPED: "this was stopped on {day}",
    Status.AMBIGUOUS: "this may have ended on {day}; the law is unclear here",
}


def headline(decision: Decision, watched: DeadlineState, title: str, today: date) -> str:
    """What happened and when, in a sentence; where our own day is ahead, by when to act in another."""
    says = _says(decision, watched, title, today)
    if decision.reason.gives_act_by and watched.act_by is not None and _is_sooner(watched, today):
        says += f" Act by {long_date(watched.act_by)}."
    return says + late_words(decision)


def late_words(decision: Decision) -> str:
    """That an alert is late, as a sentence to follow others; empty where it is not."""
    if not decision.days_late:
        return ""
    late = counted(decision.days_late, "day")
    return f" This alert is {late} late because Landwaiter was not running on its date."


def _is_sooner(watched: DeadlineState, today: date) -> bool:
    """Whether the last safe day is still ahead, and comes before the date itself."""
    return is_to_act_by(watched, today) and watched.act_by != named_day(watched)


def _says(decision: Decision, watched: DeadlineState, title: str, today: date) -> str:
    match decision.reason:
        case Reason.DEADLINE_SET:
            return f"{_NEW[watched.kind]}: {title}; {_standing(watched, today)}."
        case Reason.REMINDER:
            return f"Reminder: {title}; {_standing(watched, today)}."
        case Reason.ESCALATED:
            happened = "was used" if watched.kind is RuleKind.RIGHT else "is done"
            why = f"Escalated because nothing on record shows that it {happened}"
            return f"{why}: {title}; {_standing(watched, today)}."
        case Reason.MOVED:
            return f"{title}: {moved_in_full(decision.previous, watched)}.{_passed_too(watched)}"
        case Reason.WITHDRAWN:
            what = _WITHDRAWN.get(watched.kind, "deadline")
            return (
                f"{title}: this {what} is withdrawn. {days(decision.previous)} no longer applies, because "
                "the record behind it changed."
            )
        case Reason.MET:
            return f"{title}: {ended(watched)}."
        case _:
            return f"{title}: {_alarm(decision.reason, watched, today)}."


_WITHDRAWN = {
    RuleKind.TARGET: "target date",
    RuleKind.RIGHT: "right",
    RuleKind.THRESHOLD: "effective date",
    RuleKind.RETENTION: "retention period",
    RuleKind.LOOKBACK: "lookback period",
}


def _passed_too(watched: DeadlineState) -> str:
    """That the new date has passed already, by every reading."""
    if watched.status is not Status.MISSED:
        return ""
    return f" The new {_last(watched)}, {long_date(watched.lenient_on)}, has passed too."


def _standing(watched: DeadlineState, today: date) -> str:
    """The date, or what has become of it where it is here or has passed."""
    reason = as_it_stands(Reason.REMINDER, watched, today)
    return dated(watched) if reason is Reason.REMINDER else _alarm(reason, watched, today)


def _alarm(reason: Reason, watched: DeadlineState, today: date) -> str:
    """What is true on the day; where we must act, that comes first."""
    strict, lenient = long_date(watched.strict_on), long_date(watched.lenient_on)
    match reason:
        case Reason.DUE_NOW:
            return _due_now(watched, today)
        case Reason.IN_GAP:
            return _in_gap(watched)
        case Reason.MISSED:
            overdue = "this is overdue" if is_ours(watched) else f"{who_acts(watched)} is overdue"
            return f"{overdue}; the {_last(watched)} was {lenient}"
        case Reason.IN_DOUBT if watched.kind is RuleKind.THRESHOLD:
            return (
                f"this may have taken effect on {lenient}. The law does not settle whether it did: see the "
                "reasons below"
            )
        case Reason.IN_DOUBT:
            whose = "this" if is_ours(watched) else who_acts(watched)
            return (
                f"{whose} may be overdue; the {_last(watched)} was {lenient}. Whether it was missed depends "
                "on facts that are not on record: see the reasons below"
            )
        case Reason.RIGHT_OPENED if today < watched.lenient_on and is_ours(watched):
            return (
                f"you may file now. Under one reading the right opened on {strict}; under the other it opens "
                f"on {lenient}"
            )
        case Reason.RIGHT_OPENED if is_ours(watched):
            return f"you may file now; the right opened on {strict}"
        case Reason.RIGHT_OPENED:
            return f"{who_acts(watched)} may act now; the right opened on {strict}"
        case Reason.THRESHOLD_CROSSED:
            return f"this took effect on {lenient}"
        case _:
            return dated(watched)


def _due_now(watched: DeadlineState, today: date) -> str:
    act_by = watched.act_by
    if not is_ours(watched) or act_by is None:
        return dated(watched)
    if act_by != today:
        return f"act now; the last safe day was {long_date(act_by)}, and {dated(watched)}"
    then = f"; {dated(watched)}" if act_by != watched.strict_on else ""
    return f"act today, {long_date(today)}, the last safe day{then}"


def _in_gap(watched: DeadlineState) -> str:
    strict, lenient = long_date(watched.strict_on), long_date(watched.lenient_on)
    if watched.kind is RuleKind.THRESHOLD:
        return (
            f"this may have taken effect on {strict}. Under the other reading it takes effect on {lenient}; "
            "do not rely on that"
        )
    rely = "; do not rely on it" if is_ours(watched) else ""
    return f"the {earliest(watched)}, {strict}, has passed. The {latest(watched)} is {lenient}{rely}"


def _last(watched: DeadlineState) -> str:
    """The later date by its name, where there are two."""
    return latest(watched) if has_two_dates(watched) else last(watched)


def ended(watched: DeadlineState) -> str:
    """How and when it ended: *done on Friday, March 6, 2026*."""
    settled = long_date(watched.settled_on or watched.lenient_on)
    if watched.status is Status.USED and not is_ours(watched):
        return f"used on {settled}"
    return _ENDS.get(watched.status, f"{spaced(watched.status)} on {{day}}").format(day=settled)
