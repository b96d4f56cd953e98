"""Local times are those of the zone, through summer time and back; what is returned is a plain datetime."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.forms.matter import ZoneChoice
from models.zones import instant_of, local_time

EAST = "America/New_York"
ZONES = st.sampled_from([each.value for each in ZoneChoice])
DAYS = st.dates(date(1998, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2026, 1, 5), time(8), datetime(2026, 1, 5, 13, tzinfo=UTC)),
        (date(2026, 7, 6), time(8), datetime(2026, 7, 6, 12, tzinfo=UTC)),
        # The clocks skip 02:30 on March 8, 2026, and show 01:30 twice on November 1.
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_of_a_day_is_an_instant(day: date, hour: time, instant: datetime) -> None:
    found = instant_of(day, hour, EAST)
    assert (found.astimezone(UTC), type(found)) == (instant, datetime)


@given(DAYS, st.times().map(lambda each: each.replace(second=0, microsecond=0, fold=0)), ZONES)
def test_it_is_the_instant_that_the_standard_library_has(day: date, hour: time, zone: str) -> None:
    wanted = datetime.combine(day, hour, ZoneInfo(zone))
    assert instant_of(day, hour, zone).astimezone(UTC) == wanted.astimezone(UTC)


@given(DAYS, st.times(), ZONES)
def test_what_the_clocks_show_is_the_same_instant(day: date, hour: time, zone: str) -> None:
    at = datetime.combine(day, hour, UTC)
    shown = local_time(at, zone)
    assert (shown.astimezone(UTC), type(shown)) == (at, datetime)
    assert shown.replace(tzinfo=None) == at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
