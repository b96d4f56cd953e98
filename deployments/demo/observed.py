"""What is seen of a story while it is lived: a mail as it came in, a silence, what people did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy import Engine
from sqlmodel import col, select

from models.record.database import transaction
from models.record.tables.alerts import Alert, Contact
from models.record.tables.alerts import Message as Gathered
from models.record.tables.dockets import Deadline, Matter
from notifications.policy.deadline_state import Decision
from notifications.policy.pauses import holding
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import Message
from tasks.alerts.deadline_view import state_of, subject_of
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.alerts.why_silent import silences
from tasks.record.deadline_name import deadline_name


@dataclass(frozen=True, slots=True)
class Noted:
    """What people did, or what broke down."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Came:
    """A mail that came in, with what it says and why: a reason for each alert in it."""

    at: datetime
    contact: str
    mail: EmailMessage
    reasons: tuple[Reason, ...]
    words: Message


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
            words=Message.from_json(row.content),
        )


def silent(engine: Engine, looked: Sequence[int], at: datetime) -> list[Silent]:
    """Who heard nothing at a look of the clocks that run in the matters looked at."""
    if not looked:
        return []
    with transaction(engine) as session:
        office, found = office_context(session, Links(""), at), list[Silent]()
        for id_ in looked:
            found += _of_matter(matter_context(session, session.get_one(Matter, id_), office))
    return found


def _of_matter(context: MatterContext) -> Iterator[Silent]:
    running = (row for row in context.docket.deadlines if not state_of(row).is_over)
    for row in running:
        for contact, decision in silences(context, row):
            name = f"{deadline_name(row)} {row.title}"
            yield Silent(
                context.office.now, contact.name, name, decision.reason, _why(context, row, contact, decision)
            )


def _why(context: MatterContext, row: Deadline, contact: Contact, decision: Decision) -> str:
    match decision.reason:
        case Reason.ACKNOWLEDGED | Reason.SNOOZED:
            hold = holding(context.holds[row.id], contact.name, decision.due)
            assert hold is not None
            return f"paused by {hold.by} until {hold.until}. {hold.next_action}".rstrip()
        case Reason.INHIBITED:
            return f"{', '.join(context.office.ladders.muting(row.rule))} is running and is more urgent"
        case Reason.ALREADY_TOLD:
            last = context.told_of(subject_of(row), contact)[-1]
            return f"alerted on {last.on}, and nothing has changed since"
        case _:
            return f"no step includes {contact.name} ({contact.role}) yet"
