"""Sends an invitation to the desk by the person's own channel.

The link is made here and kept nowhere: not in a message, not in a log. Only its digest is on record.
"""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import col, or_, select

from models.errors import RecordError
from models.record.database import transaction
from models.record.hash_chain import digest
from models.record.invitations import INVITED_FOR, invite
from models.record.people import is_set_up, person_named
from models.record.scope import contact_of
from models.record.tables.alerts import Contact
from models.wall_clock import moment
from notifications.channels.apprise_sender import ChannelError
from notifications.channels.render import render
from notifications.wording.invitation import invitation_message, new_password_message
from tasks.delivery.switchboard import Channels, Switchboard


def send_invitation(
    engine: Engine, channels: Channels, name: str, *, desk_url: str, by: str, now: datetime
) -> str:
    """Makes an invitation and sends it; the other channel is tried where the first one fails.

    Returns the name of the channel. Raises `RecordError` for who may not be invited, or has no channel, and
    `ChannelError` where nothing could be sent: the link is lost then, and the next one takes its place.
    """
    with transaction(engine) as session:
        person = person_named(session, name)
        contact = contact_of(session, person) if person else None
        if person is None or contact is None:
            raise RecordError(
                f"No contact named {name!r} may sign in. Expected a person of the page Settings, People, "
                "who is a contact with a channel."
            )
        token = invite(session, person, by=by, at=now)
        tried = [each for each in (contact.channel, contact.fallback) if each]
        shared = or_(col(Contact.channel).in_(tried), col(Contact.fallback).in_(tried))
        others = select(Contact.id).where(shared, Contact.id != contact.id, col(Contact.left_at).is_(None))
        if session.exec(others).first() is not None:
            raise RecordError(
                f"Other people read the channel of {name}. Expected a channel of their own, or an "
                "administrator who shows the link at the desk and hands it over."
            )
        zone, word = contact.timezone, new_password_message if is_set_up(person) else invitation_message
    words = word(
        digest(["invitation", name, now])[:32],
        name,
        f"{desk_url}/sign-in/invitation/{token}",
        moment(now + INVITED_FOR, zone),
        by=by,
    )
    board, rendered = Switchboard(channels), render(words)
    for channel in tried:
        outcome = board.send(channel, rendered, ())
        if outcome.ok:
            return channel
    raise ChannelError(
        f"The invitation to {name} was not sent by {' or '.join(tried)}: {outcome.detail}. Test the channel, "
        "then invite them again."
    )
