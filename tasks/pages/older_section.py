"""The older alerts that wait for the office's answer, for the board."""

from models.in_words import sentence
from models.law.printing import markdown_table
from models.wall_clock import moment
from notifications.wording.links import Links
from tasks.delivery.older_rest import Older
from tasks.pages.markdown import safe


def older_section(older: Older, links: Links) -> list[str]:
    """The section of the board; nothing where none waits."""
    if not older.first:
        return []
    form = links.form("answer-older-alerts", {"older": {}})
    many = sentence(older.all.of("alert"))
    said = (
        f"{many} arose from an import, or while Landwaiter was not running. Nothing "
        f"here is due or overdue. [Send them now, or leave them out]({form}). Otherwise they are sent at:"
    )
    rows = [
        (safe(contact.name), moment(alert.not_before, contact.timezone), safe(str(alert.content["subject"])))
        for alert, contact in older.first
    ]
    rest = older.all.but(len(rows))
    table = markdown_table(("To", "Sent at", "Alert"), rows)
    return ["## Older alerts, waiting for your answer", said, table, *([f"And {rest} more."] if rest else [])]
