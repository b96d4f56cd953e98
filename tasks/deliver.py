"""Sends what is claimed: lease, send outside any transaction, log.

A crash between send and log repeats a message once, with the same key; a crash before the send loses nothing,
for the message stays claimed and is taken up when its lease is over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine, update
from sqlmodel import col, select

from models.db import transaction
from models.tables import Contact, Delivery, Message
from notifications.channels import Outcome, send
from notifications.message import Message as Words
from notifications.render import render

LEASE = timedelta(minutes=2)
"""How long a message belongs to who took it; a mail server that hangs is given up much sooner."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
_PAGE = 100

Channels = Callable[[str], str]
"""From a channel's name to its URL, a secret. Raises `ChannelMissing`."""


class ChannelMissing(LookupError):
    """A channel for which no URL is set; the message names the variable and the block that could hold it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One attempt: which message, to whom, and how it ended."""

    message_id: int
    contact: str
    subject: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Taken:
    message_id: int
    contact: str
    channel: str
    attempts: int
    words: Words


@task(cache_policy=NO_CACHE)
def send_pending(
    engine: Engine, channels: Channels, *, now: datetime, matter_id: int | None = None
) -> list[Sent]:
    """Sends every claimed message that nobody is sending, of one matter where one is named."""
    done: list[Sent] = []
    after, began = 0, monotonic()
    while True:
        waiting = _waiting(engine, now, matter_id, after)
        for message_id in waiting:
            taken = _take(engine, message_id, now + timedelta(seconds=monotonic() - began))
            if taken is not None:
                done.append(_deliver(engine, channels, taken, now))
        if len(waiting) < _PAGE:
            return done
        after = waiting[-1]


def _waiting(engine: Engine, now: datetime, matter_id: int | None, after: int) -> list[int]:
    wanted = (
        select(Message.id)
        .where(Message.state == "claimed", Message.leased_until <= now, col(Message.id) > after)
        .order_by(col(Message.id))
        .limit(_PAGE)
    )
    if matter_id is not None:
        wanted = wanted.where(Message.matter_id == matter_id)
    with transaction(engine) as session:
        return list(session.exec(wanted).all())


def _take(engine: Engine, message_id: int, now: datetime) -> _Taken | None:
    """Takes the lease, unless somebody else has it: only one of two that try at once succeeds."""
    free = (col(Message.id) == message_id, col(Message.state) == "claimed", col(Message.leased_until) <= now)
    lease = update(Message).where(*free).values(leased_until=now + LEASE, attempts=col(Message.attempts) + 1)
    with transaction(engine) as session:
        if session.connection().execute(lease).rowcount != 1:
            return None
        message = session.get_one(Message, message_id)
        contact = session.get_one(Contact, message.contact_id)
        words = Words.from_json(message.content)
        return _Taken(message_id, contact.name, contact.channel, message.attempts, words)


def _deliver(engine: Engine, channels: Channels, taken: _Taken, now: datetime) -> Sent:
    try:
        outcome = send(channels(taken.channel), render(taken.words))
    except ChannelMissing as error:
        outcome = Outcome(False, str(error))
    _log(engine, taken, outcome, now)
    return Sent(taken.message_id, taken.contact, taken.words.subject, outcome)


def _log(engine: Engine, taken: _Taken, outcome: Outcome, now: datetime) -> None:
    """What failed is tried again by the next look, after a pause that doubles."""
    with transaction(engine) as session:
        message = session.get_one(Message, taken.message_id)
        if outcome.ok:
            message.state, message.sent_at = "sent", now
        else:
            pause = min(_FIRST_PAUSE * 2 ** min(taken.attempts - 1, 10), _LONGEST_PAUSE)
            message.leased_until = now + pause
        session.add(message)
        session.add(
            Delivery(
                message_id=taken.message_id,
                channel=taken.channel,
                ok=outcome.ok,
                detail=outcome.detail,
                at=now,
            )
        )
