"""Days as iCalendar files (RFC 5545): those of an alert, or all as a calendar to subscribe to.

Pure: the same days are the same bytes. A calendar is a copy, never the alarm: feeds refresh late, so each of
its events says when it was written and until when it may be relied on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vText

from models.in_words import short_date
from notifications.wording.message import CalendarDay

PRODID = "-//Landwaiter//Landwaiter//EN"

VALID_DAYS = 2
"""Days after its writing on which a calendar expires."""

_REFRESH = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MARK = "X-LANDWAITER-MARK"
_MARKED = re.compile(rb"^" + _MARK.encode() + rb":(\w+)\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDay:
    """A day of a calendar with the aware instant at which it last changed."""

    day: CalendarDay
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar to subscribe to. `mark` tells contents apart and fits a line: at most 50 letters."""

    uid: str
    name: str
    days: tuple[FeedDay, ...]
    written_at: datetime
    """An aware instant."""

    today: date
    mark: str


def calendar_file(days: Iterable[CalendarDay]) -> bytes:
    """The days as one file; empty where there are none. Raises `ValueError` for what is no ISO date."""
    events = [_event(day, _written_at(day)) for day in days]
    if not events:
        return b""
    calendar = _calendar()
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_file(feed: Feed) -> bytes:
    """A calendar as one file, at whose end it says itself. Raises as `calendar_file` does."""
    calendar = _calendar()
    calendar.add("name", vText(_plain(feed.name)))
    calendar.add("x-wr-calname", vText(_plain(feed.name)))
    calendar.add("last-modified", _utc(feed.written_at))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add(_MARK, feed.mark)
    head = bytes(calendar.to_ical()).removesuffix(_END)
    events = [_lines(each, _utc(feed.written_at)) for each in (*feed.days, _last_day(feed))]
    return b"".join([head, *events, _END])


@lru_cache(maxsize=8192)
def _lines(day: FeedDay, stamp: datetime) -> bytes:
    """One event, worked out once for all the calendars that it stands in: the library takes its time."""
    event = _event(day.day, stamp, after=f"\n\n{warning(stamp)}")
    event.add("last-modified", _utc(day.changed_at))
    return bytes(event.to_ical())


def mark_in(head: bytes) -> str:
    """The mark of a calendar by the first bytes of its file; empty where it has none."""
    found = _MARKED.search(head)
    return "" if found is None else found[1].decode()


def warning(written_at: datetime) -> str:
    """What each event of a calendar says of the calendar."""
    at = _utc(written_at)
    return (
        f"Landwaiter wrote this calendar on {short_date(at.date())}, {at:%H:%M} UTC. It is a copy. Rely on "
        "Landwaiter's alerts. If it is more than two days old, dates may have moved."
    )


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def _last_day(feed: Feed) -> FeedDay:
    on = feed.today + timedelta(days=VALID_DAYS)
    day = CalendarDay(
        uid=feed.uid,
        on=on.isoformat(),
        title="This calendar expires",
        text=f"{feed.name}: if this day is past, the calendar was not refreshed. Do not rely on its dates.",
        revision=on.toordinal(),
    )
    return FeedDay(day=day, changed_at=feed.written_at)


def _event(day: CalendarDay, stamp: datetime, after: str = "") -> Event:
    """A whole day that leaves the person free; one that no longer holds is a later version, cancelled."""
    on = date.fromisoformat(day.on)
    event = Event()
    event.add("uid", _plain(day.uid))
    event.add("dtstamp", stamp)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", _plain(day.title))
    event.add("description", _plain(day.text + after))
    event.add("sequence", max(day.revision, int(day.withdrawn)))
    event.add("status", "CANCELLED" if day.withdrawn else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _written_at(day: CalendarDay) -> datetime:
    """When it was told; the midnight of the day itself where that is not known."""
    if day.written_at:
        return _utc(datetime.fromisoformat(day.written_at))
    return datetime.combine(date.fromisoformat(day.on), time(), UTC)


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


def _plain(text: str) -> str:
    """Control characters have no place in the format (RFC 5545, 3.1); line breaks and tabs have."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
