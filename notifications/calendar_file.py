"""Days as an iCalendar file (RFC 5545). Pure: the same days are the same bytes."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from notifications.message import CalendarDay

PRODID = "-//Landwaiter//Landwaiter//EN"


def calendar_file(days: Iterable[CalendarDay]) -> bytes:
    """The days as one file; empty where there are none. Raises `ValueError` for a day that is no ISO date."""
    events = [_event(day) for day in days]
    if not events:
        return b""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(day: CalendarDay) -> Event:
    """A whole day that leaves the person free; one that no longer holds is a later version, cancelled."""
    on = date.fromisoformat(day.on)
    event = Event()
    event.add("uid", _plain(day.uid))
    event.add("dtstamp", datetime.combine(on, time(), UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", _plain(day.title))
    event.add("description", _plain(day.text))
    event.add("sequence", max(day.revision, int(day.withdrawn)))
    event.add("status", "CANCELLED" if day.withdrawn else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    """Control characters have no place in the format (RFC 5545, 3.1); line breaks and tabs have."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in kept if each in "\n\t" or unicodedata.category(each) != "Cc")
