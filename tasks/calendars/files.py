"""Calendars to subscribe to, a file for each importer and contact: a mirror of the clocks, never the alarm.

A file holds what its importer, or its contact, may see and nothing else. It is written anew when something in
it changed, and once a day for its stamp; in between it is left alone.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from models.errors import Refused
from models.record.database import reading
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Account
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.channels.icalendar_file import Feed, FeedDay, feed_file, mark_in
from tasks.alerts.deadline_view import subject_of
from tasks.alerts.own_deadlines import own_subject
from tasks.calendars.days import GONE_AFTER, day_of, is_shown, own_day_of
from tasks.calendars.on_calendars import OnCalendars, read_on_calendars

_HEAD = 4096
"""Bytes of a file within which its mark is."""

_STALE = 3600
"""Seconds after which the rest of a writing that was cut short is removed."""

_OURS = re.compile(r"(importer|person)-[a-z0-9-]+\.ics")
_PRIVATE = 0o600


class CalendarError(Refused):
    """A calendar that cannot be written: the message names the file and the cause."""


def write_calendars(engine: Engine, directory: Path, *, now: datetime) -> list[str]:
    """Brings every calendar up to date and removes those of nobody. Returns which files it wrote.

    Each is replaced in one step, and only its owner may read it. Raises `CalendarError`.
    """
    with reading(engine) as session:
        record = read_on_calendars(session, now)
    try:
        feeds = _feeds(record)
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = [name for name, feed in feeds.items() if _put(directory / name, feed)]
        _clear(directory, feeds, now)
    except OSError as error:
        raise CalendarError(f"{error.filename or directory} cannot be written: {error.strerror}.") from None
    return written


def _feeds(record: OnCalendars) -> dict[str, Feed]:
    """Every calendar by the name of its file: an importer's clocks, the clocks of a contact's importers."""
    shown: dict[int, list[FeedDay]] = {account.id: [] for account in record.accounts}
    theirs: dict[int, list[FeedDay]] = {id_: [] for id_ in record.scopes}
    for subject, account_id, day in days_on(record):
        told = record.told.get(subject, {})
        shown[account_id].append(revised(day, told.values()))
        for contact, scope in record.scopes.items():
            if account_id in scope:
                theirs[contact].append(revised(day, [told.get(contact, 0)]))
    return {
        **_of("importer", record.accounts, shown, record),
        **_of("person", record.contacts, theirs, record),
    }


def days_on(record: OnCalendars) -> Iterator[tuple[str, int, FeedDay]]:
    """Each clock that is shown, then each deadline of the office's own: subject, importer's id, day."""
    for row, matter, account in record.clocks:
        if is_shown(row, record.now - GONE_AFTER, record.busy):
            unconfirmed = record.unconfirmed.get(matter.id, {})
            day = day_of(row, matter, account, record.whys[matter.id], unconfirmed)
            yield subject_of(row), account.id, day
    for own, matter, account in record.own:
        yield own_subject(own.row), account.id, own_day_of(own, matter, account)


def _of(
    kind: str,
    rows: Sequence[Account] | Sequence[Contact],
    days: Mapping[int, list[FeedDay]],
    record: OnCalendars,
) -> dict[str, Feed]:
    names = file_names(kind, [(row.id, row.name) for row in rows])
    return {
        names[row.id]: _feed(f"{kind}-{row.id}", row.name, days[row.id], record.now)
        for row in rows
        if row.id in days
    }


def revised(day: FeedDay, told: Iterable[int]) -> FeedDay:
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
