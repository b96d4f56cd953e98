"""The summary of what was recorded as history, or waited for an answer: one message, when no more comes."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from models.record.tables.alerts import Alert, Contact
from notifications.wording.bundle import history_message, older_message
from notifications.wording.head import head_of
from notifications.wording.message import Message as Words
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.words import items_of, words_of

_AT_LATEST = timedelta(hours=4)
"""So long a summary waits at most for somebody who goes on entering history."""


def of_history(alerts: Sequence[Alert]) -> list[Alert]:
    """Those of the alerts that a summary says: of history, or older than what presses."""
    read = [(alert, head_of(alert.content)) for alert in alerts]
    return [alert for alert, head in read if head.history or head.older]


def history_words(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert]
) -> Words | None:
    """The summary of these alerts; None where there are none, or where more is still being entered."""
    if not alerts or _awaits_more(session, office, contact, alerts):
        return None
    if len(alerts) == 1:
        return words_of(session, office, contact, alerts[0])
    words = items_of(session, office, contact, alerts)
    summary = history_message if any(each.history for each in words) else older_message
    return summary(words, links=office.links)


def _awaits_more(session: Session, office: OfficeContext, contact: Contact, ready: Sequence[Alert]) -> bool:
    if min(alert.claimed_at for alert in ready) + _AT_LATEST <= office.now:
        return False
    waiting = select(Alert).where(
        Alert.contact_id == contact.id,
        col(Alert.message_id).is_(None),
        col(Alert.not_before) > office.now,
    )
    return bool(of_history(session.exec(waiting).all()))
