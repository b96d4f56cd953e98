"""The days of a message are a file that another program reads as it was meant."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.channels.icalendar_file import calendar_file
from notifications.wording.message import CalendarDay

DAY = CalendarDay(
    uid="deadline-7@landwaiter",
    on="2028-02-29",
    title="AUD-1: answer, or else; “Söhne”",
    text="Why: within 30 days\nhttps://desk.example/form?a=1&b=2",
)


def events(*days: CalendarDay) -> list[Any]:
    return Calendar.from_ical(calendar_file(days)).walk("VEVENT")


def test_a_day_is_a_whole_day_that_blocks_nobody_and_rings_no_bell() -> None:
    (event,) = events(DAY)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2028, 2, 29), date(2028, 3, 1))
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (DAY.title, DAY.text)
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (DAY.uid, "CONFIRMED", 0)
    assert event["DTSTAMP"].dt == datetime(2028, 2, 29, tzinfo=UTC)
    assert event["TRANSP"] == "TRANSPARENT"
    assert not event.walk("VALARM")


def test_the_file_says_who_made_it_and_that_it_is_published() -> None:
    raw = calendar_file([DAY])
    calendar = Calendar.from_ical(raw)
    assert "Landwaiter" in str(calendar["PRODID"])
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_a_day_that_moved_or_fell_keeps_its_identity() -> None:
    moved, fallen = events(replace(DAY, on="2028-03-15"), replace(DAY, withdrawn=True))
    assert moved["UID"] == fallen["UID"] == DAY.uid
    assert moved["DTSTART"].dt == date(2028, 3, 15)
    assert (fallen["STATUS"], fallen["SEQUENCE"]) == ("CANCELLED", 1)


def test_the_same_days_are_the_same_bytes_and_no_days_are_none() -> None:
    assert calendar_file([DAY]) == calendar_file([DAY])
    assert calendar_file([]) == b""


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        calendar_file([replace(DAY, on="soon")])


@given(st.text(), st.text(), st.dates(max_value=date.max - timedelta(days=1)))
def test_whatever_a_person_typed_comes_back_and_makes_no_second_event(
    title: str, text: str, on: date
) -> None:
    (event,) = events(replace(DAY, on=on.isoformat(), title=title + "\r\nEND:VEVENT", text=text))
    assert event["DTSTART"].dt == on
    assert str(event["SUMMARY"]).endswith("\nEND:VEVENT")
