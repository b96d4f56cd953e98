"""When somebody may be reached: tables of instants in zones, and laws over all of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.law.engine.business_days import Calendar
from notifications.policy.working_hours import Hours, digest_day, reached_at

CALENDAR = Calendar([date(2025, 6, 25)])
EAST, WEST, TOKYO = "America/New_York", "America/Los_Angeles", "Asia/Tokyo"


def local(text: str, zone: str = EAST) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def office(zone: str = EAST, starts: str = "09:00", ends: str = "17:00") -> Hours:
    return Hours.read(zone, starts, ends)


@pytest.mark.parametrize(
    ("zone", "comes_up", "reached"),
    [
        (EAST, "2025-06-23T09:00", "2025-06-23T09:00"),
        (EAST, "2025-06-23T16:59", "2025-06-23T16:59"),
        (EAST, "2025-06-23T08:59", "2025-06-23T09:00"),
        (EAST, "2025-06-23T17:00", "2025-06-24T09:00"),
        (EAST, "2025-06-23T23:30", "2025-06-24T09:00"),
        (EAST, "2025-06-20T17:00", "2025-06-23T09:00"),
        (EAST, "2025-06-21T12:00", "2025-06-23T09:00"),
        (EAST, "2025-07-03T18:00", "2025-07-07T09:00"),
        (EAST, "2025-07-04T10:00", "2025-07-07T09:00"),
        (EAST, "2025-06-24T20:00", "2025-06-26T09:00"),
        (WEST, "2025-06-23T05:00", "2025-06-23T09:00"),
        (WEST, "2025-06-23T17:30", "2025-06-24T09:00"),
        (TOKYO, "2025-06-23T23:00", "2025-06-24T09:00"),
        (EAST, "2025-03-08T12:00", "2025-03-10T09:00"),
        (EAST, "2025-11-01T12:00", "2025-11-03T09:00"),
    ],
    ids=lambda given: given.replace("T", " "),
)
def test_what_comes_up_outside_the_hours_waits_for_the_next_working_morning(
    zone: str, comes_up: str, reached: str
) -> None:
    now = local(comes_up, zone)
    found = reached_at(now.astimezone(UTC), office(zone), CALENDAR, latest=None)
    assert found == local(reached, zone)


@pytest.mark.parametrize(
    ("latest", "reached"),
    [
        ("2025-07-07T08:00", "2025-07-03T18:00"),
        ("2025-07-07T09:00", "2025-07-07T09:00"),
        ("2025-07-08T08:00", "2025-07-07T09:00"),
        ("2025-07-03T08:00", "2025-07-03T18:00"),
    ],
)
def test_nothing_waits_beyond_the_last_safe_morning(latest: str, reached: str) -> None:
    now = local("2025-07-03T18:00")
    assert reached_at(now, office(), CALENDAR, latest=local(latest)) == local(reached)


def test_whoever_has_no_hours_is_reached_at_any() -> None:
    now = local("2025-07-04T03:00")
    assert reached_at(now, Hours.read(EAST, "", ""), CALENDAR, latest=None) == now


@pytest.mark.parametrize(
    ("starts", "ends"), [("17:00", "09:00"), ("09:00", "09:00"), ("09:00", ""), ("9", "10")]
)
def test_hours_that_are_none_are_refused(starts: str, ends: str) -> None:
    with pytest.raises(ValueError, match=r"Enter the start first|Invalid"):
        Hours.read(EAST, starts, ends)


@pytest.mark.parametrize(
    ("zone", "starts", "now", "day"),
    [
        (EAST, "09:00", "2025-06-23T08:59", None),
        (EAST, "09:00", "2025-06-23T09:00", date(2025, 6, 23)),
        (EAST, "09:00", "2025-06-23T16:59", date(2025, 6, 23)),
        (EAST, "09:00", "2025-06-23T17:00", None),
        (EAST, "", "2025-06-23T23:59", date(2025, 6, 23)),
        (EAST, "", "2025-06-23T07:59", None),
        (EAST, "", "2025-06-23T08:00", date(2025, 6, 23)),
        (EAST, "09:00", "2025-06-21T09:00", None),
        (EAST, "09:00", "2025-07-04T12:00", None),
        (TOKYO, "09:00", "2025-06-23T09:00", date(2025, 6, 23)),
    ],
)
def test_the_digest_is_due_once_work_begins_on_a_business_day(
    zone: str, starts: str, now: str, day: date | None
) -> None:
    hours = office(zone, starts, "17:00" if starts else "")
    assert digest_day(local(now, zone).astimezone(UTC), hours, CALENDAR) == day


MINUTES = st.integers(0, 60 * 24 * 400).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
ZONES = st.sampled_from([EAST, WEST, TOKYO, "Europe/Berlin", "Pacific/Auckland", "America/St_Johns"])


@given(now=MINUTES, zone=ZONES, ahead=st.integers(-3, 12) | st.none())
def test_it_waits_forwards_never_beyond_the_latest_and_ends_within_the_hours(
    now: datetime, zone: str, ahead: int | None
) -> None:
    latest = None if ahead is None else now + timedelta(days=ahead)
    found = reached_at(now, office(zone), CALENDAR, latest=latest)
    assert now <= found <= now + timedelta(days=6)
    if found > now:
        there = found.astimezone(ZoneInfo(zone))
        assert there.time() == time(9)
        assert not CALENDAR.is_closed(there.date())
        assert latest is None or found <= latest
    assert reached_at(found, office(zone), CALENDAR, latest=latest) == found
