"""A stored clock in the cells of a table, and the order of clocks: the law's first, then by urgency."""

from collections.abc import Iterable

from models.law.load import load_law
from models.law.text.vocabulary import RuleKind
from models.record.tables.dockets import Deadline

URGENCY = {"missed": 0, "crossed": 0, "ambiguous": 1, "open": 2, "pending": 3, "running": 3, "not_open": 4}
"""The statuses of clocks that run, the most pressing first."""


def no_law() -> list[str]:
    """The rules of which only an office says when."""
    law = load_law()
    return [rule.id for rule in law.rules.values() if rule.office or rule.kind is RuleKind.TARGET]


def in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    """What the law sets before what an office sets; in each the most pressing first."""
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
    kept = row.kind == RuleKind.RETENTION
    first, other = (row.lenient_on, row.strict_on) if kept else (row.strict_on, row.lenient_on)
    lines = [f"**{first}** {status(row)}", RuleKind(row.kind).day_means]
    if first != other:
        lines = [*lines, f"{'strict' if kept else 'lenient'}: {other}"]
    if row.act_by and row.settled_on is None:
        lines = [*lines, f"act by **{row.act_by}**"]
    return "<br>".join(lines)


def what(row: Deadline) -> str:
    """What it is, by which rule, and whose."""
    whose = {"recordkeeper": "yours", "customs": "Customs'"}.get(row.bound, row.bound)
    office = ", an office's number, not law" if row.rule in load_law().office else ""
    return f"{row.title}<br>{row.rule}, {row.citation}<br>*{whose}{office}*"


def status(row: Deadline) -> str:
    """The status in words, with the day it was settled."""
    return row.status.replace("_", " ") + (f" on {row.settled_on}" if row.settled_on else "")
