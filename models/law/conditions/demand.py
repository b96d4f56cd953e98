"""Demands for entry records: which demand counts from when, and what more time is worth: 19 CFR 163.6(a)."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import always, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.docket_index import in_docket_order
from models.law.engine.matter import Matter, lifts
from models.law.text.rule import Rule

PRODUCTION, EXTENDED = "DEM-02", "DEM-05"
"""The clock of the demand itself, and the one of an additional period."""

_DAY = timedelta(days=1)
_ONLY_ORAL = (
    "By the other reading, the period runs only from the receipt of a written demand; none is on record (A6)."
)


class _DueDate(NamedTuple):
    """The earlier due date of a demand, the day on which it began, and its chains."""

    begins_on: date
    chains: frozenset[int]
    strict_on: date


@dataclass(frozen=True, slots=True)
class Due:
    """When the records are due: the earliest day, and the later one before it is rolled."""

    strict_on: date
    lenient_on: date
    why: Callable[[], str]


def production_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns each written demand with the oral demands that it follows, then each oral demand left over."""
    return matter.once(_production_starts)


def _production_starts(matter: Matter) -> list[Start]:
    starts: list[Start] = []
    followed: set[int] = set()
    orals = matter.of_kind("oral_demand_made")
    for demand in matter.of_kind("demand_received"):
        (start,) = matter.starts_of(demand)
        near = (oral for chain in start.chains for oral in matter.index.of_kind_in(chain, "oral_demand_made"))
        left = (oral for oral in near if oral.on <= demand.on and oral.index not in followed)
        mine = in_docket_order(left)
        followed |= {oral.index for oral in mine}
        known_by = min((oral.index for oral in mine), default=None)
        starts.append(start._replace(others=tuple(mine), known_by=known_by))
    alone = [start for oral in orals if oral.index not in followed for start in matter.starts_of(oral)]
    return starts + alone


def due(start: Start, days: int) -> Due:
    """Returns both due dates: the strict one counts from the oral demand, the lenient one from receipt.

    `days` are calendar days. A date set before the receipt, or later than the count, is ignored.
    """
    demand = start.trigger
    by_count = demand.on + timedelta(days=days)
    if demand.kind == "oral_demand_made":
        return Due(by_count, by_count, partial(_why_oral, days, by_count))
    strict = lenient = by_count
    set_day = demand.facts.get("produce_by")
    if set_day is not None and demand.on <= set_day <= by_count:
        strict = set_day
        lenient = set_day if demand.says("for_release") else by_count
    from_oral = [oral.on + timedelta(days=days) for oral in start.others]
    earliest = min([strict, *from_oral])
    return Due(earliest, lenient, partial(_why, start, days, earliest, lenient))


def _why_oral(days: int, ends: date) -> str:
    return f"{days} calendar days from the oral demand end on {short_date(ends)}. {_ONLY_ORAL}"


def _why(start: Start, days: int, strict: date, lenient: date) -> str:
    received = f"{days} calendar days from the receipt of the demand on {short_date(start.trigger.on)}"
    if strict == lenient:
        received += ", or the shorter period set for release," if _is_set(start) else ""
        return f"{received} end on {short_date(lenient)}."
    earlier = "from the oral demand" if start.others else "by the shorter period set"
    if start.others and "produce_by" in start.trigger.facts:
        earlier = "from the oral demand, or by the shorter period set"
    return f"{received} end on {short_date(lenient)}; counted {earlier}, on {short_date(strict)} (A6)."


def _is_set(start: Start) -> bool:
    return start.trigger.says("for_release") and "produce_by" in start.trigger.facts


def production_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads DEM-02: the strict day as it is, the lenient one moved to a business day."""
    found = due(start, number)
    is_unclear = found.strict_on != found.lenient_on or start.trigger.kind == "oral_demand_made"
    gap = {"A6"} if is_unclear else set()
    count = partial(rolled, found.strict_on, found.lenient_on)
    return Reading(start.trigger.kind, start.trigger.on, count, found.why, frozenset(gap))


def request_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns a start for each demand and each additional period: more time may be requested for both."""
    return [clock.start for rule in (PRODUCTION, EXTENDED) for clock in matter.clocks_of(rule)]


def request_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads DEM-03: the day before the earlier due date, and the day before the later one."""
    if start.trigger.kind == "extension_granted":
        until = start.trigger.facts["until"]
        day = until - _DAY
        return Reading(start.trigger.kind, until, always(day, day), partial(_further, until))
    found = due(start, number)
    strict, lenient = found.strict_on - _DAY, found.lenient_on - _DAY

    def why() -> list[str]:
        by = f"CBP must receive a request before the due date, so by {short_date(strict)}."
        return [found.why(), by]

    gap = {"A6"} if strict != lenient else set()
    return Reading(start.trigger.kind, found.strict_on, always(strict, lenient), why, frozenset(gap))


def _further(until: date) -> str:
    return f"CBP must receive a further request before {short_date(until)}."


def is_valid_request(_matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether a request states a period and an explanation: 19 CFR 163.6(a)."""
    return "until" in entry.facts and "explanation" in entry.facts


def is_valid_grant(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether an additional period ends after every date that it could extend."""
    return entry.index in matter.once(_valid_grants)


def _valid_grants(matter: Matter) -> set[int]:
    """The additional periods that end after every date of their chains, one after the other."""
    valid: set[int] = set()
    last: dict[int, date] = {}
    ahead = deque(matter.once(_due_dates))
    for grant in matter.of_kind("extension_granted"):
        while ahead and ahead[0].begins_on <= grant.on:
            _put_off(last, ahead[0].chains, ahead.popleft().strict_on)
        chains, until = matter.chains.of[grant.index], grant.facts["until"]
        if all(until > last.get(chain, date.min) for chain in chains):
            valid.add(grant.index)
            _put_off(last, chains, until)
    return valid


def _put_off(last: dict[int, date], chains: Iterable[int], to: date) -> None:
    for chain in chains:
        last[chain] = max(to, last.get(chain, to))


def _due_dates(matter: Matter) -> list[_DueDate]:
    """The dates that a grant could extend, by the day on which their demands began."""
    rule = matter.law.rules[PRODUCTION]
    starts = production_starts(matter, rule)
    dates = [_DueDate(s.begins_on, s.chains, due(s, rule.count or 0).strict_on) for s in starts]
    return sorted(dates, key=attrgetter("begins_on"))


def answers_by_request(matter: Matter, clock: Clock) -> list[Step]:
    """Finds valid requests; for an additional period only those that come after its grant."""

    def counts(entry: CurrentEntry) -> bool:
        return is_valid_request(matter, entry) and _follows_a_grant(entry, clock)

    first = matter.first_concerning(clock, ["extension_requested"], counts)
    return [] if first is None else [Step(first.on, Act.ANSWER, first)]


def _follows_a_grant(entry: CurrentEntry, clock: Clock) -> bool:
    """Whether it comes after the trigger, where that is an additional period."""
    return clock.trigger.kind != "extension_granted" or entry.place > clock.trigger.place


def answers_by_unlinked_demand(matter: Matter, clock: Clock) -> list[Step]:
    """Finds, for DEM-01, every written demand that does not name the oral demand it follows."""
    first = matter.first_since(
        ["demand_received"], clock.begins_on, lambda entry: not entry.links and not entry.void
    )
    return [] if first is None else [Step(first.on, Act.ANSWER, first)]


def lifts_by_grant(matter: Matter, clock: Clock) -> list[Step]:
    """Finds valid additional periods: each replaces the clock, even after its date, or an earlier period."""

    def counts(entry: CurrentEntry) -> bool:
        return is_valid_grant(matter, entry) and _follows_a_grant(entry, clock)

    first = matter.first_concerning(clock, ["extension_granted"], counts)
    return [] if first is None else lifts(clock, [first])


def check_demand(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a date set before the receipt, or not earlier than the regulation's own period ends."""
    set_day = entry.facts.get("produce_by")
    if set_day is None:
        return
    if set_day < entry.on:
        yield "produce_by_before_receipt"
    elif set_day > entry.on + timedelta(days=matter.law.rules[PRODUCTION].count or 0):
        yield "produce_by_not_shorter"


def check_request(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a request that lacks its period or its explanation."""
    if not is_valid_request(matter, entry):
        yield "extension_request_incomplete"


def check_grant(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds an additional period that does not end after every date that it could extend."""
    if not is_valid_grant(matter, entry):
        yield "extension_not_longer"
