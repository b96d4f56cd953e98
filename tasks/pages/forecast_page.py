"""The page of the alerts to come."""

from collections.abc import Sequence
from itertools import groupby

from models.law.printing import NOT_ADVICE, markdown_table
from notifications.policy.forecast import Foreseen
from tasks.pages.markdown import safe

_LONGEST = 1000
"""Alerts that the page shows."""


def forecast_page(found: Sequence[Foreseen], of_what: str) -> str:
    """Every alert by month, with its day, what it is of, and whom it reaches by which channel."""
    parts = [f"# Alerts to come: {safe(of_what)}", "If nothing else is recorded; digests are not listed."]
    for month, alerts in groupby(found[:_LONGEST], key=lambda each: each.on.strftime("%B %Y")):
        parts += [f"## {month}", markdown_table(("Day", "What", "Who"), [_row(each) for each in alerts])]
    if not found:
        parts.append("None.")
    if len(found) > _LONGEST:
        parts.append(f"And {len(found) - _LONGEST} more.")
    return "\n\n".join([*parts, f"*{NOT_ADVICE}*", ""])


def _row(each: Foreseen) -> tuple[str, str, str]:
    what = f"{safe(each.docket_number)}: {safe(each.clock)}<br>{each.step} ({each.reason.replace('_', ' ')})"
    return f"{each.on:%a} {each.on}", what, f"{safe(each.contact)}<br>by {safe(each.channel)}"
