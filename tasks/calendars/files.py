"""Calendars to subscribe to, a file for each importer and contact: a mirror of the clocks, never the alarm.

A file holds what its importer, or its contact, may see and nothing else. It is written anew when something in
it changed, and once a day for its stamp; in between it is left alone.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, and_, func, or_
from sqlmodel import Session, col, select

from models.errors import Refused
from models.law.text.vocabulary import RuleKind
from models.record.confirmations import waiting
from models.record.contacts import accounts_of
from models.record.database import reading
from models.record.hash_chain import digest
from models.record.matters import accounts
from models.record.own_deadlines import OpenOwn, open_owns
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.channels.icalendar_file import Feed, FeedDay, feed_file, mark_in
from tasks.alerts.deadline_view import subject_of
from tasks.alerts.own_deadlines import own_subject
from tasks.calendars.days import BY_ITSELF, GONE_AFTER, day_of, is_shown, own_day_of
from tasks.record.reasons import Why, whys

_HEAD = 4096
"""Bytes of a file within which its mark is."""

_STALE = 3600
"""Seconds after which the rest of a writing that was cut short is removed."""

_OURS = re.compile(r"(importer|person)-[a-z0-9-]+\.ics")
_PRIVATE = 0o600


class CalendarError(Refused):
    """A calendar that cannot be written: the message names the file and the cause."""


@dataclass(frozen=True, slots=True)
class _Record:
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


def write_calendars(engine: Engine, directory: Path, *, now: datetime) -> list[str]:
    """Brings every calendar up to date and removes those of nobody. Returns which files it wrote.

    Each is replaced in one step, and only its owner may read it. Raises `CalendarError`.
    """
    with reading(engine) as session:
        record = _read(session, now)
    try:
        feeds = _feeds(record)
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = [name for name, feed in feeds.items() if _put(directory / name, feed)]
        _clear(directory, feeds, now)
    except OSError as error:
        raise CalendarError(f"{error.filename or directory} cannot be written: {error.strerror}.") from None
    return written


def _read(session: Session, now: datetime) -> _Record:
    since = now - GONE_AFTER
    contacts = session.exec(select(Contact).order_by(col(Contact.id))).all()
    clocks = _clocks(session, since)
    matters = {matter.id: matter for _, matter, _ in clocks}
    busy = session.exec(select(Entry.matter_id).where(col(Entry.recorded_at) >= since).distinct()).all()
    return _Record(
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


def _clocks(session: Session, since: datetime) -> Sequence[tuple[Deadline, Matter, Account]]:
    """Those that run, and those that may have ended of late, by day; a lookback has no day to act on."""
    ended = [status.value for status in BY_ITSELF]
    late = and_(col(Deadline.status).in_(ended), col(Deadline.lenient_on) >= today_in(HOUSE_ZONE, since))
    runs = and_(col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.kind) != RuleKind.LOOKBACK.value)
        .where(or_(and_(runs, col(Deadline.status).not_in(ended)), late, col(Deadline.derived_at) >= since))
        .order_by(col(Deadline.strict_on), col(Deadline.id))
    )
    return session.exec(wanted).all()


def _told(session: Session) -> dict[str, dict[int, int]]:
    counted = (
        select(Alert.subject, Alert.contact_id, func.count())
        .where(or_(col(Alert.subject).startswith("deadline:"), col(Alert.subject).startswith("own:")))
        .group_by(col(Alert.subject), col(Alert.contact_id))
    )
    found: dict[str, dict[int, int]] = {}
    for subject, contact, times in session.exec(counted).all():
        found.setdefault(subject, {})[contact] = times
    return found


def _feeds(record: _Record) -> dict[str, Feed]:
    """Every calendar by the name of its file: an importer's clocks, the clocks of a contact's importers."""
    shown: dict[int, list[FeedDay]] = {account.id: [] for account in record.accounts}
    theirs: dict[int, list[FeedDay]] = {id_: [] for id_ in record.scopes}
    for subject, account_id, day in (*_days(record), *_own_days(record)):
        told = record.told.get(subject, {})
        shown[account_id].append(_revised(day, told.values()))
        for contact, scope in record.scopes.items():
            if account_id in scope:
                theirs[contact].append(_revised(day, [told.get(contact, 0)]))
    return {
        **_of("importer", record.accounts, shown, record),
        **_of("person", record.contacts, theirs, record),
    }


def _days(record: _Record) -> Iterator[tuple[str, int, FeedDay]]:
    """Each clock that is shown: its subject, its importer's id, its day."""
    for row, matter, account in record.clocks:
        if is_shown(row, record.now - GONE_AFTER, record.busy):
            unconfirmed = record.unconfirmed.get(matter.id, {})
            day = day_of(row, matter, account, record.whys[matter.id], unconfirmed)
            yield subject_of(row), account.id, day


def _own_days(record: _Record) -> Iterator[tuple[str, int, FeedDay]]:
    for own, matter, account in record.own:
        yield own_subject(own.row), account.id, own_day_of(own, matter, account)


def _of(
    kind: str,
    rows: Sequence[Account] | Sequence[Contact],
    days: Mapping[int, list[FeedDay]],
    record: _Record,
) -> dict[str, Feed]:
    names = file_names(kind, [(row.id, row.name) for row in rows])
    return {
        names[row.id]: _feed(f"{kind}-{row.id}", row.name, days[row.id], record.now)
        for row in rows
        if row.id in days
    }


def _revised(day: FeedDay, told: Iterable[int]) -> FeedDay:
    """As late a version as that of the last alert, and none later: the next alert's is to be the newest."""
    return replace(day, day=replace(day.day, revision=max([1, *told]) - 1))


def _feed(key: str, name: str, days: Sequence[FeedDay], now: datetime) -> Feed:
    today = today_in(HOUSE_ZONE, now)
    return Feed(
        uid=f"valid-{key}@landwaiter",
        name=f"Landwaiter: {name}",
        days=tuple(days),
        written_at=now,
        today=today,
        mark=digest([name, today, *map(repr, days)])[:40],
    )


def file_names(kind: str, named: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A file's name for each id, in the order given: no later one takes the name of an earlier."""
    names: dict[int, str] = {}
    for id_, name in named:
        folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = f"{kind}-{re.sub(r'[^a-z0-9]+', '-', folded).strip('-')[:80] or id_}"
        while f"{stem}.ics" in names.values():
            stem = f"{stem}-{id_}"
        names[id_] = f"{stem}.ics"
    return names


def _put(path: Path, feed: Feed) -> bool:
    """Writes a calendar, unless the file holds it already."""
    if _is_current(path, feed.mark):
        return False
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(feed_file(feed))
            file.flush()
            os.fsync(descriptor)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return True


def _is_current(path: Path, mark: str) -> bool:
    try:
        with path.open("rb") as file:
            is_private = os.fstat(file.fileno()).st_mode & 0o777 == _PRIVATE
            return is_private and mark_in(file.read(_HEAD)) == mark
    except FileNotFoundError:
        return False


def _clear(directory: Path, kept: Collection[str], now: datetime) -> None:
    """Removes the calendars of nobody who is still told, and the rest of writings that were cut short."""
    for path in directory.iterdir():
        is_nobodys = _OURS.fullmatch(path.name) is not None and path.name not in kept
        if is_nobodys or _is_rest(path, now):
            path.unlink(missing_ok=True)


def _is_rest(path: Path, now: datetime) -> bool:
    try:
        return path.suffix == ".part" and now.timestamp() - path.stat().st_mtime > _STALE
    except FileNotFoundError:
        return False
