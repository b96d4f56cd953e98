"""The subject of a message: what it asks, the day, the deadline's title, the matter. Pure.

*ACTION by Fri, Mar 6: Produce the entry records (DEM-2026-014)*. A subject asks for an action where the
reader must do something now or by that day; what is only news is a notice; what is done says so.
"""

from datetime import date, timedelta

from models.in_words import spaced, subject_date
from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.moved import days_in_short, moved_in_short
from notifications.wording.standing import as_it_stands, earliest, is_ours, is_to_act_by, named_day

ACTION, NOTICE, DONE = "ACTION", "NOTICE", "DONE"

Opening = tuple[str, str, date]
"""What is asked, the words up to the title with `{day}` for the day, and that day."""


def subject(decision: Decision, watched: DeadlineState, title: str, docket_number: str, today: date) -> str:
    """The whole line."""
    asks, words, day = _opening(decision, watched, today)
    says = words.format(day=subject_date(day, today))
    if decision.reason is Reason.MOVED:
        says += f", {moved_in_short(decision.previous, watched, today)}"
    return f"{asks}{says}: {title} ({docket_number})"


def subject_day(decision: Decision, watched: DeadlineState, today: date) -> date:
    """The day that the subject names."""
    return _opening(decision, watched, today)[2]


def asks_for(subject_line: str) -> str:
    """What a subject asks; one of a former version, which does not say it, is taken to ask for an action."""
    first = subject_line.replace(",", " ").replace(":", " ").split(" ", 1)[0]
    return first if first in (NOTICE, DONE) else ACTION


def _opening(decision: Decision, watched: DeadlineState, today: date) -> Opening:
    if decision.reason is Reason.WITHDRAWN:
        return NOTICE, f", withdrawn (was {days_in_short(decision.previous, today)})", named_day(watched)
    if decision.reason is Reason.MET:
        return _at_the_end(watched)
    reason = as_it_stands(decision.reason, watched, today)
    if watched.kind in _OPENINGS:
        return _OPENINGS[watched.kind](reason, watched, today)
    return _answered(reason, watched, today)


def _at_the_end(watched: DeadlineState) -> Opening:
    settled = watched.settled_on or watched.lenient_on
    asks, words = _ENDS.get(watched.status, (NOTICE, f", {spaced(watched.status)} on {{day}}"))
    if watched.status is Status.USED and not is_ours(watched):
        asks, words = NOTICE, ", used on {day}"
    return asks, words, settled


_ENDS = {
    Status.MET: (DONE, " on {day}"),
    Status.MET_IN_GAP: (DONE, " on {day}, unclear whether in time"),
    Status.MET_LATE: (DONE, " late, on {day}"),
    Status.USED: (DONE, ", filed on {day}"),
    Status.LIFTED: (NOTICE, ", no longer applies as of {day}"),
    Status.AMBIGUOUS: (ACTION, ", may have ended on {day}"),
}


def _answered(reason: Reason, watched: DeadlineState, today: date) -> Opening:
    """A deadline, a target or a recurring one, of ours or of another party."""
    strict, overdue_since = watched.strict_on, watched.lenient_on + timedelta(days=1)
    ours = is_ours(watched)
    match reason:
        case Reason.MISSED:
            return ACTION, f", {_WHOSE.get(watched.bound, '')}overdue since {{day}}", overdue_since
        case Reason.IN_DOUBT:
            return ACTION, f", {_WHOSE.get(watched.bound, '')}may be overdue since {{day}}", overdue_since
        case Reason.IN_GAP:
            return ACTION, f", {earliest(watched)} was {{day}}", strict
        case _ if ours:
            return _by(watched, today)
        case Reason.DUE_NOW | Reason.ESCALATED:
            return ACTION, ", due {day}", strict
        case _:
            return NOTICE, ", due {day}", strict


_WHOSE = {Party.CUSTOMS: "CBP ", Party.COURT: "court "}


def _by(watched: DeadlineState, today: date) -> Opening:
    """The day by which we must act: the last safe one while it is ahead, then the date itself."""
    if watched.act_by is not None and is_to_act_by(watched, today):
        day = watched.act_by
    elif today <= watched.strict_on:
        day = watched.strict_on
    else:
        return ACTION, " now, date was {day}", watched.strict_on
    return ACTION, " today, {day}" if day == today else " by {day}", day


def _right(reason: Reason, watched: DeadlineState, _today: date) -> Opening:
    is_open = reason is Reason.RIGHT_OPENED
    is_asked = (is_open and is_ours(watched)) or reason in (Reason.ESCALATED, Reason.MISSED)
    words = ", open since {day}" if is_open else ", opens {day}"
    return ACTION if is_asked else NOTICE, words, watched.strict_on


def _threshold(reason: Reason, watched: DeadlineState, today: date) -> Opening:
    ours = is_ours(watched)
    match reason:
        case Reason.THRESHOLD_CROSSED:
            return ACTION if ours else NOTICE, ", took effect {day}", watched.lenient_on
        case _ if reason in _MAY_HAVE or watched.strict_on <= today < watched.lenient_on:
            return ACTION if ours else NOTICE, ", may have taken effect {day}", watched.strict_on
        case _ if ours:
            return _by(watched, today)
        case _:
            return NOTICE, ", takes effect {day}", watched.strict_on


_MAY_HAVE = (Reason.IN_GAP, Reason.IN_DOUBT, Reason.MISSED)


def _retention(reason: Reason, watched: DeadlineState, _today: date) -> Opening:
    words = ", keep through {day}" if is_ours(watched) else ", lasts through {day}"
    return ACTION if reason is Reason.ESCALATED else NOTICE, words, watched.lenient_on


def _lookback(_reason: Reason, watched: DeadlineState, _today: date) -> Opening:
    return NOTICE, ", reaches back to {day}", watched.strict_on


_OPENINGS = {
    RuleKind.RIGHT: _right,
    RuleKind.THRESHOLD: _threshold,
    RuleKind.RETENTION: _retention,
    RuleKind.LOOKBACK: _lookback,
}
