"""Each kind of count after its anchor, to both readings: the days were worked out by hand, with a calendar.

One table for each form of the contract's section 3, under its letter. Closed are weekends and holidays only.
"""

from tests.law.support.counts import Row, count, table

DAYS_AFTER: list[Row] = [
    (30, "2024-01-30", "2024-02-29", "2024-02-29", "1 in January and 29 in a leap February"),
    (30, "2025-01-30", "2025-03-01", "2025-03-03", "1 in January, 28 in February: Saturday 1 March"),
    (30, "2024-02-29", "2024-03-30", "2024-04-01", "the leap day is day 0: Saturday 30 March"),
    (365, "2024-02-29", "2025-02-28", "2025-02-28", "365 days, not the anniversary"),
    (1, "2024-02-28", "2024-02-29", "2024-02-29", "the next day of a leap year"),
    (1, "2100-02-28", "2100-03-01", "2100-03-01", "the next day: 2100 is no leap year, 1 March a Monday"),
    (10, "2025-12-26", "2026-01-05", "2026-01-05", "5 in the old year and 5 in the new"),
    (30, "2025-12-02", "2026-01-01", "2026-01-02", "New Year's Day, a Thursday"),
    (30, "2021-12-01", "2021-12-31", "2022-01-03", "Saturday 1 January 2022 closes the Friday before it"),
    (30, "2021-12-02", "2022-01-01", "2022-01-03", "that Saturday itself, then a Sunday"),
    (10, "2022-12-22", "2023-01-01", "2023-01-03", "Sunday 1 January 2023 closes the Monday after it"),
    (10, "2022-12-23", "2023-01-02", "2023-01-03", "that Monday itself"),
    (30, "2026-06-03", "2026-07-03", "2026-07-06", "4 July 2026, a Saturday, closes Friday the 3rd"),
    (30, "2021-06-04", "2021-07-04", "2021-07-06", "4 July 2021, a Sunday, closes Monday the 5th"),
    (10, "2023-10-31", "2023-11-10", "2023-11-13", "11 November 2023, a Saturday, closes Friday the 10th"),
    (10, "2022-12-15", "2022-12-25", "2022-12-27", "Christmas 2022, a Sunday, closes Monday the 26th"),
    (90, "2020-03-21", "2020-06-19", "2020-06-19", "10 + 30 + 31 + 19: Juneteenth 2020 is an open Friday"),
    (90, "2021-03-20", "2021-06-18", "2021-06-21", "11 + 30 + 31 + 18: the first Juneteenth is a Saturday"),
    (30, "2022-05-20", "2022-06-19", "2022-06-21", "Juneteenth 2022, a Sunday, closes Monday the 20th"),
    (30, "2020-12-21", "2021-01-20", "2021-01-20", "Inauguration Day 2021 is an open Wednesday"),
    (30, "2024-12-21", "2025-01-20", "2025-01-21", "Inauguration Day 2025 is King's birthday, which closes"),
    (30, "1984-12-22", "1985-01-21", "1985-01-21", "the third Monday of January 1985 is open"),
    (30, "1985-12-21", "1986-01-20", "1986-01-21", "the third Monday of January 1986 is King's birthday"),
    (15, "2028-02-06", "2028-02-21", "2028-02-22", "Washington's birthday on its latest day"),
    (15, "2027-01-31", "2027-02-15", "2027-02-16", "Washington's birthday on its earliest day"),
    (15, "2027-05-16", "2027-05-31", "2027-06-01", "Memorial Day on its latest day"),
    (15, "2020-05-10", "2020-05-25", "2020-05-26", "Memorial Day on its earliest day"),
    (15, "2020-08-23", "2020-09-07", "2020-09-08", "Labor Day on its latest day"),
    (15, "2019-09-29", "2019-10-14", "2019-10-15", "Columbus Day on its latest day"),
    (15, "2018-09-23", "2018-10-08", "2018-10-09", "Columbus Day on its earliest day"),
    (15, "2018-11-07", "2018-11-22", "2018-11-23", "Thanksgiving on its earliest day; the Friday is open"),
    (15, "2024-11-13", "2024-11-28", "2024-11-29", "Thanksgiving on its latest day"),
    (15, "2023-11-15", "2023-11-30", "2023-11-30", "the fifth Thursday of November is open"),
]


@table(DAYS_AFTER)
def test_f_calendar_days_after_end_on_the_day_or_the_next_business_day(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("AUD-06", number, anchor) == (strict_on, lenient_on)


MONTHS_AFTER: list[Row] = [
    (1, "2025-01-31", "2025-02-28", "2025-02-28", "February has 28 days"),
    (1, "2024-01-31", "2024-02-29", "2024-02-29", "a leap February has 29"),
    (1, "2025-03-31", "2025-04-30", "2025-04-30", "April has 30 days"),
    (1, "2025-02-28", "2025-03-28", "2025-03-28", "the same day number, not the month's last day"),
    (1, "2024-02-29", "2024-03-29", "2024-03-29", "the same day number of the leap day"),
    (12, "2024-02-29", "2025-02-28", "2025-02-28", "twelve months of the leap day: no reading of 1 March"),
    (12, "2023-02-28", "2024-02-28", "2024-02-28", "twelve months to a leap year, not its leap day"),
    (3, "2023-11-30", "2024-02-29", "2024-02-29", "from November to a leap February"),
    (3, "2025-11-30", "2026-02-28", "2026-03-02", "Saturday 28 February"),
    (3, "2025-09-15", "2025-12-15", "2025-12-15", "December, the last month of the year"),
    (3, "2025-10-31", "2026-01-31", "2026-02-02", "over the year's end, on a Saturday"),
    (1, "2025-12-01", "2026-01-01", "2026-01-02", "from December to New Year's Day"),
    (12, "2020-12-31", "2021-12-31", "2022-01-03", "the Friday before New Year's Day 2022"),
    (12, "2024-12-31", "2025-12-31", "2025-12-31", "from December to December"),
    (25, "2025-01-31", "2027-02-28", "2027-03-01", "two years and a month, on a Sunday"),
]


@table(MONTHS_AFTER)
def test_fm_months_after_keep_the_day_number_or_take_the_months_last_day(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("T04", number, anchor) == (strict_on, lenient_on)


YEARS_AFTER: list[Row] = [
    (1, "2020-02-29", "2021-02-28", "2021-03-01", "Sunday 28 February, or Monday 1 March"),
    (5, "1996-02-29", "2001-02-28", "2001-03-01", "a Wednesday or a Thursday: only the leap day opens it"),
    (2, "2024-02-29", "2026-02-28", "2026-03-02", "Saturday 28 February, or Sunday 1 March, rolled"),
    (4, "2020-02-29", "2024-02-29", "2024-02-29", "from a leap day to a leap day"),
    (4, "1996-02-29", "2000-02-29", "2000-02-29", "2000 is a leap year"),
    (4, "2096-02-29", "2100-02-28", "2100-03-01", "2100 is none"),
    (1, "2023-02-28", "2024-02-28", "2024-02-28", "28 February stays it in a leap year"),
    (5, "2020-03-01", "2025-03-01", "2025-03-03", "1 March is the day after the leap day: a Saturday"),
    (5, "2016-12-31", "2021-12-31", "2022-01-03", "the Friday before New Year's Day 2022"),
    (5, "2017-01-01", "2022-01-01", "2022-01-03", "New Year's Day 2022"),
    (1, "2019-06-19", "2020-06-19", "2020-06-19", "19 June 2020 is an open Friday"),
    (1, "2020-06-19", "2021-06-19", "2021-06-21", "19 June 2021 is a Saturday"),
    (1, "2021-06-18", "2022-06-18", "2022-06-21", "a Saturday, Juneteenth, and the Monday after it"),
    (1, "2024-12-25", "2025-12-25", "2025-12-26", "Christmas 2025 is a Thursday"),
]


@table(YEARS_AFTER)
def test_fy_years_after_read_the_leap_day_as_28_february_and_as_1_march(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("PEN-09", number, anchor) == (strict_on, lenient_on)


FIXED: list[Row] = [
    (None, "2024-02-29", "2024-02-29", "2024-02-29", "the leap day is an open Thursday"),
    (None, "2025-03-01", "2025-03-01", "2025-03-03", "a Saturday"),
    (None, "2025-03-02", "2025-03-02", "2025-03-03", "a Sunday"),
    (None, "2021-12-31", "2021-12-31", "2022-01-03", "closed for New Year's Day of the next year"),
    (None, "2022-12-26", "2022-12-26", "2022-12-27", "closed for Christmas of the day before"),
    (None, "2025-11-27", "2025-11-27", "2025-11-28", "Thanksgiving"),
    (None, "2021-01-20", "2021-01-20", "2021-01-20", "Inauguration Day"),
]


@table(FIXED)
def test_d_a_fixed_date_stands_or_rolls(number: None, anchor: str, strict_on: str, lenient_on: str) -> None:
    assert count("SUM-14", number, anchor) == (strict_on, lenient_on)


BY_LAW: list[Row] = [
    (120, "2023-11-01", "2024-02-29", "2024-02-29", "29 + 31 + 31 + 29: the leap day, open"),
    (120, "2025-08-27", "2025-12-26", "2025-12-26", "4 + 30 + 31 + 30 + 25: Christmas, moved to Friday"),
    (120, "2021-09-02", "2022-01-03", "2022-01-03", "28 + 31 + 30 + 31: a closed Friday, moved to Monday"),
]


@table(BY_LAW)
def test_where_the_roll_is_law_both_readings_roll(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("CAL-02", number, anchor) == (strict_on, lenient_on)


KEPT_YEARS: list[Row] = [
    (2, "2020-02-29", "2022-02-28", "2022-03-01", "both ends of a leap day's second anniversary"),
    (5, "2016-02-29", "2021-02-28", "2021-03-01", "a Sunday is the last day like any other"),
    (4, "2020-02-29", "2024-02-29", "2024-02-29", "from a leap day to a leap day"),
    (5, "2019-02-28", "2024-02-28", "2024-02-28", "28 February stays it in a leap year"),
    (5, "2017-01-01", "2022-01-01", "2022-01-01", "New Year's Day, a Saturday, does not roll"),
    (5, "2020-12-25", "2025-12-25", "2025-12-25", "Christmas does not roll"),
]


@table(KEPT_YEARS)
def test_ky_records_kept_for_years_are_kept_to_the_anniversary_and_no_further(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("RET-02", number, anchor) == (strict_on, lenient_on)


KEPT_DAYS: list[Row] = [
    (60, "2023-12-31", "2024-02-29", "2024-02-29", "31 + 29"),
    (60, "2024-12-31", "2025-03-01", "2025-03-01", "31 + 28 + 1: a Saturday"),
    (120, "2025-08-27", "2025-12-25", "2025-12-25", "Christmas"),
    (1, "2021-12-30", "2021-12-31", "2021-12-31", "closed for New Year's Day of the next year"),
]


@table(KEPT_DAYS)
def test_kd_records_kept_for_days_are_kept_to_the_day_closed_or_not(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("RET-04", number, anchor) == (strict_on, lenient_on)


MORE_THAN_YEARS: list[Row] = [
    (1, "2023-02-28", "2024-02-29", "2024-02-29", "the day after the anniversary is the leap day"),
    (1, "2020-02-29", "2021-03-01", "2021-03-02", "the day after 28 February, or after 1 March"),
    (4, "2020-02-29", "2024-03-01", "2024-03-01", "the day after a leap day's leap anniversary"),
    (1, "2024-12-31", "2026-01-01", "2026-01-01", "New Year's Day does not roll"),
    (1, "2024-12-24", "2025-12-25", "2025-12-25", "Christmas does not roll"),
]


@table(MORE_THAN_YEARS)
def test_more_than_years_have_passed_on_the_day_after_the_anniversary(
    number: int, anchor: str, strict_on: str, lenient_on: str
) -> None:
    assert count("SUM-16", number, anchor) == (strict_on, lenient_on)
