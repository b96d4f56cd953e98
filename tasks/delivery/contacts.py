"""Adds and changes contacts, each only once a test message has gone out by their channels.

Each may raise `RecordError`, `ChannelMissing` or `ChannelError`; then nothing is written.
"""

from datetime import datetime

from sqlalchemy import Engine

from models.inputs import ContactInput
from models.record.contacts import (
    add_contact,
    change_contact,
    check_contact,
    check_scope,
    contact_named,
    held_contact,
    remove_contact,
)
from models.record.database import transaction
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact
from notifications.channels.apprise_sender import ChannelError, check
from notifications.channels.render import render
from notifications.wording.links import Links
from notifications.wording.system_messages import trial_message
from tasks.delivery.send import end_pauses, revive
from tasks.delivery.switchboard import Channels
from tasks.delivery.webhooks import send


def put_contact(
    engine: Engine, draft: ContactInput, channels: Channels, links: Links, *, now: datetime
) -> Contact:
    """Adds a contact."""
    with transaction(engine) as session:
        check_contact(session, draft)
    _try_channels(draft.name, [draft.channel, draft.fallback], channels, links, now=now)
    with transaction(engine) as session:
        return add_contact(session, draft, at=now)


def put_contact_otherwise(
    engine: Engine, draft: ContactInput, channels: Channels, links: Links, *, now: datetime
) -> Contact:
    """Puts a draft in the place of what is on record of a contact; what was given up is taken up again."""
    with transaction(engine) as session:
        check_scope(session, draft)
    _try_channels(draft.name, [draft.channel, draft.fallback], channels, links, now=now)
    with transaction(engine) as session:
        contact = change_contact(session, draft, at=now)
        revive(session, contact, now)
        return contact


def put_contact_out(engine: Engine, name: str, *, now: datetime) -> None:
    """Tells a contact of nothing new from now on."""
    with transaction(engine) as session:
        remove_contact(session, name, at=now)


def send_trial(engine: Engine, name: str, channels: Channels, links: Links, *, now: datetime) -> list[str]:
    """Sends a test message by each channel of a contact; what was given up for them is then taken up again.

    Returns the channels' names.
    """
    with transaction(engine) as session:
        contact = contact_named(session, name)
        wanted = [contact.channel, contact.fallback]
    tried = _try_channels(name, wanted, channels, links, now=now)
    send_again(engine, name, now=now)
    return tried


def send_again(engine: Engine, name: str, *, now: datetime) -> int:
    """Takes up again what was given up or pauses for a contact; the next look sends it.

    Returns how many messages.
    """
    with transaction(engine) as session:
        contact = held_contact(session, contact_named(session, name).id)
        return revive(session, contact, now, refused_too=True) + end_pauses(session, contact, now)


def _try_channels(
    name: str, wanted: list[str], channels: Channels, links: Links, *, now: datetime
) -> list[str]:
    tried = [channel for channel in wanted if channel]
    for channel in tried:
        url = channels(channel)
        check(url)
        message = trial_message(digest(["trial", name, channel, now])[:32], name, links=links)
        outcome = send(url, render(message))
        if not outcome.ok:
            raise ChannelError(
                f"The test message by the channel {channel} was not sent: {outcome.detail}. "
                "Check the channel's address. The service's own log says more."
            )
    return tried
