"""Undoes what happened while the system time was ahead: looks put off, pauses, alerts that were not true.

Nothing of a docket is touched: what was recorded stays as it was recorded.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import long_date
from models.record.change_log import changed
from models.record.contacts import everybody, look_again
from models.record.database import transaction
from models.record.matters import accounts
from models.record.office_settings import hash_in_force
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.alerts import (
    UNSENT,
    Acknowledgement,
    Alert,
    Contact,
    Message,
    MessageState,
    OwnAcknowledgement,
)
from models.record.tables.dockets import Deadline, Matter
from models.record.tables.office import OwnDeadline
from models.record.time_doubts import PATIENCE, time_doubts, time_part
from models.wall_clock import HOUSE_ZONE, Uptime, moment, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.head import head_of
from notifications.wording.links import Links
from notifications.wording.system_messages import retracted_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, claim
from tasks.alerts.deadline_view import SUBJECT
from tasks.alerts.evidence import EVIDENCE
from tasks.alerts.office_context import OfficeContext, office_context
from tasks.alerts.own_deadlines import OWN
from tasks.delivery.send import end_pauses

_BY_THE_DAY = (SUBJECT, OWN, EVIDENCE)
"""What is told because of the day: of it, what was told on a day that has not come is not true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRight:
    """What was undone: alerts that went out and are retracted, and alerts that were still to be sent."""

    retracted: int
    dropped: int


def confirm_time(
    engine: Engine, links: Links, *, today: date, by: str, uptime: Uptime | None, now: datetime
) -> SetRight:
    """Puts back whatever lies ahead of now, and retracts what was told there. Leaves a receipt.

    `today` is the date by another source. All is looked at again by the next look. Raises `RecordError` where
    nothing speaks against the time, and where the time is not right yet.
    """
    with transaction(engine) as session:
        _refuse_wrong_time(today, now)
        doubts = time_doubts(session, now, uptime)
        if not doubts:
            raise RecordError(
                f"Nothing speaks against the system time, {moment(now)}. Expected this form only after you "
                "set a wrong time right."
            )
        content = {"by": by, "settled": " ".join(doubts), **time_part(uptime, [])}
        receipt = append_receipt(session, ReceiptKind.TIME, content, hash_in_force(session), at=now)
        done = _retract(session, links, receipt.seq, now)
        _set_back(session, now)
        return done


def _refuse_wrong_time(today: date, now: datetime) -> None:
    """Confirmed while it is still wrong it would retract what is true."""
    if abs(today - now.date()) > timedelta(days=1):
        raise RecordError(
            f"The system time is {moment(now)}, but you entered {long_date(today)}. Set the machine's date "
            "and time right first."
        )


def _retract(session: Session, links: Links, seq: int, now: datetime) -> SetRight:
    """Undoes the alerts of a day that has not come: unsent they go, sent they are retracted."""
    ahead = select(Alert).where(col(Alert.claimed_at) > now + PATIENCE).order_by(col(Alert.id))
    retracted = dropped = 0
    told: dict[tuple[str, int], Alert] = {}
    for alert in session.exec(ahead).all():
        kind = alert.subject.partition(":")[0]
        if kind in _BY_THE_DAY and not Reason(alert.reason).ends_a_round:
            message = None if alert.message_id is None else session.get(Message, alert.message_id)
            if message is None or message.state != MessageState.SENT:
                _drop(session, alert, message)
                dropped += 1
                continue
            told[alert.subject, alert.contact_id] = alert
        alert.told_on, alert.claimed_at = min(alert.told_on, today_in(HOUSE_ZONE, now)), now
        alert.not_before = min(alert.not_before, now)
        session.add(alert)
    session.flush()
    office = office_context(session, links, now)
    for alert in told.values():
        _say_so(session, office, alert, seq)
        retracted += 1
    return SetRight(retracted=retracted, dropped=dropped)


def _drop(session: Session, alert: Alert, message: Message | None) -> None:
    """Takes an alert that nobody got out of its message; the others of the message are put together anew."""
    if message is not None and message.state in UNSENT:
        message.key = f"{message.key} {MessageState.VOID} {message.id}"
        message.state = MessageState.VOID
        for other in session.exec(select(Alert).where(Alert.message_id == message.id)).all():
            other.message_id = None
            session.add(other)
        session.add(message)
    session.delete(alert)
    session.flush()


def _say_so(session: Session, office: OfficeContext, alert: Alert, seq: int) -> None:
    """Claims that what somebody was told is not true; it ends the round, so that the truth is told anew."""
    matter = None if alert.matter_id is None else session.get(Matter, alert.matter_id)
    contact = session.get_one(Contact, alert.contact_id)
    decision = Decision(reason=Reason.RETRACTED, step=f"retracted {seq}", due=alert.due)
    telling = Telling(
        subject=alert.subject,
        decision=decision,
        matter_id=alert.matter_id,
        told_on=today_in(matter.timezone if matter else HOUSE_ZONE, office.now),
    )
    said = head_of(alert.content)
    theirs = office.for_contact(contact).links
    words = retracted_message(key_of(alert.subject, contact, decision), said, links=theirs)
    claim(session, office, telling, contact, words)


def _set_back(session: Session, now: datetime) -> None:
    """Has all that runs looked at again, and brings every day and instant ahead of now back to it."""
    today = today_in(HOUSE_ZONE, now)
    for account in accounts(session):
        look_again(session, account, now)
    days = (
        (Deadline, Deadline.looked_on),
        (Deadline, Deadline.set_on),
        (OwnDeadline, OwnDeadline.looked_on),
        (Acknowledgement, Acknowledgement.since),
        (OwnAcknowledgement, OwnAcknowledgement.since),
        (Contact, Contact.digest_on),
    )
    for table, day in days:
        set_back = update(table).where(col(day) > today).values({col(day): today})
        changed(session, set_back)
    for contact in everybody(session):
        end_pauses(session, contact, now)
    session.expire_all()
