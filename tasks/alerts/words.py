"""Puts alerts into words when their message is put together: the facts that were kept, and the record now."""

from collections.abc import Mapping, Sequence

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.record.docket_rows import docket_rows
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Matter
from notifications.wording.bare_message import bare_message
from notifications.wording.bundle import WITH_LINKS
from notifications.wording.head import FACTS, head_of
from notifications.wording.links import Links
from notifications.wording.message import Message as Words
from tasks.alerts.alert_facts import facts_of
from tasks.alerts.deadline_alert import Asked, Shown, deadline_words
from tasks.alerts.deadline_view import subject_of
from tasks.alerts.matter_context import MatterContext, matter_contexts
from tasks.alerts.office_context import OfficeContext
from tasks.record.docket_words import cause_words

_PAGE = 500
"""Matters read at once."""

_WHOLE = Shown(reasons=True, links=True)


def words_of(session: Session, office: OfficeContext, contact: Contact, alert: Alert) -> Words:
    """An alert to a contact with all that it says: for a message of its own."""
    (words,) = _worded(session, office, contact, [alert], _WHOLE)
    return words


def items_of(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert]
) -> list[Words]:
    """What alerts say in a message of many, in their order: no reasons, and forms beside the first few."""
    shown = Shown(reasons=False, links=len(alerts) <= WITH_LINKS)
    return _worded(session, office, contact, alerts, shown)


def _worded(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert], shown: Shown
) -> list[Words]:
    contexts = _contexts(session, office, [alert for alert in alerts if FACTS in alert.content])
    return [
        _composed(session, contact, alert, contexts[alert.matter_id], shown, office.links)
        if FACTS in alert.content
        else Words.from_json(alert.content)
        for alert in alerts
    ]


def _contexts(
    session: Session, office: OfficeContext, alerts: Sequence[Alert]
) -> Mapping[int | None, MatterContext | str]:
    """The matters of the alerts by their ids; why not, where they cannot be read."""
    ids = sorted({alert.matter_id for alert in alerts if alert.matter_id is not None})
    found: dict[int | None, MatterContext | str] = {}
    for place in range(0, len(ids), _PAGE):
        page = ids[place : place + _PAGE]
        wanted = select(Matter).where(col(Matter.id).in_(page)).order_by(col(Matter.id))
        try:
            contexts = matter_contexts(session, docket_rows(session, session.exec(wanted).all()), office)
        except SQLAlchemyError:
            raise
        except Exception as error:
            found |= dict.fromkeys(page, cause_words(error))
        else:
            found |= {context.matter.id: context for context in contexts}
    return found


def _composed(
    session: Session,
    contact: Contact,
    alert: Alert,
    context: MatterContext | str,
    shown: Shown,
    links: Links,
) -> Words:
    """The words of an alert; whatever stands in their way, it goes out, by its subject alone."""
    head = head_of(alert.content)
    if isinstance(context, str):
        return bare_message(head, context, links=links)
    try:
        if all(each.id != contact.id for each in context.contacts):
            return bare_message(head, "you no longer get alerts for this importer", links=links)
        facts = facts_of(alert.content[FACTS])
        asked = Asked(
            contact=contact, head=head, facts=facts, told_on=alert.told_on, claimed_at=alert.claimed_at
        )
        row = next(each for each in context.docket.deadlines if subject_of(each) == alert.subject)
        return deadline_words(session, context, row, asked, shown)
    except SQLAlchemyError:
        raise
    except Exception as error:
        return bare_message(head, cause_words(error), links=links)
