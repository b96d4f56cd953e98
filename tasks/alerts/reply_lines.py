"""What an alert says of the pause of its reminders, and the filled-in forms by which a contact replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.in_words import long_date
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Matter
from notifications.policy.deadline_state import Decision
from notifications.policy.pauses import LIMITS, Hold
from notifications.wording.links import Links
from notifications.wording.message import Line, Link

_FORMS = {
    "acknowledge": ("acknowledgement", "Acknowledge: say who will do what, and by when"),
    "snooze": ("snooze", "Snooze: pause my reminders until a date"),
    "reassign": ("reassignment", "Reassign: hand it to someone else"),
}
PAUSES = ("acknowledge", "snooze")
"""The forms that pause reminders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The deadline that a reply is to: what people call it, what alerts call it, its days as told."""

    name: str
    subject: str
    due: str


def reply_links(
    links: Links, matter: Matter, to: Answered, contact: Contact, *, forms: Sequence[str] = tuple(_FORMS)
) -> list[Link]:
    """The forms by which a contact replies to an alert about a deadline."""
    asked = {"matter": matter.docket_number, "clock": to.name, "name": contact.name}
    urls = {
        form: links.reply(form, {_FORMS[form][0]: asked}, matter_id=matter.id, subject=to.subject, due=to.due)
        for form in forms
    }
    return [Link(words=_FORMS[form][1], url=url) for form, url in urls.items()]


def pause_lines(hold: Hold | None, quiet_until: date | None, decision: Decision, today: date) -> list[Line]:
    """Who paused the reminders and through which day; or that the pause has just ended."""
    if hold is None or quiet_until is None:
        return []
    is_over = quiet_until < today
    its_own = (f"acknowledgement {hold.number} ", f"snooze {hold.number} ")
    if is_over and not decision.step.startswith(its_own):
        return []
    label = "Reminders were paused" if is_over else "Reminders paused"
    says = f"until {long_date(quiet_until)}; {hold.reason.value} by {hold.by} on {long_date(hold.since)}"
    if quiet_until < hold.until:
        says += f" (requested until {long_date(hold.until)}; {LIMITS})"
    return [Line(label=label, text=f"{says}. Next step: {hold.next_action}" if hold.next_action else says)]
