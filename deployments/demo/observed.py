"""What is seen of a story while it is lived: a mail as it came in, a silence, what people did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.record.database import transaction
from models.record.deadlines import deadlines_of
from models.record.tables.alerts import Alert, Contact
from models.record.tables.alerts import Message as Gathered
from models.record.tables.dockets import Deadline, Matter
from notifications.policy.deadline_state import Decision
from notifications.policy.pauses import holding
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import Message
from tasks.alerts.deadline_view import state_of, subject_of
from tasks.alerts.matter_context import Desk, desk_of
from tasks.alerts.office_context import house_of
from tasks.alerts.why_silent import silences
from tasks.record.deadline_name import clock_name


@dataclass(frozen=True, slots=True)
class Noted:
    """What people did, or what broke down."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that came in, with the alerts that are in it."""

    at: datetime
    contact: str
    mail: EmailMessage
    reasons: tuple[Reason, ...]
    words: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody to whom nothing was said of a clock at a look, and why."""

    at: datetime
    contact: str
    clock: str
    reason: Reason
    why: str


Seen = Noted | Came | Silent


def came(engine: Engine, mail: EmailMessage, at: datetime) -> Came:
    """A mail with what the record has of it, by the key in its head."""
    with transaction(engine) as session:
        key = str(mail["X-Landwaiter-Key"])
        row = session.exec(select(Gathered).where(Gathered.key == key)).one()
        in_it = select(Alert).where(Alert.message_id == row.id).order_by(col(Alert.id))
        alerts = session.exec(in_it).all()
        return Came(
            at=at,
            contact=session.get_one(Contact, row.contact_id).name,
            mail=mail,
            reasons=tuple(Reason(alert.reason) for alert in alerts),
            words=tuple(Message.from_json(alert.content) for alert in alerts),
        )


def silent(engine: Engine, looked: Sequence[int], at: datetime) -> list[Silent]:
    """Who heard nothing at a look of the clocks that run in the matters looked at."""
    if not looked:
        return []
    with transaction(engine) as session:
        house, found = house_of(session, Links(""), at), list[Silent]()
        for id_ in looked:
            desk = desk_of(session, session.get_one(Matter, id_), house)
            found += _of_matter(session, desk)
    return found


def _of_matter(session: Session, desk: Desk) -> Iterator[Silent]:
    running = (row for row in deadlines_of(session, desk.matter) if not state_of(row).is_over)
    for row in running:
        for contact, decision in silences(session, desk, row):
            name = f"{clock_name(row)} {row.title}"
            yield Silent(
                desk.house.now, contact.name, name, decision.reason, _why(desk, row, contact, decision)
            )


def _why(desk: Desk, row: Deadline, contact: Contact, decision: Decision) -> str:
    match decision.reason:
        case Reason.ACKNOWLEDGED | Reason.SNOOZED:
            hold = holding(desk.holds[row.id], contact.name, decision.due)
            assert hold is not None
            return f"paused by {hold.by} until {hold.until}. {hold.next_action}".rstrip()
        case Reason.INHIBITED:
            return f"{', '.join(desk.house.ladders.muting(row.rule))} is running and is more urgent"
        case Reason.ALREADY_TOLD:
            return (
                f"alerted on {desk.told_of(subject_of(row), contact)[-1].on}, and nothing has changed since"
            )
        case _:
            return f"no step includes {contact.name} ({contact.role}) yet"
