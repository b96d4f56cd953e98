"""The older alerts that wait for the office's answer, for the board."""

from collections.abc import Sequence

from models.in_words import counted
from models.law.printing import markdown_table
from models.record.tables.alerts import Alert, Contact
from models.wall_clock import moment
from notifications.wording.links import Links
from tasks.pages.markdown import safe

_SHOWN = 50
"""Alerts that the board lists."""


def older_section(older: Sequence[tuple[Alert, Contact]], links: Links) -> list[str]:
    """The section of the board; nothing where none waits."""
    if not older:
        return []
    form = links.form("answer-older-alerts", {"older": {}})
    said = (
        f"{counted(len(older), 'alert')} arose from an import, or while Landwaiter was not running. Nothing "
        f"here is due or overdue. [Send them now, or leave them out]({form}). Otherwise they are sent at:"
    )
    rows = [
        (safe(contact.name), moment(alert.not_before, contact.timezone), safe(str(alert.content["subject"])))
        for alert, contact in older[:_SHOWN]
    ]
    more = [f"And {len(older) - _SHOWN:,} more."] if len(older) > _SHOWN else []
    table = markdown_table(("To", "Sent at", "Alert"), rows)
    return ["## Older alerts, waiting for your answer", said, table, *more]
