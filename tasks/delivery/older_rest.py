"""What presses nobody any more waits a business day for the office's answer, then comes as one digest.

So it is after an import, and where the record was away: a restored backup, or a machine that stood still.
Only what is over waits, and a right that opened before. All else goes out at once: what is ahead, due, past
the earliest date, or missed and not met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, func
from sqlmodel import Session, col, select

from models.record.amounts import Amount, amount_of
from models.record.database import transaction
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.alerts import Alert, Contact, Delivery, Message, MessageState
from models.record.tables.dockets import Deadline
from models.zones import instant_of, local_time
from notifications.policy.reasons import Reason
from notifications.policy.working_hours import Hours, reached_at
from notifications.wording.bare_message import bare_message
from notifications.wording.head import head_of
from notifications.wording.links import Links
from tasks.alerts.deadline_view import SUBJECT, state_of
from tasks.alerts.office_context import EVERY_MATTER, CatchingUp, OfficeContext

SHOWN = 50
"""Alerts that the board lists."""

_LEFT_OUT = "Nothing: this was not sent, because the answer was that everyone knows."

_AWAY = timedelta(days=1)
"""So long without a check, the record was away; checks that come more rarely may be two intervals late."""


def where_away(session: Session, now: datetime, every: timedelta) -> CatchingUp | None:
    """What a check catches up with at an instant; None where the last one is as recent as it should be."""
    last = last_receipt(session, ReceiptKind.SWEEP)
    was_away = last is not None and now - last.at > max(_AWAY, 2 * every)
    return EVERY_MATTER if was_away else None


def put_off(
    session: Session, office: OfficeContext, contact: Contact, alerts: Sequence[Alert]
) -> list[Alert]:
    """Lets wait what presses nobody, where the office catches up. Returns the alerts that go out now."""
    going: list[Alert] = []
    for alert in alerts:
        if head_of(alert.content).older or not office.catches_up(alert.matter_id) or _presses(session, alert):
            going.append(alert)
            continue
        alert.content = {**alert.content, "older": True}
        alert.not_before = _after_a_business_day(office, contact)
        session.add(alert)
    session.flush()
    return going


def waiting(session: Session, matter_id: int | None = None) -> list[Alert]:
    """The older alerts that wait for an answer, of one matter where one is named."""
    wanted = select(Alert).where(col(Alert.message_id).is_(None)).order_by(col(Alert.id))
    if matter_id is not None:
        wanted = wanted.where(Alert.matter_id == matter_id)
    return [alert for alert in session.exec(wanted).all() if head_of(alert.content).older]


@dataclass(frozen=True, slots=True)
class Older:
    """The first older alerts that wait for an answer, each with whom it is for, and how many wait in all."""

    first: Sequence[tuple[Alert, Contact]] = ()
    all: Amount = field(default_factory=Amount)


def older_alerts(session: Session) -> Older:
    """The older alerts of every matter, those that were claimed first in front."""
    wanted = select(Alert, Contact).join(Contact, col(Alert.contact_id) == Contact.id).where(*_waits())
    first = session.exec(wanted.order_by(col(Alert.id)).limit(SHOWN)).all()
    return Older(first, amount_of(session, select(Alert.id).where(*_waits())) if first else Amount())


def older_by_contact(session: Session) -> Sequence[tuple[str, int]]:
    """How many older alerts wait for each contact, by name."""
    wanted = select(Contact.name, func.count()).join(Alert, col(Alert.contact_id) == Contact.id)
    return session.exec(wanted.where(*_waits()).group_by(Contact.name).order_by(Contact.name)).all()


def newest_older(session: Session) -> int:
    """The id of the older alert that was claimed last of those that wait; 0 where none does."""
    return session.exec(select(func.max(Alert.id)).where(*_waits())).one() or 0


def _waits() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Alert.message_id).is_(None), col(Alert.content)["older"].as_boolean().is_(True)


def answer_for_older(
    engine: Engine, *, is_sent: bool, by: str, now: datetime, newest: int | None = None
) -> int:
    """Ends the wait: sent with the next telling, or left out as known. Returns of how many alerts.

    `newest`: the id of the newest that was shown to who answers; those that came since go on waiting.
    """
    with transaction(engine) as session:
        alerts = [each for each in waiting(session) if newest is None or each.id <= newest]
        for alert in alerts:
            if is_sent:
                alert.not_before = now
            else:
                _leave_out(session, alert, by, now)
            session.add(alert)
        return len(alerts)


def _leave_out(session: Session, alert: Alert, by: str, now: datetime) -> None:
    """Puts it on record as a message that nobody is sent, so that it is not told again."""
    message = Message(
        key=f"{head_of(alert.content).key} {MessageState.VOID} alert {alert.id}",
        contact_id=alert.contact_id,
        matter_id=alert.matter_id,
        content=bare_message(head_of(alert.content), _LEFT_OUT, links=Links(""), papers=()).to_json(),
        state=MessageState.VOID,
        leased_until=now,
        claimed_at=alert.claimed_at,
    )
    session.add(message)
    session.flush()
    said = f"left out: {by} answered that everyone knows"
    session.add(Delivery(message_id=message.id, channel="", ok=False, refused=True, detail=said, at=now))
    alert.message_id = message.id


def _presses(session: Session, alert: Alert) -> bool:
    """Whether it can still be missed, or was: not what is over, nor a right that stays open."""
    kind, _, number = alert.subject.partition(":")
    clock = session.get(Deadline, int(number)) if kind == SUBJECT else None
    if clock is None:
        return True
    watched = state_of(clock)
    return watched.leaves_exposure if watched.is_over else Reason(alert.reason) is not Reason.RIGHT_OPENED


def _after_a_business_day(office: OfficeContext, contact: Contact) -> datetime:
    """The same hour one whole business day on, within the contact's working hours."""
    here = local_time(office.now, contact.timezone)
    day = office.calendar.business_days(office.calendar.roll(here.date()), 1)
    hours = Hours.read(contact.timezone, contact.works_from, contact.works_to)
    then = instant_of(day, here.time().replace(microsecond=0), contact.timezone)
    return reached_at(then, hours, office.calendar, latest=None)
