"""Puts alerts into words when their message is put together: the facts that were kept, and the record now."""

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.record.docket_rows import docket_rows
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Matter
from notifications.wording.bare_message import bare_message
from notifications.wording.bundle import WITH_LINKS
from notifications.wording.head import FACTS, Head, head_of
from notifications.wording.message import Message as Words
from tasks.alerts.alert_facts import facts_of
from tasks.alerts.deadline_alert import ClaimedAlert, Detail, deadline_words
from tasks.alerts.deadline_view import subject_of
from tasks.alerts.matter_context import MatterContext, matter_contexts
from tasks.alerts.office_context import OfficeContext
from tasks.record.docket_words import cause_words

_PAGE = 500
"""Matters read at once."""

Contexts = dict[int | None, MatterContext | str]
"""The matters of alerts by their ids; why not, where one cannot be read."""

_WHOLE = Detail(reasons=True, links=True)


def words_of(session: Session, office: OfficeContext, contact: Contact, alert: Alert) -> Words:
    """An alert to a contact with all that it says: for a message of its own."""
    (words,) = _worded(session, office, contact, [alert], _WHOLE)
    return words


def items_of(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert]
) -> list[Words]:
    """What alerts say in a message of many, in their order: no reasons, and forms beside the first few."""
    detail = Detail(reasons=False, links=len(alerts) <= WITH_LINKS)
    return _worded(session, office, contact, alerts, detail)


def _worded(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert], detail: Detail
) -> list[Words]:
    office = office.for_contact(contact)
    contexts = _contexts(session, office, [alert for alert in alerts if FACTS in alert.content])
    return [
        _composed(
            session,
            office,
            contact,
            alert,
            contexts.get(alert.matter_id, "its matter is not on record"),
            detail,
        )
        if FACTS in alert.content
        else Words.from_json(alert.content)
        for alert in alerts
    ]


def _contexts(session: Session, office: OfficeContext, alerts: Sequence[Alert]) -> Contexts:
    ids = sorted({alert.matter_id for alert in alerts if alert.matter_id is not None})
    found: Contexts = {}
    for place in range(0, len(ids), _PAGE):
        found |= _read(session, office, ids[place : place + _PAGE])
    return found


def _read(session: Session, office: OfficeContext, ids: Sequence[int]) -> Contexts:
    wanted = select(Matter).where(col(Matter.id).in_(ids)).order_by(col(Matter.id))
    try:
        contexts = matter_contexts(session, docket_rows(session, session.exec(wanted).all()), office)
    except SQLAlchemyError:
        raise
    except Exception as error:
        if len(ids) == 1:
            return {ids[0]: cause_words(error)}
        # One that cannot be read leaves the others as they are.
        return {id_: context for each in ids for id_, context in _read(session, office, [each]).items()}
    return {context.matter.id: context for context in contexts}


def _composed(
    session: Session,
    office: OfficeContext,
    contact: Contact,
    alert: Alert,
    context: MatterContext | str,
    detail: Detail,
) -> Words:
    """The words of an alert; whatever stands in their way, it goes out, by its subject alone."""
    head = head_of(alert.content)
    try:
        if isinstance(context, str):
            return _bare(office, head, context)
        if all(each.id != contact.id for each in context.contacts):
            return bare_message(head, _NOT_YOURS, links=office.links, papers=())
        rows = {subject_of(row): row for row in context.docket.deadlines}
        facts = facts_of(alert.content[FACTS])
        claimed = ClaimedAlert(
            contact=contact, head=head, facts=facts, told_on=alert.told_on, claimed_at=alert.claimed_at
        )
        return deadline_words(session, context, rows[alert.subject], claimed, detail)
    except SQLAlchemyError:
        raise
    except Exception as error:
        return _bare(office, head, cause_words(error))


def _bare(office: OfficeContext, head: Head, cause: str) -> Words:
    """The alert without its words; the run says why, once for all who get it."""
    why = f"{head.subject}: {cause.splitlines()[0]}"
    if why not in office.unworded:
        office.unworded.append(why)
    return bare_message(head, _FAULT, links=office.links, papers=head.papers)


_NOT_YOURS = "Nothing: you no longer get alerts for this importer."
_FAULT = (
    "Open Landwaiter and check this deadline now. "
    "A fault in Landwaiter keeps it from showing the details here."
)
