"""Reads what a contact's morning digest says, and claims it once for each business day."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.record.contacts import accounts_of
from models.record.controls import told_of
from models.record.own_deadlines import open_owns
from models.record.receipts import last_receipt
from models.record.tables.alerts import UNSENT, Alert, Contact, Message, MessageState
from models.record.tables.dockets import Account, Deadline, Matter
from models.wall_clock import moment, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.policy.working_hours import Hours, digest_day
from notifications.wording.digest import Running, digest_message, is_pressing
from notifications.wording.message import Message as Words
from notifications.wording.own_deadline import NOT_LAW, end_url
from tasks.alerts.alert_key import key_of
from tasks.alerts.deadline_view import state_of
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.own_deadlines import own_state

SUBJECT = "digest"


def due_digest(office: OfficeContext, contact: Contact, *, is_crowd: bool) -> date | None:
    """The day of the digest that a contact is owed now; None where it is decided, or its time has not come.

    It goes out when their work begins; earlier that day where so much came up that it would be two.
    """
    if not contact.wants_digest or contact.left_at is not None:
        return None
    hours = Hours.read(contact.timezone, contact.works_from, contact.works_to)
    day = digest_day(office.now, hours, office.calendar)
    if day is None and is_crowd:
        local = today_in(contact.timezone, office.now)
        day = None if office.calendar.is_closed(local) else local
    return None if day is None or contact.digest_on == day else day


def digest_words(
    session: Session, office: OfficeContext, contact: Contact, day: date, news: Sequence[Words]
) -> Words | None:
    """The digest; None where nothing runs for the contact's importers and nothing is new."""
    running = [*_running(session, office, contact), *_running_owns(session, office, contact)]
    if not news and not _says_something(office, running, day):
        return None
    key = key_of(SUBJECT, contact, decision_of(day))
    return digest_message(key, day, running, news, foot=_foot(session, contact.timezone), links=office.links)


def _says_something(office: OfficeContext, running: Sequence[Running], day: date) -> bool:
    """Whether there is anything to say: something pressing, or, once a week, that nothing is."""
    is_first_of_week = office.calendar.back(day - timedelta(days=1)) < day - timedelta(days=day.weekday())
    return bool(running) and (is_first_of_week or is_pressing(running))


def supersede(session: Session, contact: Contact) -> None:
    """A digest that could not be delivered is no use beside a newer one, unless alerts went into it."""
    unsent = select(Message).where(
        Message.contact_id == contact.id,
        col(Message.state).in_(UNSENT),
        col(Message.id).in_(select(Alert.message_id).where(Alert.subject == SUBJECT)),
    )
    for message in session.exec(unsent).all():
        parts = session.exec(select(Alert.subject).where(Alert.message_id == message.id)).all()
        if set(parts) == {SUBJECT}:
            message.state = MessageState.VOID
            session.add(message)


def decision_of(day: date) -> Decision:
    """The digest as what is to be told."""
    return Decision(reason=Reason.DIGEST, step="digest", due=day.isoformat())


def _running(session: Session, office: OfficeContext, contact: Contact) -> list[Running]:
    theirs = [account.id for account in accounts_of(session, contact)]
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(
            col(Account.id).in_(theirs),
            col(Deadline.withdrawn).is_(False),
            col(Deadline.settled_on).is_(None),
            *told_of(session),
        )
        .order_by(col(Deadline.strict_on), col(Deadline.id))
    )
    rows = session.exec(wanted).all()
    with_forms = len(rows) <= _WITH_FORMS
    return [
        Running(
            watched=state_of(row),
            docket_number=matter.docket_number,
            importer=account.name,
            title=row.title,
            citation=row.citation,
            today=today_in(matter.timezone, office.now),
            url=_record(office, matter) if with_forms else "",
        )
        for row, matter, account in rows
    ]


def _record(office: OfficeContext, matter: Matter) -> str:
    return office.links.record(matter.lifecycle, matter.docket_number, matter_id=matter.id)


def _running_owns(session: Session, office: OfficeContext, contact: Contact) -> list[Running]:
    """The deadlines that the office set itself for the contact's importers, each marked as not law."""
    found = []
    for own, matter, account in open_owns(session, [each.id for each in accounts_of(session, contact)]):
        today = today_in(matter.timezone, office.now)
        found.append(
            Running(
                watched=own_state(own, matter, today),
                docket_number=matter.docket_number,
                importer=account.name,
                title=own.row.title,
                citation=NOT_LAW.capitalize(),
                today=today,
                url=end_url(office.links, matter.docket_number, own.row.id, matter_id=matter.id),
            )
        )
    return found


_WITH_FORMS = 50
"""Up to so many clocks, each has its form beside it; more of them would make a mail that no server takes."""


def _foot(session: Session, timezone: str) -> str:
    """The head of the chain of receipts, so that a copy of it exists outside."""
    receipt = last_receipt(session)
    if receipt is None:
        return "Landwaiter has recorded no check of the deadlines yet."
    at = moment(receipt.at, timezone)
    return f"Receipt {receipt.seq} of the deadline checks, {at}: {receipt.hash}"
