"""Laws of counting that hold for every day, number and closure; those of whole dockets stand elsewhere."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.law.engine.business_days import Calendar, holidays
from models.law.engine.counting import Readings, always, early, late, month, readings
from models.law.load import load_law

RULES = load_law().rules

DAYS = st.dates(date(1978, 1, 1), date(2199, 12, 31))
NUMBERS = st.integers(1, 200)
FEW = st.integers(1, 40)
CLOSURES = st.frozensets(st.dates(date(2019, 12, 1), date(2022, 2, 28)), max_size=12)
NEAR = st.dates(date(2019, 11, 1), date(2022, 3, 31))
"""Days among the closures, the leap day of 2020 and the first Juneteenth."""

LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in range(1980, 2200, 4) if year != 2100])
ANY = DAYS | NEAR | LEAP_DAYS
DAY = timedelta(days=1)


def span(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def count(rule: str, anchor: date, number: int | None, calendar: Calendar) -> Readings:
    return readings(RULES[rule], anchor, number, calendar)


@given(day=ANY, closures=CLOSURES)
def test_rolling_passes_over_closed_days_only_and_ends_on_an_open_one(
    day: date, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    ahead, behind = calendar.roll(day), calendar.back(day)
    assert behind <= day <= ahead
    assert not calendar.is_closed(ahead)
    assert not calendar.is_closed(behind)
    assert all(calendar.is_closed(each) for each in span(day, ahead - DAY))
    assert all(calendar.is_closed(each) for each in span(behind + DAY, day))


@given(day=ANY)
def test_without_closures_no_more_than_three_days_in_a_row_are_closed(day: date) -> None:
    calendar = Calendar(())
    assert (calendar.roll(day) - day).days <= 3
    assert (day - calendar.back(day)).days <= 3


@given(year=st.integers(1978, 2199))
def test_a_year_has_its_holidays_each_on_a_weekday_of_its_own(year: int) -> None:
    named = 9 + (year >= 1986) + (year >= 2021)
    new_years = [date(each, 1, 1).weekday() == 5 for each in (year, year + 1)]
    found = holidays(year)
    assert len(found) == named - new_years[0] + new_years[1]
    assert all(day.year == year and day.weekday() < 5 for day in found)


@given(day=ANY, number=FEW, closures=CLOSURES)
def test_counting_business_days_passes_exactly_so_many_open_ones(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    ahead, behind = calendar.business_days(day, number), calendar.business_days(day, -number)
    assert sum(not calendar.is_closed(each) for each in span(day + DAY, ahead)) == number
    assert sum(not calendar.is_closed(each) for each in span(behind, day - DAY)) == number
    assert not calendar.is_closed(ahead)
    assert not calendar.is_closed(behind)


@given(day=ANY, one=FEW, other=FEW, closures=CLOSURES)
def test_business_days_counted_in_two_steps_are_those_counted_in_one(
    day: date, one: int, other: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    for sign in (1, -1):
        first = calendar.business_days(day, sign * one)
        found = calendar.business_days(first, sign * other)
        assert found == calendar.business_days(day, sign * (one + other))


@given(day=NEAR, number=FEW, closures=CLOSURES, closed=NEAR)
def test_one_closure_more_never_makes_a_count_shorter(
    day: date, number: int, closures: frozenset[date], closed: date
) -> None:
    fewer, more = Calendar(closures), Calendar(closures | {closed})
    assert fewer.roll(day) <= more.roll(day)
    assert fewer.back(day) >= more.back(day)
    assert fewer.business_days(day, number) <= more.business_days(day, number)
    assert fewer.business_days(day, -number) >= more.business_days(day, -number)


@given(day=DAYS, number=NUMBERS)
def test_a_month_has_28_to_31_days_and_there_and_back_loses_three_at_most(day: date, number: int) -> None:
    found = month(day, number)
    assert 28 * number <= (found - day).days <= 31 * number
    home = month(found, -number)
    assert 0 <= (day - home).days <= 3
    assert home == day or day.day > 28


@given(day=DAYS, one=NUMBERS, other=NUMBERS)
def test_months_counted_in_two_steps_never_end_later_than_in_one(day: date, one: int, other: int) -> None:
    there = month(day, one + other)
    steps = month(month(day, one), other)
    assert (steps.year, steps.month) == (there.year, there.month)
    assert steps <= there
    assert steps == there or day.day > 28


@given(day=ANY)
def test_an_anniversary_keeps_day_and_month_save_from_the_leap_day(day: date) -> None:
    for number in range(-10, 11):
        year = day.year + number
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if (day.month, day.day) == (2, 29) and not is_leap:
            assert (early(day, number), late(day, number)) == (date(year, 2, 28), date(year, 3, 1))
        else:
            assert early(day, number) == late(day, number) == date(year, day.month, day.day)


@given(day=ANY, number=NUMBERS, closures=CLOSURES)
def test_calendar_days_counted_after_and_then_before_lead_home(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    after = count("AUD-06", day, number, calendar)
    assert (after.strict_on - day).days == number
    assert after.lenient_on == calendar.roll(after.strict_on)
    before = count("SAL-03", after.strict_on, number, calendar)
    assert before.lenient_on == day
    assert before.strict_on == calendar.back(day)
    assert (after.rolled, before.rolled) == (calendar.is_closed(after.strict_on), calendar.is_closed(day))


@given(day=ANY, number=NUMBERS, closures=CLOSURES)
def test_exact_days_and_days_of_keeping_know_no_calendar(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar, ahead, behind = Calendar(closures), timedelta(days=number), timedelta(days=-number)
    for rule, days in (("RUL-07", ahead), ("SAL-04", behind), ("RET-04", ahead)):
        assert count(rule, day, number, calendar) == Readings(day + days, day + days)


@given(day=ANY, closures=CLOSURES)
def test_a_fixed_day_is_a_count_of_no_days_and_asks_for_no_number(
    day: date, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    fixed = count("SUM-14", day, None, calendar)
    assert fixed == count("SUM-14", day, 30, calendar) == count("AUD-06", day, 0, calendar)
    assert count("SUM-10", day, None, calendar) == Readings(day, day)


@given(day=ANY, number=NUMBERS, closures=CLOSURES)
def test_where_the_roll_is_law_both_readings_are_the_lenient_one_of_other_rules(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    lenient_on = count("AUD-06", day, number, calendar).lenient_on
    assert count("CAL-02", day, number, calendar) == Readings(lenient_on, lenient_on)


@given(day=ANY, gap=st.integers(0, 40), closures=CLOSURES)
def test_a_count_that_no_calendar_changes_gives_its_two_days_and_names_no_leap_day_unless_told(
    day: date, gap: int, closures: frozenset[date]
) -> None:
    last, calendar = day + gap * DAY, Calendar(closures)
    assert always(day, last)(calendar) == Readings(day, last, rolled=False, leaps=False)
    assert always(day, last, leaps=True)(calendar) == Readings(day, last, leaps=True)


@given(day=ANY, number=FEW, closures=CLOSURES)
def test_months_and_years_after_roll_by_the_lenient_reading_only(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    months, years = count("T04", day, 12 * number, calendar), count("PEN-09", day, number, calendar)
    assert months.strict_on == years.strict_on == early(day, number)
    assert months.lenient_on == calendar.roll(early(day, number))
    assert years.lenient_on == calendar.roll(late(day, number))
    assert not months.leaps
    assert years.leaps == (early(day, number) != late(day, number))
    assert (months.rolled, years.rolled) == (
        calendar.is_closed(early(day, number)),
        calendar.is_closed(late(day, number)),
    )


@given(day=ANY, number=FEW, closures=CLOSURES)
def test_years_of_keeping_end_a_day_before_more_than_they_have_passed(
    day: date, number: int, closures: frozenset[date]
) -> None:
    kept, passed = (count(rule, day, number, Calendar(closures)) for rule in ("RET-02", "SUM-16"))
    assert (kept.strict_on, kept.lenient_on) == (early(day, number), late(day, number))
    assert (passed.strict_on, passed.lenient_on) == (kept.strict_on + DAY, kept.lenient_on + DAY)
    assert kept.leaps == passed.leaps == (kept.strict_on != kept.lenient_on)
    assert not kept.rolled
    assert not passed.rolled


@given(day=ANY, number=FEW, closures=CLOSURES)
def test_clear_business_days_are_one_more_than_the_literal_ones(
    day: date, number: int, closures: frozenset[date]
) -> None:
    calendar = Calendar(closures)
    found, one_more = (count("SUM-07", day, each, calendar) for each in (number, number + 1))
    assert found.strict_on == one_more.lenient_on == calendar.back(found.lenient_on - DAY)


@given(day=ANY, number=FEW)
def test_a_window_back_begins_on_the_anniversary_or_the_day_after_it(day: date, number: int) -> None:
    found = count("DEM-08", day, number, Calendar(()))
    assert (found.strict_on, found.lenient_on) == (early(day, -number), late(day, -number) + DAY)
    assert not found.rolled
