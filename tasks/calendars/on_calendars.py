"""Reads what calendars are made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from models.law.text.vocabulary import RuleKind
from models.record.confirmations import waiting
from models.record.contacts import accounts_of
from models.record.matters import accounts
from models.record.own_deadlines import OpenOwn, open_owns
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from tasks.calendars.days import BY_ITSELF, GONE_AFTER
from tasks.record.reasons import Why, whys


@dataclass(frozen=True, slots=True)
class OnCalendars:
    """What calendars are made of, as read at an instant."""

    now: datetime
    accounts: Sequence[Account]
    contacts: Sequence[Contact]
    """Everybody, those who left too: the name of their file is nobody else's."""

    scopes: Mapping[int, Sequence[int]]
    """The importers of each contact who is still told, by id."""

    clocks: Sequence[tuple[Deadline, Matter, Account]]
    busy: Collection[int]
    """The matters on which something was recorded of late."""

    own: Sequence[OpenOwn]
    """The deadlines that the office set itself, those too that ended of late."""
    told: Mapping[str, Mapping[int, int]]
    """How often each contact was told of a clock, by its subject."""

    unconfirmed: Mapping[int, Mapping[int, int]]
    """The entries of each matter that nobody has confirmed."""

    whys: Mapping[int, Why]
    """The reasons of the deadlines of each matter."""


def read_on_calendars(session: Session, now: datetime) -> OnCalendars:
    """Reads it, at an instant."""
    since = now - GONE_AFTER
    contacts = session.exec(select(Contact).order_by(col(Contact.id))).all()
    clocks = session.exec(_clocks(since).order_by(*_BY_DAY)).all()
    matters = {matter.id: matter for _, matter, _ in clocks}
    busy = session.exec(select(Entry.matter_id).where(col(Entry.recorded_at) >= since).distinct()).all()
    return OnCalendars(
        now=now,
        accounts=sorted(accounts(session), key=lambda each: each.id),
        contacts=contacts,
        scopes={
            contact.id: [account.id for account in accounts_of(session, contact)]
            for contact in contacts
            if contact.left_at is None
        },
        clocks=clocks,
        busy=set(busy),
        own=open_owns(session, ended_since=since),
        told=_told(session),
        unconfirmed=waiting(session),
        whys=whys(session, list(matters.values()), now=now),
    )


def read_nearest(
    session: Session, account_ids: Collection[int] | None, now: datetime, most: int
) -> tuple[OnCalendars, bool]:
    """The same of some importers alone, or of all, but for the reasons; and whether something is left out.

    Of the days to come the nearest, at most so many; of those that are past a quarter of that.
    """
    since = now - GONE_AFTER
    clocks, is_cut = _nearest(session, account_ids, since, today_in(HOUSE_ZONE, now), most)
    ids = {matter.id for _, matter, _ in clocks}
    late = select(Entry.matter_id).where(col(Entry.matter_id).in_(ids), col(Entry.recorded_at) >= since)
    record = OnCalendars(
        now=now,
        accounts=[],
        contacts=[],
        scopes={},
        clocks=clocks,
        busy=set(session.exec(late).all()),
        own=(own := open_owns(session, account_ids, ended_since=since))[:most],
        told=_told(session, ids | {matter.id for _, matter, _ in own[:most]}),
        unconfirmed=waiting(session, ids),
        whys={},
    )
    return record, is_cut or len(own) > most


def _nearest(
    session: Session, account_ids: Collection[int] | None, since: datetime, today: date, most: int
) -> tuple[list[tuple[Deadline, Matter, Account]], bool]:
    wanted = _clocks(since)
    if account_ids is not None:
        wanted = wanted.where(col(Matter.account_id).in_(account_ids))
    day, past = col(Deadline.strict_on), most // 4
    ahead = session.exec(wanted.where(day >= today).order_by(*_BY_DAY).limit(most + 1)).all()
    latest = wanted.where(day < today).order_by(*(each.desc() for each in _BY_DAY)).limit(past + 1)
    behind = session.exec(latest).all()
    is_cut = len(ahead) > most or len(behind) > past
    return [*reversed(behind[:past]), *ahead[:most]], is_cut


_BY_DAY = (col(Deadline.strict_on), col(Deadline.id))


def _clocks(since: datetime) -> "Select[Deadline, Matter, Account]":
    """Those that run, and those that may have ended of late; a lookback has no day to act on."""
    ended = [status.value for status in BY_ITSELF]
    late = and_(col(Deadline.status).in_(ended), col(Deadline.lenient_on) >= today_in(HOUSE_ZONE, since))
    runs = and_(col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    return (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.kind) != RuleKind.LOOKBACK.value)
        .where(or_(and_(runs, col(Deadline.status).not_in(ended)), late, col(Deadline.derived_at) >= since))
    )


def _told(session: Session, matter_ids: Collection[int] | None = None) -> dict[str, dict[int, int]]:
    counted = (
        select(Alert.subject, Alert.contact_id, func.count())
        .where(or_(col(Alert.subject).startswith("deadline:"), col(Alert.subject).startswith("own:")))
        .group_by(col(Alert.subject), col(Alert.contact_id))
    )
    if matter_ids is not None:
        counted = counted.where(col(Alert.matter_id).in_(matter_ids))
    found: dict[str, dict[int, int]] = {}
    for subject, contact, times in session.exec(counted).all():
        found.setdefault(subject, {})[contact] = times
    return found
