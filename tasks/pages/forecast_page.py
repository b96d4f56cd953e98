"""The page of the alerts to come."""

from collections.abc import Sequence
from itertools import groupby

from models.in_words import short_date, spaced
from models.law.printing import NOT_ADVICE, markdown_table
from notifications.policy.forecast import Foreseen
from tasks.pages.markdown import safe

_LONGEST = 1000
"""Alerts that the page shows."""


def forecast_page(found: Sequence[Foreseen], of_what: str) -> str:
    """Every alert by month, with its date, its deadline, and whom it reaches by which channel."""
    parts = [
        f"# Upcoming alerts: {safe(of_what)}",
        "These alerts come if you record nothing else. The list leaves out digests.",
    ]
    for month, alerts in groupby(found[:_LONGEST], key=lambda each: each.on.strftime("%B %Y")):
        parts += [
            f"## {month}",
            markdown_table(("Date", "Deadline and alert", "Contact"), [_row(each) for each in alerts]),
        ]
    if not found:
        parts.append("No upcoming alerts.")
    if len(found) > _LONGEST:
        parts.append(f"And {len(found) - _LONGEST:,} more.")
    return "\n\n".join([*parts, f"*{NOT_ADVICE}*", ""])


def _row(each: Foreseen) -> tuple[str, str, str]:
    what = f"{safe(each.docket_number)}: {safe(each.clock)}<br>{each.step} ({spaced(each.reason)})"
    return short_date(each.on), what, f"{safe(each.contact)}<br>by {safe(each.channel)}"
