"""Who is told of a matter and who was: contacts, replies, papers, and each alert with its deliveries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.in_words import short_date
from models.record.amounts import Amount, amount_of
from models.record.tables.alerts import Alert, Contact, Delivery, Message, MessageState, Paper, Reassignment
from models.record.tables.dockets import Deadline, Matter
from models.roles import Role, empty_roles
from models.wall_clock import moment, today_in
from notifications.policy.pauses import Hold
from notifications.wording.missing_roles import no_contact_words
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.papers import is_current, why_not
from tasks.alerts.pause_words import pause_words
from tasks.desk.names import Names
from tasks.record.deadline_name import deadline_name

ALERTS, PAPERS, REPLIES = 200, 100, 200
"""So many the page shows, the newest first."""

OF_THE_MATTER = ("deadline:", "defect:", "evidence:", "matter:", "own:")
"""Alerts about one matter alone; the words of another one may name other matters."""

_STATES = {
    MessageState.SENT: "delivered",
    MessageState.CLAIMED: "not delivered yet",
    MessageState.DEAD: "not delivered; no longer retried",
    MessageState.VOID: "canceled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertShown:
    """One alert to one contact, how it ended, and each attempt to deliver it."""

    on: date
    contact: str
    state: str
    has_arrived: bool
    subject: str
    attempts: Sequence[Delivery]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """A draft: whether the docket overtook it, and why it is of no use now, where it is not."""

    row: Paper
    title: str
    drafted_on: date
    is_old: bool
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody answered, or handed on: to what, and the sentence."""

    to: str
    said: str
    then: str = ""


def people(context: MatterContext) -> list[Contact]:
    """The contacts of the importer, in the order in which alerts go up."""
    return sorted(context.contacts, key=lambda each: (Role(each.role).rank, each.id))


def missing_role(context: MatterContext) -> str:
    """Which roles no contact of the importer holds, as alerts say it; empty where none or all are missing."""
    empty = empty_roles(Role.EXECUTIVE, context.roles)
    return no_contact_words(empty, context.account.name) if empty and context.contacts else ""


def replies(session: Session, context: MatterContext, names: Names) -> list[Reply]:
    """What was acknowledged, snoozed and reassigned, the newest first of each."""
    clocks = {row.id: row for row in context.docket.deadlines}
    answered = [(hold, clocks[id_]) for id_, holds in context.holds.items() for hold in holds]
    answered.sort(key=lambda each: each[0].number, reverse=True)
    said = [_answered(context, hold, row, names) for hold, row in answered[:REPLIES]]
    return said + _handed_on(session, context, names)


def _answered(context: MatterContext, hold: Hold, row: Deadline, names: Names) -> Reply:
    said = names.hold(hold)
    return Reply(
        to=f"{deadline_name(row)}, {row.title}",
        said=f"{said.kind} by {said.by} on {short_date(said.since)}; {pause_words(context, row, hold)}",
        then=said.next_action,
    )


def _handed_on(session: Session, context: MatterContext, names: Names) -> list[Reply]:
    matter, clocks = context.matter, {row.id: row for row in context.docket.deadlines}
    newest = sorted(context.reassigned, key=lambda each: each.id, reverse=True)[:REPLIES]
    of = {id_ for each in newest for id_ in (each.from_id, each.to_id)}
    contacts = {each.id: each for each in session.exec(select(Contact).where(col(Contact.id).in_(of))).all()}
    return [_handed(matter, each, clocks.get(each.deadline_id or 0), contacts, names) for each in newest]


def _handed(
    matter: Matter, each: Reassignment, row: Deadline | None, contacts: Mapping[int, Contact], names: Names
) -> Reply:
    former, new = (names.of(contacts[id_].name) for id_ in (each.from_id, each.to_id))
    on = short_date(today_in(matter.timezone, each.recorded_at))
    by = f", recorded by {each.recorded_by}" if names.has(each.recorded_by) else ""
    return Reply(
        to="the whole matter" if row is None else f"{deadline_name(row)}, {row.title}",
        said=f"reassigned from {former} to {new}{by} on {on}",
    )


def papers(context: MatterContext) -> tuple[list[PaperShown], int]:
    """The newest drafts, the newest first; and how many more there are."""
    clocks = {row.id: row for row in context.docket.deadlines}
    written = [each for each in reversed(context.papers) if each.sha256]
    return [_paper(context, each, clocks[each.deadline_id]) for each in written[:PAPERS]], max(
        0, len(written) - PAPERS
    )


def _paper(context: MatterContext, paper: Paper, row: Deadline) -> PaperShown:
    return PaperShown(
        row=paper,
        title=f"{paper.name}, for {row.title}",
        drafted_on=today_in(context.matter.timezone, paper.drafted_at),
        is_old=not is_current(view_of(context, row), paper),
        why_not=why_not(row),
    )


def alerts(session: Session, matter: Matter, names: Names) -> tuple[list[AlertShown], Amount]:
    """The newest alerts about a matter, the newest first; and how many more there are."""
    wanted = (
        select(Alert, Message, Contact)
        .join(Message, col(Alert.message_id) == Message.id, isouter=True)
        .join(Contact, col(Alert.contact_id) == Contact.id)
        .where(Alert.matter_id == matter.id)
        .order_by(col(Alert.id).desc())
        .limit(ALERTS)
    )
    found: list[tuple[Alert, Message | None, Contact]] = list(session.exec(wanted).all())
    attempts = _attempts(session, {message.id for _, message, _ in found if message is not None})
    every = amount_of(session, select(Alert.id).where(Alert.matter_id == matter.id))
    shown = [
        AlertShown(
            on=today_in(matter.timezone, alert.claimed_at),
            contact=names.of(contact.name),
            state=_state(alert, message),
            has_arrived=message is not None and message.state in (MessageState.SENT, MessageState.VOID),
            subject=_subject(matter, alert),
            attempts=attempts.get(message.id, []) if message is not None and names.has(contact.name) else [],
        )
        for alert, message, contact in found
    ]
    return shown, every.but(len(shown))


def _attempts(session: Session, ids: Collection[int]) -> dict[int, list[Delivery]]:
    wanted = select(Delivery).where(col(Delivery.message_id).in_(ids)).order_by(col(Delivery.id))
    found: dict[int, list[Delivery]] = {}
    for row in session.exec(wanted).all() if ids else ():
        found.setdefault(row.message_id, []).append(row)
    return found


def _state(alert: Alert, message: Message | None) -> str:
    """How the message of an alert stands, or until when the alert waits for the contact's working hours."""
    if message is None:
        return f"held until {moment(alert.not_before)}"
    return _STATES[MessageState(message.state)]


def _subject(matter: Matter, alert: Alert) -> str:
    """The subject of an alert without the docket number, which stands in the page's title."""
    if not alert.subject.startswith(OF_THE_MATTER):
        return "left out: it may name other matters"
    said = str(alert.content["subject"])
    return said.removeprefix(f"{matter.docket_number}: ").removesuffix(f" ({matter.docket_number})")
