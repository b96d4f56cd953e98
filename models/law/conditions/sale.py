"""Windows before the day of a sale, and title that vests: 19 CFR part 127, 19 U.S.C. 1491, 1607."""

from collections.abc import Iterable
from datetime import date, timedelta

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import always, month
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

VESTING, ADVERTISEMENT = "SAL-10", "SAL-04"
EARLIEST_NOTICE = 10
"""127.28(d), (h): "not less than 6 or more than 10 days"."""

_DAY = timedelta(days=1)
_WEEKS = ((21, 15), (14, 8), (7, 1))
"""The three successive weeks before a sale, as days before it: the first and the last of each."""


def before_the_sale(_matter: Matter, _rule: Rule, start: Start, _number: int) -> Reading:
    """Reads SAL-07, *prior to the sale*: the day before it, and the day itself."""
    sale: date = start.trigger.facts["sale_on"]

    def why() -> str:
        return f"The sale is on {short_date(sale)}. Pay before it, by {short_date(sale - _DAY)}."

    return Reading(start.trigger.kind, sale, always(sale - _DAY, sale), why, frozenset({"A28"}))


def six_months_in_custody(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads SAL-12: the day on which the months in custody are over, and the next day."""
    imported = start.trigger.on
    day = month(imported, number)

    def why() -> str:
        return (
            f"Day 0 is the importation of {short_date(imported)}; {number} months in custody are over on "
            f"{short_date(day)} (A26)."
        )

    return Reading(start.trigger.kind, imported, always(day, day + _DAY), why, frozenset({"A26"}))


def posted_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads SAL-14: `number` consecutive calendar days of posting, with the first day counted or not."""
    posted = start.trigger.on
    strict, lenient = posted + timedelta(days=number - 1), posted + timedelta(days=number)

    def why() -> str:
        ends = short_date(strict)
        return f"First published on {short_date(posted)}; {number} consecutive days end on {ends} (A26)."

    return Reading(start.trigger.kind, posted, always(strict, lenient), why, frozenset({"A26"}))


def vesting_day(matter: Matter, start: Start) -> tuple[str, date]:
    """Returns the anchor of SAL-11: the day on which title vested."""
    days = matter.law.rules[VESTING].count or 0
    return start.trigger.kind, start.trigger.on + timedelta(days=days)


def title_has_vested(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether title vested after this notice: SAL-10 was crossed."""
    (start,) = matter.starts_of(entry)
    clock = matter.clock_of(VESTING, start)
    return clock is not None and clock.status is Status.CROSSED


def is_first_of_its_kind(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the entry is the first of its kind in docket order: 162.47(a), first publication."""
    return matter.of_kind(entry.kind)[0] == entry


def answers_by_notice_in_window(matter: Matter, clock: Clock) -> list[Step]:
    """Finds public notices not more than ten days before the sale."""
    first = clock.anchor_on - timedelta(days=EARLIEST_NOTICE)
    notice = matter.first_concerning(clock, ["sale_advertised"], lambda entry: entry.on >= first)
    return [] if notice is None else [Step(notice.on, Act.ANSWER, notice)]


def check_sale(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a regular sale, on or after its day, with one of three weeks not advertised."""
    for start in matter.starts_of(entry):
        clock = matter.clock_of(ADVERTISEMENT, start)
        sale: date = entry.facts["sale_on"]
        if clock is None or clock.status is Status.LIFTED or matter.docket.as_of < sale:
            continue
        notices = [each.on for each in matter.concerning(clock, "sale_advertised")]
        if not all(_is_advertised(notices, sale, *week) for week in _WEEKS):
            yield "advertisement_gap"


def _is_advertised(notices: Iterable[date], sale: date, first: int, last: int) -> bool:
    return any(sale - timedelta(days=first) <= day <= sale - timedelta(days=last) for day in notices)


def check_advertisement(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds notice of a sale of depreciating goods more than ten days before it."""
    for sale in matter.of_kind("sale_scheduled"):
        is_early = entry.on < sale.facts["sale_on"] - timedelta(days=EARLIEST_NOTICE)
        if not is_early or sale.facts.get("goods") != "depreciating":
            continue
        (start,) = matter.starts_of(sale)
        if matter.concerns(entry, start, by_doubt=False):
            yield "notice_too_early"
            return
