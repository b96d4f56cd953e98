"""Sends a paper that was drafted to a contact, again or for the first time."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.in_words import ended
from models.record.contacts import contact_named, contacts_of
from models.record.database import reading, transaction
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Account, Deadline, Matter
from notifications.channels.apprise_sender import ChannelError
from notifications.channels.render import render_safely
from notifications.wording.links import Links
from notifications.wording.system_messages import paper_message
from tasks.alerts.office_context import office_context
from tasks.alerts.papers import up_to_date, why_not
from tasks.alerts.stationery import Stationery
from tasks.delivery.message_papers import anew, attached
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
    """Sends it by the contact's channel, drafted anew where the docket overtook it. Returns how it went.

    Raises `RecordError` for a paper that is not there or whose deadline is over, or a contact who does not
    answer for its importer, and `ChannelError` where it did not go out.
    """
    with transaction(engine) as session:
        asked, matter, contact = _found(session, number, name)
        paper = up_to_date(session, asked, now)
        if paper is None:
            why = why_not(session.get_one(Deadline, asked.deadline_id))
            raise RecordError(
                f"Draft {number} is not sent, because {why}. The matter's page shows the deadline. "
                "The draft stays on record and is part of the matter's export."
            )
        note = "" if paper.id == asked.id else f" {anew(paper, asked)}"
    write_papers(engine, stationery, [paper.id])
    with reading(engine) as session:
        paper = session.get_one(Paper, paper.id)
        theirs = office_context(session, links, now).for_contact(contact).links
    key = digest(["paper", paper.id, name, now])[:32]
    message = paper_message(key, matter.docket_number, paper.name, paper.file_name, links=theirs)
    rendered, _ = render_safely(message, stationery.templates)
    outcome = Switchboard(channels).send(contact.channel, rendered, [attached(paper)])
    if not outcome.ok:
        raise ChannelError(f"The draft was not sent by {contact.channel}: {outcome.detail}.")
    return f"{paper.file_name} was sent to {name} by {contact.channel}: {outcome.detail}.{note}"


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
        raise RecordError(
            f"{name} is not a contact for {ended(account.name)} Enter a contact for that importer."
        )
    return paper, matter, contact
