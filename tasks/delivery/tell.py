"""Tells what is claimed: into messages, out by channels, and up the chain where somebody is not reached."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.record.contacts import contact_named
from models.record.database import reading, transaction
from models.record.tables.alerts import Message, MessageState
from models.roles import Role
from notifications.wording.links import Links
from tasks.alerts.claim import Claim
from tasks.alerts.office_context import CatchingUp, OfficeContext, office_context
from tasks.alerts.stationery import Stationery, plain
from tasks.alerts.waiting_acts import caught_up_with
from tasks.delivery.contacts import send_again
from tasks.delivery.older_rest import waiting
from tasks.delivery.outbox import gather, gather_for
from tasks.delivery.send import Sent, send_pending
from tasks.delivery.stuck import stuck_messages
from tasks.delivery.switchboard import Channels
from tasks.delivery.undelivered import claim_undelivered
from tasks.delivery.write_papers import write_papers


@dataclass(slots=True)
class Telling:
    """What went out, or did not, and what was claimed for the next in the chain, with docket numbers."""

    sent: list[Sent] = field(default_factory=list)
    claims: list[tuple[str, Claim]] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)
    """What of the office's own words for papers could not be used."""

    stuck: list[str] = field(default_factory=list)
    """What was tried before, was not tried now, and has not got through, with whom it is for."""

    unworded: list[str] = field(default_factory=list)
    """The alerts whose words could not be made, each with why not: they went out by their subjects."""

    older: dict[str, datetime] = field(default_factory=dict)
    """When what waits for the office's answer goes out without one, by the alerts' keys."""


def tell(
    engine: Engine,
    channels: Channels,
    links: Links,
    *,
    now: datetime,
    matter_id: int | None = None,
    stationery: Stationery | None = None,
    catching_up: CatchingUp | None = None,
) -> Telling:
    """Sends what is claimed, of one matter where one is named; each role that fails hands on to the next.

    Of what is caught up with, the older rest waits for an answer.
    """

    done = Telling()

    def housed(session: Session) -> OfficeContext:
        waits = caught_up_with(session, catching_up)
        office = office_context(session, links, now, stationery, catching_up=waits)
        return replace(office, unworded=done.unworded)

    for _ in Role:
        done.flaws += write_papers(engine, stationery or plain())
        gather(engine, housed, now=now, matter_id=matter_id)
        done.sent += send_pending(engine, channels, now=now, matter_id=matter_id, stationery=stationery)
        with transaction(engine) as session:
            claims = claim_undelivered(session, housed)
        done.claims += claims
        if not claims:
            break
    done.stuck = _stuck(engine, {each.message_id for each in done.sent}, matter_id)
    with reading(engine) as session:
        done.older = {str(each.content["key"]): each.not_before for each in waiting(session, matter_id)}
    return done


def resend(
    engine: Engine,
    channels: Channels,
    links: Links,
    name: str,
    *,
    now: datetime,
    stationery: Stationery | None = None,
) -> list[Sent]:
    """Takes up again what was given up for a contact, and sends what waits for that contact alone.

    Returns how each message went. Raises `RecordError` for a name that is no contact's.
    """

    def housed(session: Session) -> OfficeContext:
        waits = caught_up_with(session, None)
        return office_context(session, links, now, stationery, catching_up=waits)

    send_again(engine, name, now=now)
    with transaction(engine) as session:
        contact_id = contact_named(session, name).id
    gather_for(engine, housed, contact_id)
    return send_pending(engine, channels, now=now, contact_id=contact_id, stationery=stationery)


def unsent(engine: Engine, name: str) -> list[datetime]:
    """When each message that waits for a contact is tried next, the soonest first."""
    with reading(engine) as session:
        waits = (Message.contact_id == contact_named(session, name).id, Message.state == MessageState.CLAIMED)
        return sorted(session.exec(select(Message.leased_until).where(*waits)).all())


def _stuck(engine: Engine, tried: set[int], matter_id: int | None) -> list[str]:
    with reading(engine) as session:
        found = stuck_messages(session, matter_id)
        return [
            f"{contact.name}: {message.content['subject']}: "
            f"{'given up' if message.state == MessageState.DEAD else said}"
            for message, contact, said in found
            if message.id not in tried
        ]
