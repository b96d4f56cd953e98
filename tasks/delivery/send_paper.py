"""Sends a paper that was drafted to a contact, again or for the first time."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.record.contacts import contact_named, contacts_of
from models.record.database import transaction
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Account, Matter
from notifications.channels.apprise_sender import ChannelError
from notifications.channels.render import render_safely
from notifications.wording.links import Links
from notifications.wording.system_messages import paper_message
from tasks.alerts.stationery import Stationery
from tasks.delivery.send import attached
from tasks.delivery.switchboard import Channels, Switchboard
from tasks.delivery.write_papers import write_papers


def send_paper(
    engine: Engine,
    channels: Channels,
    links: Links,
    number: int,
    name: str,
    *,
    now: datetime,
    stationery: Stationery,
) -> str:
    """Sends it by the contact's channel. Returns how it went.

    Raises `RecordError` for a paper that is not there, or a contact who does not answer for its importer, and
    `ChannelError` where it did not go out.
    """
    write_papers(engine, stationery, [number])
    with transaction(engine) as session:
        paper, matter, contact = _found(session, number, name)
        key = digest(["paper", number, name, now])[:32]
        message = paper_message(key, matter.docket_number, paper.name, paper.file_name, links=links)
    rendered, _ = render_safely(message, stationery.templates)
    outcome = Switchboard(channels).send(contact.channel, rendered, [attached(paper)])
    if not outcome.ok:
        raise ChannelError(f"The draft was not sent by {contact.channel}: {outcome.detail}.")
    return f"{paper.file_name} was sent to {name} by {contact.channel}: {outcome.detail}."


def _found(session: Session, number: int, name: str) -> tuple[Paper, Matter, Contact]:
    paper = session.get(Paper, number)
    if paper is None:
        raise RecordError(
            f"No draft has the number {number}. Enter a number from the page of a matter, such as 12."
        )
    matter = session.get_one(Matter, paper.matter_id)
    contact = contact_named(session, name)
    if contact.id not in {each.id for each in contacts_of(session, matter.account_id)}:
        account = session.get_one(Account, matter.account_id)
        raise RecordError(f"{name} is not a contact for {account.name}. Enter a contact for that importer.")
    return paper, matter, contact
