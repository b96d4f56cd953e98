"""The section of the law page on the proclaimed closures that the office added itself, as Markdown."""

from collections.abc import Sequence

from models.in_words import short_date
from models.law.printing import markdown_table
from models.record.closures import Closure
from models.record.tables.office import ProclaimedClosure
from models.wall_clock import moment
from tasks.pages.markdown import safe


def closures_section(closures: Sequence[Closure]) -> list[str]:
    """Each day with its order and who recorded it; those that were withdrawn with the reason."""
    rows = [
        (short_date(each.added.closed_on), safe(each.added.source), _by(each.added), _state(each))
        for each in closures
    ]
    return [
        "## Your proclaimed closures",
        "You added these days with the form **proclaim-closure**. On each, an order closes federal offices "
        "without making the day a holiday. Landwaiter counts each deadline both ways (A27): with the day as "
        "a business day, and with the day as a holiday. Landwaiter's own list is in "
        "`models/law/closures.toml`.",
        markdown_table(("Day", "Order", "Recorded", "Counts"), rows) if rows else "You added none.",
    ]


def _by(row: ProclaimedClosure) -> str:
    return f"by {safe(row.recorded_by)}<br>{moment(row.recorded_at)}"


def _state(each: Closure) -> str:
    row = each.withdrawn
    if row is None:
        return "both ways"
    order = f"<br>{safe(row.source)}" if row.source else ""
    return f"withdrawn {_by(row)}<br>{safe(row.reason)}{order}"
