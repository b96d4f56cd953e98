"""What is still owed in a matter when a deadline of it is over: *nothing more* is said only where nothing is.

A deadline that ends leaves behind what proves it, what it can still cost, and the other deadlines.
"""

from collections.abc import Sequence
from datetime import date

from models.in_words import counted, long_date, short_date
from models.law.exposure import CAPS
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.deadline_days import DeadlineDays
from models.record.tables.dockets import Deadline
from tasks.record.deadline_words import day_means

PRODUCTION = ("DEM-02", "DEM-05")
"""The time to produce, and the time as extended."""

NAMED = 3
"""So many other deadlines are named, the nearest first."""

_RUNS = (Status.PENDING, Status.AMBIGUOUS, Status.MISSED, Status.NOT_OPEN, Status.OPEN, Status.RUNNING)
_DONE = (Status.MET, Status.MET_IN_GAP, Status.MET_LATE, Status.USED)
_LET_GO = (Status.LIFTED, Status.STOPPED)
_LATE = (Status.MET_LATE, Status.MET_IN_GAP)


def still_owed(row: Deadline, rows: Sequence[Deadline], *, closed_on: date | None = None) -> tuple[str, ...]:
    """What stays to be done or can still come, as sentences; `rows` are all deadlines of the matter.

    `closed_on` is the day on which the matter was closed here, which ends no time of the law.
    """
    standing = [each for each in rows if not each.withdrawn]
    return (*time_left(row, closed_on), *_proof(row), *_exposure(standing), *_running(row, standing))


def is_late_production(row: DeadlineDays) -> bool:
    """Whether records were produced late, or perhaps late, so that a penalty can still come."""
    return row.rule in PRODUCTION and not row.withdrawn and Status(row.status) in _LATE


def exposure_words(row: Deadline) -> str:
    """How late the records were, and what that can still cost at most."""
    settled = row.settled_on or row.lenient_on
    if Status(row.status) is Status.MET_LATE:
        late = f"The records were late by {counted((settled - row.lenient_on).days, 'day')}"
    else:
        late = f"The records may have been late by {counted((settled - row.strict_on).days, 'day')}"
    willful, negligent = CAPS["willful"], CAPS["negligent"]
    return (
        f"{late}; a penalty can still come, at most ${willful.amount:,} or {willful.share:.0%} of the "
        "appraised value for each release, whichever is less, if the failure was willful, or "
        f"${negligent.amount:,} or {negligent.share:.0%}, whichever is less, if it was negligent. Duty at "
        "the general rate can come in addition (163.6(b)(2))."
    )


def time_left(row: Deadline, closed_on: date | None) -> list[str]:
    """That the time of the law runs on, where only the closing of the matter ended the deadline."""
    is_ahead = row.settled_on is not None and row.settled_on == closed_on and closed_on < row.lenient_on
    if not is_ahead or Status(row.status) not in _LET_GO or row.rule in load_law().office:
        return []
    if RuleKind(row.kind) is RuleKind.THRESHOLD:
        return [f"Closing the matter stops nothing: by law this takes effect on {long_date(row.strict_on)}."]
    if row.bound != Party.RECORDKEEPER:
        return []
    last = long_date(row.strict_on)
    return [f"Closing the matter ends the alerts, not the time: by law it runs through {last}."]


def _proof(row: Deadline) -> list[str]:
    """What the rule asks to keep or to record once it is met, or to do once it is lifted or stopped."""
    rule = load_law().rules.get(row.rule)
    if rule is None or row.withdrawn:
        return []
    words = rule.once_met if Status(row.status) in _DONE else ""
    if Status(row.status) in _LET_GO:
        words = rule.once_lifted
    return [words] if words else []


def _exposure(rows: Sequence[Deadline]) -> list[str]:
    return [exposure_words(each) for each in rows if is_late_production(each)]


def _running(row: Deadline, rows: Sequence[Deadline]) -> list[str]:
    """The other deadlines that run, or that were missed."""
    others = [each for each in rows if each.id != row.id and is_open(each)]
    if not others:
        return []
    others.sort(key=lambda each: (_next_day(each), each.rule))
    named = [f"{each.title} ({_when(each)})" for each in others[:NAMED]]
    more = len(others) - len(named)
    rest = f"; and {more:,} more" if more else ""
    return [f"Still open in this matter: {'; '.join(named)}{rest}."]


def is_open(row: Deadline) -> bool:
    """Whether a deadline still runs, was missed, or took effect; a period to keep or look back is none."""
    if row.withdrawn or RuleKind(row.kind) in (RuleKind.RETENTION, RuleKind.LOOKBACK):
        return False
    return row.status == Status.CROSSED or (row.settled_on is None and Status(row.status) in _RUNS)


def _next_day(row: Deadline) -> date:
    return row.act_by or row.strict_on


def _when(row: Deadline) -> str:
    if row.status == Status.MISSED:
        return f"overdue; the last day was {short_date(row.lenient_on)}"
    if row.status == Status.CROSSED:
        return f"took effect {short_date(row.lenient_on)}"
    if row.act_by is not None and row.bound == Party.RECORDKEEPER:
        return f"act by {short_date(row.act_by)}"
    return f"{day_means(row)} {short_date(row.strict_on)}"
