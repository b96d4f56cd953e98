"""Demands for entry records: which demand counts from when, and what more time is worth: 19 CFR 163.6(a)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from models.in_words import short_date
from models.law.engine.clock import Act, Clock, Reading, Start, Step
from models.law.engine.counting import always, rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter, lifts
from models.law.text.rule import Rule

PRODUCTION, EXTENDED = "DEM-02", "DEM-05"
"""The clock of the demand itself, and the one of an additional period."""

_DAY = timedelta(days=1)
_ONLY_ORAL = (
    "By the other reading, the period runs only from the receipt of a written demand; none is on record (A6)."
)


@dataclass(frozen=True, slots=True)
class Due:
    """When the records are due: the earliest day, and the later one before it is rolled."""

    strict_on: date
    lenient_on: date
    why: str


def production_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns each written demand with the oral demands that it follows, then each oral demand left over."""
    starts: list[Start] = []
    followed: set[int] = set()
    orals = matter.of_kind("oral_demand_made")
    for demand in matter.of_kind("demand_received"):
        (start,) = matter.starts_of(demand)
        mine = [oral for oral in orals if oral.on <= demand.on and oral.index not in followed]
        mine = [oral for oral in mine if matter.shares_chain(oral, start.chains)]
        followed |= {oral.index for oral in mine}
        known_by = min((oral.index for oral in mine), default=None)
        starts.append(replace(start, others=tuple(mine), known_by=known_by))
    alone = [start for oral in orals if oral.index not in followed for start in matter.starts_of(oral)]
    return starts + alone


def due(start: Start, days: int) -> Due:
    """Returns both due dates: the strict one counts from the oral demand, the lenient one from receipt.

    `days` are calendar days. A date set before the receipt, or later than the count, is ignored.
    """
    demand = start.trigger
    by_count = demand.on + timedelta(days=days)
    if demand.kind == "oral_demand_made":
        counted = f"{days} calendar days from the oral demand end on {short_date(by_count)}."
        return Due(by_count, by_count, f"{counted} {_ONLY_ORAL}")
    strict = lenient = by_count
    set_day = demand.facts.get("produce_by")
    if set_day is not None and demand.on <= set_day <= by_count:
        strict = set_day
        lenient = set_day if demand.says("for_release") else by_count
    from_oral = [oral.on + timedelta(days=days) for oral in start.others]
    earliest = min([strict, *from_oral])
    return Due(earliest, lenient, _why(start, days, earliest, lenient))


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
    return Reading(start.trigger.kind, start.trigger.on, count, (found.why,), frozenset(gap))


def request_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns a start for each demand and each additional period: more time may be requested for both."""
    return [clock.start for rule in (PRODUCTION, EXTENDED) for clock in matter.clocks_of(rule)]


def request_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads DEM-03: the day before the earlier due date, and the day before the later one."""
    if start.trigger.kind == "extension_granted":
        until = start.trigger.facts["until"]
        day = until - _DAY
        further = f"CBP must receive a further request before {short_date(until)}."
        return Reading(start.trigger.kind, until, always(day, day), (further,))
    found = due(start, number)
    strict, lenient = found.strict_on - _DAY, found.lenient_on - _DAY
    by = f"CBP must receive a request before the due date, so by {short_date(strict)}."
    gap = {"A6"} if strict != lenient else set()
    return Reading(
        start.trigger.kind, found.strict_on, always(strict, lenient), (found.why, by), frozenset(gap)
    )


def is_valid_request(_matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether a request states a period and an explanation: 19 CFR 163.6(a)."""
    return "until" in entry.facts and "explanation" in entry.facts


def is_valid_grant(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether an additional period ends after every date that it could extend."""
    return entry.index in _valid_grants(matter)


def _valid_grants(matter: Matter) -> set[int]:
    found = matter.worked_out.get("valid_grants")
    if found is None:
        found = matter.worked_out["valid_grants"] = _find_valid_grants(matter)
    assert isinstance(found, set)
    return found


def _find_valid_grants(matter: Matter) -> set[int]:
    rule = matter.law.rules[PRODUCTION]
    starts = production_starts(matter, rule)
    valid: list[CurrentEntry] = []
    for grant in matter.of_kind("extension_granted"):
        chains = matter.chains.of[grant.index]
        mine = [start for start in starts if start.chains & chains]
        begun = [start for start in mine if min(each.on for each in start.triggers) <= grant.on]
        ends = [due(start, rule.count or 0).strict_on for start in begun]
        ends += [each.facts["until"] for each in valid if matter.shares_chain(each, chains)]
        if all(grant.facts["until"] > end for end in ends):
            valid.append(grant)
    return {grant.index for grant in valid}


def answers_by_request(matter: Matter, clock: Clock) -> list[Step]:
    """Finds valid requests; for an additional period only those that come after its grant."""
    requests = [
        each for each in matter.concerning(clock, "extension_requested") if is_valid_request(matter, each)
    ]
    if clock.trigger.kind == "extension_granted":
        requests = [each for each in requests if each.place > clock.trigger.place]
    return [Step(each.on, Act.ANSWER, each) for each in requests]


def answers_by_unlinked_demand(matter: Matter, clock: Clock) -> list[Step]:
    """Finds, for DEM-01, every written demand that does not name the oral demand it follows."""
    demands = matter.any_of("demand_received", since=clock.begins_on)
    return [Step(each.on, Act.ANSWER, each) for each in demands if not each.links]


def lifts_by_grant(matter: Matter, clock: Clock) -> list[Step]:
    """Finds valid additional periods: each replaces the clock, even after its date, or an earlier period."""
    grants = [each for each in matter.concerning(clock, "extension_granted") if is_valid_grant(matter, each)]
    if clock.trigger.kind == "extension_granted":
        grants = [each for each in grants if each.place > clock.trigger.place]
    return lifts(clock, grants)


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
