"""The page of a change of the law that waits for approval, as Markdown."""

from collections.abc import Sequence

from notifications.wording.links import Links
from tasks.alerts.law_change import LawChange
from tasks.pages.markdown import safe

_MOST = 500
"""Lines of one kind that the page shows."""


def law_change_page(change: LawChange, links: Links) -> str:
    """Every open deadline that it adds, moves, withdraws or ends, and the form that approves it."""
    form = links.form("approve-law-change", {"change": {"law": change.law}})
    parts = [
        f"# New version of the law: {change.law}",
        f"The change awaits approval: {change.in_short}. Until someone approves it, Landwaiter keeps "
        "tracking the dates it has announced, and still sends alerts about them. It announces no new or "
        "changed dates, and accepts no entries. "
        f"[Approve the change]({form})",
        *_section("Added", change.added),
        *_section("Moved", change.moved),
        *_section("Withdrawn", change.withdrawn),
        *_section("Reclassified", change.restated),
        *_section("Defects", change.defects),
        *_section("Upcoming alerts that change", change.alerts),
        *_section("Matters whose deadlines cannot be calculated under it", change.broken),
    ]
    return "\n\n".join(parts) + "\n"


def law_in_force_page(law: str, by: str) -> str:
    """That no change of the law awaits approval."""
    return f"# No change of the law awaits approval\n\nThe law {law} is in force. {safe(by)} approved it.\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    more = [f"- … and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return [f"## {title}: {len(lines)}", "\n".join([*(f"- {safe(line)}" for line in lines[:_MOST]), *more])]
