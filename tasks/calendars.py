"""Calendars to subscribe to, a file for each importer and each contact: a mirror of the clocks, never the alarm.

A file holds what its importer, or its contact, may see and nothing else. It is written anew when something in
it changed, and once a day for its stamp; in between it is left alone.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine, func, or_
from sqlmodel import Session, col, select

from models.alerts import Alert
from models.chain import digest
from models.clock import HOUSE_ZONE, today_in
from models.contacts import accounts_of, everybody
from models.db import transaction
from models.law.load import load_law
from models.law.printing import NOT_ADVICE
from models.law.vocabulary import RuleKind, Status
from models.tables import Account, Deadline, Entry, Matter
from notifications.calendar_file import Feed, FeedDay, feed_file, mark_in
from notifications.message import CalendarDay
from tasks.claim import subject_of, watched_of

GONE_AFTER = timedelta(days=30)
"""How long a clock that is over is still shown, as cancelled."""

_HEAD = 2048
"""Bytes of a file within which its mark is."""

_STALE = 3600
"""Seconds after which the rest of a writing that was cut short is removed."""

_OURS = re.compile(r"(importer|person)-[a-z0-9-]+\.ics")
_BY_ITSELF = (Status.CROSSED, Status.DISPOSABLE)
Told = Mapping[tuple[str, int], int]
"""How often a contact was told of a subject."""


class CalendarError(RuntimeError):
    """A calendar that cannot be written: the message names the file and the cause."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A clock that calendars show, with the ids of its importer and of itself."""

    account_id: int
    subject: str
    day: FeedDay


@task(cache_policy=NO_CACHE)
def write_calendars(engine: Engine, directory: Path, *, now: datetime) -> list[str]:
    """Brings every calendar up to date and removes those of nobody. Answers which files it wrote.

    Each is replaced in one step, and only its owner may read it. Raises `CalendarError`.
    """
    with transaction(engine) as session:
        feeds = _feeds(session, now)
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = [name for name, feed in feeds.items() if _put(directory / name, feed)]
        _clear(directory, feeds, now)
    except OSError as error:
        raise CalendarError(f"{error.filename or directory} cannot be written: {error.strerror}.") from None
    return written


def _feeds(session: Session, now: datetime) -> dict[str, Feed]:
    """Every calendar by the name of its file: an importer's clocks, a contact's importers' clocks."""
    shown, told, today = _shown(session, now), _told(session), today_in(HOUSE_ZONE, now)
    accounts = session.exec(select(Account).order_by(col(Account.id))).all()
    people = sorted(everybody(session), key=lambda each: each.id)
    feeds = {}
    for account, name in zip(accounts, _names("importer", accounts), strict=True):
        days = _days([each for each in shown if each.account_id == account.id], told, None)
        feeds[name] = _feed(f"importer-{account.id}", account.name, days, now, today)
    for person, name in zip(people, _names("person", people), strict=True):
        theirs = {account.id for account in accounts_of(session, person)}
        days = _days([each for each in shown if each.account_id in theirs], told, person.id)
        feeds[name] = _feed(f"person-{person.id}", person.name, days, now, today)
    return feeds


def _feed(key: str, name: str, days: Sequence[FeedDay], now: datetime, today: date) -> Feed:
    mark = digest([name, today, [asdict(each) for each in days]])[:40]
    return Feed(
        uid=f"valid-{key}@landwaiter",
        name=f"Landwaiter: {name}",
        days=tuple(days),
        written_at=now,
        today=today,
        mark=mark,
    )


def _names(kind: str, rows: Sequence[Account] | Sequence[Contact]) -> list[str]:
    """A file's name for each, in the order of their ids, so that no later one takes the name of another."""
    taken: list[str] = []
    for row in rows:
        ascii_only = unicodedata.normalize("NFKD", row.name).encode("ascii", "ignore").decode().lower()
        plain = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80].strip("-")
        name = f"{kind}-{plain or row.id}.ics"
        while name in taken:
            name = f"{name.removesuffix('.ics')}-{row.id}.ics"
        taken.append(name)
    return taken


def _days(shown: Iterable[_Shown], told: Told, contact_id: int | None) -> list[FeedDay]:
    """As late a version as the one that the alerts' own file told last, and none later."""
    if contact_id is None:
        most: dict[str, int] = {}
        for (subject, _), times in told.items():
            most[subject] = max(most.get(subject, 0), times)
        return [_revised(each, most.get(each.subject, 0)) for each in shown]
    return [_revised(each, told.get((each.subject, contact_id), 0)) for each in shown]


def _revised(shown: _Shown, times: int) -> FeedDay:
    return replace(shown.day, day=replace(shown.day.day, revision=max(times - 1, 0)))


def _told(session: Session) -> Told:
    counted = (
        select(Alert.subject, Alert.contact_id, func.count())
        .where(col(Alert.subject).startswith("deadline:"))
        .group_by(col(Alert.subject), col(Alert.contact_id))
    )
    return {(subject, contact): times for subject, contact, times in session.exec(counted).all()}


def _shown(session: Session, now: datetime) -> list[_Shown]:
    """Every clock that runs, and those that ended not long ago, by day."""
    since = now - GONE_AFTER
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(
            col(Deadline.kind) != RuleKind.LOOKBACK.value,
            or_(col(Deadline.settled_on).is_(None), col(Deadline.derived_at) >= since),
        )
        .order_by(col(Deadline.strict_on), col(Deadline.id))
    )
    busy = set(session.exec(select(Entry.matter_id).where(col(Entry.recorded_at) >= since).distinct()).all())
    rows = session.exec(wanted).all()
    return [
        _Shown(matter.account_id, subject_of(row), _day(row, matter, account))
        for row, matter, account in rows
        if _is_shown(row, since, busy)
    ]


def _is_shown(row: Deadline, since: datetime, busy: Collection[int]) -> bool:
    """Whether it runs, or ended within the last days: by its day, or by what was recorded only then.

    A new law derives what ended long ago anew; where nothing was recorded it stays gone.
    """
    first = today_in(HOUSE_ZONE, since)
    if row.withdrawn:
        return row.derived_at >= since
    if row.status in _BY_ITSELF:
        return row.lenient_on >= first
    if row.settled_on is None:
        return True
    return row.settled_on >= first or (row.derived_at >= since and row.matter_id in busy)


def _day(row: Deadline, matter: Matter, account: Account) -> FeedDay:
    happened = " (has happened)" if row.status == Status.CROSSED else ""
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(row.act_by or row.strict_on).isoformat(),
        title=f"{matter.docket_number}: {row.title}{happened}",
        text="\n".join(_words(row, matter, account)),
        withdrawn=watched_of(row).is_over,
    )
    return FeedDay(day=day, changed_at=row.derived_at)


def _words(row: Deadline, matter: Matter, account: Account) -> Iterator[str]:
    """What it is and why that day; no note of counsel, which may be privileged, and no address."""
    means = RuleKind(row.kind).day_means.capitalize()
    both = f"{row.strict_on} by the strict reading, {row.lenient_on} by the lenient one"
    settled = f" on {row.settled_on}" if row.settled_on else ""
    title = f" ({matter.title})" if matter.title else ""
    yield f"{matter.docket_number}{title}, {matter.lifecycle} of {account.name}"
    yield f"{means}: {row.strict_on if row.strict_on == row.lenient_on else both}"
    if row.act_by:
        yield f"Act by: {row.act_by}"
    stands = "withdrawn: the docket no longer gives it" if row.withdrawn else row.status.replace("_", " ")
    yield f"Status: {stands}{settled}"
    yield f"Rule: {row.rule}, binds {row.bound}{_no_law(row)}"
    yield f"{row.citation}: “{row.quote}”"
    yield from (f"- {sentence}" for sentence in row.trace)
    if row.if_missed:
        yield f"If missed: {row.if_missed}"
    if row.ambiguities:
        yield f"The law is not clear here: {', '.join(row.ambiguities)}"
    yield f"Law {row.law_hash[:12]}, derived {row.derived_at:%Y-%m-%d %H:%M} UTC. {NOT_ADVICE}"


def _no_law(row: Deadline) -> str:
    return "; an office's number, not law" if row.rule in load_law().office else ""


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
    if not path.is_file() or path.stat().st_mode & 0o777 != 0o600:
        return False
    with path.open("rb") as file:
        return mark_in(file.read(_HEAD)) == mark


def _clear(directory: Path, kept: Collection[str], now: datetime) -> None:
    """Removes the calendars of nobody who is on record, and what writings left that were cut short."""
    for path in directory.iterdir():
        left = path.suffix == ".part" and now.timestamp() - path.stat().st_mtime > _STALE
        if left or (_OURS.fullmatch(path.name) and path.name not in kept):
            path.unlink(missing_ok=True)
