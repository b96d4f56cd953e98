"""A stored deadline in the words of pages and answers: what its days are, how it stands, whose it is."""

from collections.abc import Callable
from datetime import date, timedelta

from models.in_words import long_date, short_date, spaced
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.tables.dockets import Deadline

Written = Callable[[date], str]
"""How a date is written: `long_date` in sentences, `short_date` in tables."""

_DAY_MEANS = {
    RuleKind.DEADLINE: "last day",
    RuleKind.TARGET: "target date",
    RuleKind.RECURRING: "next due date",
    RuleKind.RIGHT: "you may file from",
    RuleKind.THRESHOLD: "takes effect on",
    RuleKind.RETENTION: "keep through",
    RuleKind.LOOKBACK: "reaches back to",
}
_OF_OTHERS = {RuleKind.RIGHT: "CBP may act from", RuleKind.RETENTION: "lasts through"}
"""Where it is not yours: each right in the law is yours or CBP's."""

_WHOSE = {
    Party.RECORDKEEPER: "yours",
    Party.CUSTOMS: "CBP's",
    Party.COURT: "the court's",
    Party.OTHER: "a third party's",
}
_SETTLED = {
    Status.MET: "done on {day}",
    Status.MET_IN_GAP: "done on {day}; unclear whether in time",
    Status.MET_LATE: "done late, on {day}",
    Status.LIFTED: "no longer applies since {day}",
    Status.USED: "filed on {day}",
    Status.LAPSED: "lapsed on {day}",
    Status.STOPPED: "stopped on {day}",
    Status.CROSSED: "took effect on {day}",
}
_RUNNING = {
    Status.NOT_OPEN: "not open yet",
    Status.KEEP: "running",
    Status.DISPOSABLE: "period over",
    Status.CROSSED: "took effect",
}


def day_means(row: Deadline) -> str:
    """What the days of a deadline are, such as *last day*."""
    kind = RuleKind(row.kind)
    means = {**_DAY_MEANS, **({} if _is_yours(row) else _OF_OTHERS)}
    return means[kind]


def days_in_words(row: Deadline) -> str:
    """Both readings in a sentence, or the one day: *earliest last day …, latest last day …*."""
    means, days = day_means(row), sorted({row.strict_on, row.lenient_on})
    if len(days) == 1:
        return f"{means} {long_date(days[0])}"
    earliest, latest = map(long_date, days)
    if RuleKind(row.kind).is_answered:
        return f"earliest {means} {earliest}, latest {means} {latest}"
    return f"{means} {earliest} at the earliest, {latest} at the latest"


def whose(row: Deadline) -> str:
    """Who must act, or may; and where you set the days yourself, that they are not law."""
    not_law = " (your own setting, not law)" if row.rule in load_law().office else ""
    return f"{_WHOSE[Party(row.bound)]}{not_law}"


def status_words(row: Deadline, written: Written = short_date) -> str:
    """How a deadline stands, with its day once it is settled. For people: files keep the bare status."""
    status, settled = Status(row.status), row.settled_on
    if status is Status.AMBIGUOUS:
        return _unclear(row, written)
    if settled is not None:
        said = "done on {day}" if status is Status.USED and not _is_yours(row) else _SETTLED.get(status, "")
        return (said or f"{spaced(status)} on {{day}}").format(day=written(settled))
    if status is Status.MISSED and not _is_yours(row):
        who = "CBP is overdue" if row.bound == Party.CUSTOMS else "overdue"
        return f"{who} since {written(row.lenient_on + timedelta(days=1))}"
    return _RUNNING.get(status, spaced(status))


def _unclear(row: Deadline, written: Written) -> str:
    """The law, or what is not on record, leaves it open."""
    of_itself = row.kind == RuleKind.THRESHOLD
    if row.kind == RuleKind.RIGHT:
        return f"may be open since {written(row.strict_on)}"
    if row.settled_on is not None:
        return f"{'stopped' if of_itself else 'done'} on {written(row.settled_on)}; unclear whether in time"
    if of_itself:
        return "unclear whether it took effect"
    return "unclear whether CBP is overdue" if row.bound == Party.CUSTOMS else "unclear whether missed"


def _is_yours(row: Deadline) -> bool:
    return row.bound == Party.RECORDKEEPER
