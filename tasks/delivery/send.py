"""Sends the messages that wait: lease, send outside any transaction, log.

A crash between send and log repeats a message once, with the same key; a crash before the send loses nothing,
for the message stays claimed and is taken up when its lease is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from models.record.change_log import changed
from models.record.contacts import heard_by, held_contact
from models.record.database import transaction
from models.record.recall import is_beyond, take_back
from models.record.tables.alerts import Contact, Delivery, Message, MessageState
from models.wall_clock import today_in
from notifications.channels.apprise_sender import Outcome
from notifications.channels.render import render_safely
from notifications.wording.bundle import late
from notifications.wording.message import Message as Words
from tasks.alerts.stationery import Stationery, plain
from tasks.delivery.message_papers import carried
from tasks.delivery.switchboard import Channels, Switchboard
from tasks.delivery.taps import with_tokens

LEASE = timedelta(minutes=2)
"""How long a message belongs to who took it; a mail server that hangs is given up much sooner."""

GIVEN_UP = 48
"""After so many attempts, about two days, a message is dead: visible, and to be sent again by hand; once its
contact is reached it is taken up again by itself."""

FALLS_BACK = 2
"""From this attempt on the contact's other channel is tried too; from the first where it is urgent."""

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=45)
"""The longest, even spread, is shorter than the hour between two looks."""

_LONGEST_WISH = timedelta(hours=6)
"""The longest that a service may have us wait."""

_JITTER = 0.25
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that was tried: which, to whom, how it ended, and what is wrong with templates."""

    message_id: int
    contact: str
    subject: str
    outcome: Outcome
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    message_id: int
    contact: Contact
    attempts: int
    claimed_at: datetime
    words: Words

    def channels(self) -> list[str]:
        """The channels to try, in order."""
        first = 1 if self.words.urgent else FALLS_BACK
        falls_back = bool(self.contact.fallback) and self.attempts >= first
        return [self.contact.channel, *([self.contact.fallback] if falls_back else [])]


def send_pending(
    engine: Engine,
    channels: Channels,
    *,
    now: datetime,
    matter_id: int | None = None,
    contact_id: int | None = None,
    stationery: Stationery | None = None,
) -> list[Sent]:
    """Sends every message that waits and that nobody is sending, of one matter or contact where named."""
    done: list[Sent] = []
    board, after, began = Switchboard(channels), 0, monotonic()
    while True:
        waiting = _waiting(engine, now, (matter_id, contact_id), after)
        for message_id in waiting:
            at = now + timedelta(seconds=monotonic() - began)
            taken = _take(engine, message_id, at)
            if taken is not None:
                done.append(_deliver(engine, board, taken, now, stationery or plain()))
        if len(waiting) < _PAGE:
            return done
        after = waiting[-1]


def _waiting(engine: Engine, now: datetime, only: tuple[int | None, int | None], after: int) -> list[int]:
    matter_id, contact_id = only
    wanted = (
        select(Message.id)
        .where(Message.state == MessageState.CLAIMED, Message.leased_until <= now, col(Message.id) > after)
        .order_by(col(Message.id))
        .limit(_PAGE)
    )
    if matter_id is not None:
        wanted = wanted.where(Message.matter_id == matter_id)
    if contact_id is not None:
        wanted = wanted.where(Message.contact_id == contact_id)
    with transaction(engine) as session:
        return list(session.exec(wanted).all())


def _take(engine: Engine, message_id: int, now: datetime) -> _Taken | None:
    """Takes the lease, unless somebody else has it: only one of two that try at once succeeds.

    What the contact may hear no more, because it was put together as they were changed, is taken back.
    """
    free = (
        col(Message.id) == message_id,
        col(Message.state) == MessageState.CLAIMED,
        col(Message.leased_until) <= now,
    )
    lease = update(Message).where(*free).values(leased_until=now + LEASE, attempts=col(Message.attempts) + 1)
    with transaction(engine) as session:
        whose = session.exec(select(Message.contact_id).where(Message.id == message_id)).one()
        contact = held_contact(session, whose)
        if changed(session, lease) != 1:
            return None
        message = session.get_one(Message, message_id)
        if message.attempts == 1 and _was_held_back(session, message):
            # Given up before, it is judged again by the next look before it goes.
            message.attempts, message.leased_until = 0, now
            session.add(message)
            return None
        theirs = heard_by(session, contact)
        if is_beyond(session, message, theirs):
            take_back(session, contact, theirs)
            return None
        words = Words.from_json(message.content)
        return _Taken(
            message_id=message_id,
            contact=contact,
            attempts=message.attempts,
            claimed_at=message.claimed_at,
            words=words,
        )


def _was_held_back(session: Session, message: Message) -> bool:
    failed = select(Delivery.id).where(Delivery.message_id == message.id, col(Delivery.ok).is_(False))
    return session.exec(failed.limit(1)).first() is not None


def _deliver(
    engine: Engine, board: Switchboard, taken: _Taken, now: datetime, stationery: Stationery
) -> Sent:
    zone = taken.contact.timezone
    papers = carried(engine, stationery, taken.words, now)
    words = late(papers.put_into(taken.words), today_in(zone, taken.claimed_at), today_in(zone, now))
    secret = with_tokens(words, taken.contact, now)
    rendered, defect = render_safely(words, stationery.templates, secret=secret)
    tried = list[tuple[str, Outcome]]()
    for channel in taken.channels():
        tried.append((channel, board.send(channel, rendered, papers.files)))
        if tried[-1][1].ok:
            break
    _log(engine, taken, tried, now)
    outcome = tried[-1][1]
    defects = tuple(each for each in (defect, *papers.flaws) if each)
    return Sent(taken.message_id, taken.contact.name, taken.words.subject, outcome, defects)


def _log(engine: Engine, taken: _Taken, tried: list[tuple[str, Outcome]], now: datetime) -> None:
    """What failed is tried again by a later look, after a pause that doubles; at last it is given up.

    Once a contact is reached, what was given up for them is taken up again.
    """
    with transaction(engine) as session:
        held_contact(session, taken.contact.id)
        message = session.get_one(Message, taken.message_id)
        if message.state != MessageState.CLAIMED:
            # It was taken back while it was on its way: it must not come to life again.
            message.attempts = taken.attempts
        elif tried[-1][1].ok:
            message.state, message.sent_at = MessageState.SENT, now
            revive(session, taken.contact, now)
        elif taken.attempts >= GIVEN_UP:
            message.state = MessageState.DEAD
        else:
            message.leased_until = now + _pause(taken, max(outcome.retry_after for _, outcome in tried))
        session.add(message)
        for channel, outcome in tried:
            row = Delivery(
                message_id=message.id,
                channel=channel,
                ok=outcome.ok,
                refused=outcome.refused,
                detail=outcome.detail,
                at=now,
            )
            session.add(row)


def revive(session: Session, contact: Contact, now: datetime, *, refused_too: bool = False) -> int:
    """Takes up again what was given up for a contact. Returns how many messages.

    What a service refused for what it is would be refused again: it is taken up where somebody asks for it.
    """
    dead = [col(Message.contact_id) == contact.id, col(Message.state) == MessageState.DEAD]
    if not refused_too:
        refusals = select(Delivery.message_id).where(col(Delivery.refused))
        dead.append(col(Message.id).not_in(refusals))
    again = update(Message).where(*dead).values(state=MessageState.CLAIMED, leased_until=now, attempts=0)
    return changed(session, again)


def end_pauses(session: Session, contact: Contact, now: datetime) -> int:
    """Ends the pauses after failed attempts for a contact. Returns how many messages wait for no pause now.

    What has no longer to wait than a lease may be on its way just now: it is left to whoever sends it.
    """
    paused = (
        col(Message.contact_id) == contact.id,
        col(Message.state) == MessageState.CLAIMED,
        col(Message.leased_until) > now + LEASE,
    )
    free = update(Message).where(*paused).values(leased_until=now)
    return changed(session, free)


def _pause(taken: _Taken, retry_after: int) -> timedelta:
    """Doubles from attempt to attempt, and differs a little between messages: not all come back at once."""
    pause = min(_FIRST_PAUSE * 2 ** min(taken.attempts - 1, 10), _LONGEST_PAUSE)
    spread = int(taken.words.key[:4], 16) / 0xFFFF
    longer: timedelta = pause * (1 + _JITTER * spread)
    return max(longer, min(timedelta(seconds=retry_after), _LONGEST_WISH))
