"""The calendar against days that are known."""

from datetime import date

import pytest

from models.law.engine.business_days import Calendar, holidays

HOLIDAYS = {
    2021: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2022: "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
    2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
}


@pytest.mark.parametrize("year", HOLIDAYS)
def test_the_federal_holidays_of_a_year_are_observed_on_these_days(year: int) -> None:
    found = sorted(day.strftime("%m-%d") for day in holidays(year))
    assert found == HOLIDAYS[year].split()


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2020, 6, 19), False),  # Juneteenth is a holiday from 2021 on.
        (date(2021, 6, 18), True),  # It was a Saturday.
        (date(1985, 1, 21), False),  # King's birthday is a holiday from 1986 on.
        (date(1986, 1, 20), True),
        (date(2021, 1, 20), False),  # Inauguration Day is none.
        (date(2010, 12, 31), True),  # New Year's Day 2011 was a Saturday.
        (date(2025, 11, 28), False),  # The Friday after Thanksgiving.
    ],
)
def test_a_day_is_open_or_closed(day: date, closed: bool) -> None:
    assert Calendar(()).is_closed(day) is closed


def test_a_proclaimed_closure_closes_a_day() -> None:
    assert Calendar([date(2025, 12, 26)]).roll(date(2025, 12, 25)) == date(2025, 12, 29)


def test_the_last_business_day_before_a_long_weekend_is_found() -> None:
    assert Calendar(()).back(date(2025, 9, 1)) == date(2025, 8, 29)
