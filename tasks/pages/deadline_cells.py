"""A stored deadline in the cells of a table, and the order of deadlines: the law's first, then by urgency."""

from collections.abc import Iterable

from models.in_words import short_date
from models.law.load import load_law
from models.law.text.vocabulary import RuleKind
from models.record.tables.dockets import Deadline
from tasks.record.deadline_words import day_means, status_words, whose

URGENCY = {"missed": 0, "crossed": 0, "ambiguous": 1, "open": 2, "pending": 3, "running": 3, "not_open": 4}
"""The statuses of open deadlines, the most pressing first."""


def no_law() -> list[str]:
    """The rules whose dates the law does not set."""
    law = load_law()
    return [rule.id for rule in law.rules.values() if rule.office or rule.kind is RuleKind.TARGET]


def in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    """What the law sets before your own settings; in each the most pressing first."""
    last = set(no_law())
    return sorted(
        rows,
        key=lambda row: (
            row.status not in URGENCY,
            row.rule in last,
            URGENCY.get(row.status, 9),
            row.strict_on,
            row.rule,
            row.id,
        ),
    )


def when(row: Deadline) -> str:
    """The days and the status, in short lines: a table's cells do not wrap."""
    kind, means = RuleKind(row.kind), day_means(row)
    earliest, latest = short_date(row.strict_on), short_date(row.lenient_on)
    if earliest == latest:
        lines = [f"{means} **{earliest}**"]
    elif kind is RuleKind.RETENTION:
        lines = [f"{means} **{latest}**", f"earliest reading {earliest}"]
    elif kind.is_answered:
        lines = [f"earliest {means} **{earliest}**", f"latest {means} {latest}"]
    else:
        lines = [f"{means} **{earliest}**", f"latest reading {latest}"]
    if row.act_by and row.settled_on is None:
        lines.append(f"act by **{short_date(row.act_by)}**")
    return "<br>".join([*lines, f"*{status_words(row)}*"])


def what(row: Deadline) -> str:
    """What it is, by which rule, and whose."""
    return f"{row.title}<br>{row.rule}, {row.citation}<br>*{whose(row)}*"
