"""The summary of what was recorded as history: one message, when nothing more is being entered."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from models.record.tables.alerts import Alert, Contact
from notifications.wording.bundle import history_message
from notifications.wording.message import Message as Words
from tasks.alerts.office_context import OfficeContext

_AT_LATEST = timedelta(hours=4)
"""So long a summary waits at most for somebody who goes on entering history."""


def of_history(alerts: Sequence[Alert]) -> list[Alert]:
    """Those of the alerts that a summary of history says."""
    return [alert for alert in alerts if Words.from_json(alert.content).history]


def history_words(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert]
) -> Words | None:
    """The summary of these alerts; None where there are none, or where more is still being entered."""
    if not alerts or _awaits_more(session, office, contact, alerts):
        return None
    words = [Words.from_json(alert.content) for alert in alerts]
    return history_message(words, links=office.links) if len(words) > 1 else words[0]


def _awaits_more(session: Session, office: OfficeContext, contact: Contact, ready: Sequence[Alert]) -> bool:
    if min(alert.claimed_at for alert in ready) + _AT_LATEST <= office.now:
        return False
    waiting = select(Alert).where(
        Alert.contact_id == contact.id,
        col(Alert.message_id).is_(None),
        col(Alert.not_before) > office.now,
    )
    return bool(of_history(session.exec(waiting).all()))
