"""A docket as given: its types, and how they are read from JSON. Whatever is wrong raises `DocketError`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from models.law.engine.entry_links import check_corrections, check_links
from models.law.engine.facts import DocketError, read_day, read_facts
from models.law.text.lifecycle_rules import LifecycleRules, rules_for
from models.law.text.rule import Law
from models.law.text.vocabulary import ENTRY_WITHDRAWN, Lifecycle

__all__ = ["Docket", "DocketError", "Entry", "read_docket"]

_MOST = 36_500
"""A hundred years in days; a larger setting could count past the last day that `date` knows."""

_KEPT = 64
"""Lists of closed days, and names of time zones, that are not read twice."""

_DOCKET_KEYS = ("lifecycle", "as_of", "entries", "timezone", "closures", "proclaimed", "office")
_ENTRY_KEYS = ("kind", "on", "facts", "id", "replaces", "of")


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated fact. `of` holds the ids of the entries it belongs to, `replaces` the id it corrects."""

    kind: str
    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    replaces: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Docket:
    """The facts of one matter and the date of the calculation.

    `closures` are closed beyond doubt, `proclaimed` by an order that made no holiday (A27). Without either,
    the pack's own list counts, and all its days are proclaimed.
    """

    lifecycle: Lifecycle
    as_of: date
    entries: tuple[Entry, ...]
    closures: frozenset[date] | None = None
    proclaimed: frozenset[date] | None = None
    office: Mapping[str, int | None] = field(default_factory=dict)
    timezone: str = "America/New_York"


def read_docket(given: object, law: Law) -> Docket:
    """Returns the docket, with every key and fact checked against the law's events. Raises `DocketError`."""
    docket = _object(given, _DOCKET_KEYS, "The docket")
    lifecycle = _lifecycle(docket.get("lifecycle"), law)
    entries, rules = _list(docket.get("entries"), "entries"), rules_for(law, lifecycle)
    read = tuple(_entry(entry, index, lifecycle, rules) for index, entry in enumerate(entries))
    check_corrections(read)
    check_links(read)
    return Docket(
        lifecycle=lifecycle,
        as_of=read_day(docket.get("as_of"), "as_of"),
        entries=read,
        closures=_days(docket.get("closures"), "closures"),
        proclaimed=_days(docket.get("proclaimed"), "proclaimed"),
        office=_office(docket.get("office"), law),
        timezone=_timezone(docket.get("timezone")),
    )


def _object(given: object, keys: tuple[str, ...], what: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise DocketError(f"{what} is {given!r}; expected an object with the keys {', '.join(keys)}.")
    for key in given:
        if key not in keys:
            raise DocketError(f"{what} has the unknown key {key!r}; expected {', '.join(keys)}.")
    return given


def _list(given: object, what: str) -> list[Any]:
    if not isinstance(given, list):
        raise DocketError(f"{what} is {given!r}; expected a list.")
    return given


def _lifecycle(given: object, law: Law) -> Lifecycle:
    known = [lifecycle.value for lifecycle in law.belonging]
    if not isinstance(given, str) or given not in known:
        raise DocketError(f"lifecycle is {given!r}; expected one of {', '.join(known)}.")
    return Lifecycle(given)


def _entry(given: object, index: int, lifecycle: Lifecycle, rules: LifecycleRules) -> Entry:
    where = f"Entry {index}"
    entry = _object(given, _ENTRY_KEYS, where)
    kind = entry.get("kind")
    event = rules.events.get(kind) if isinstance(kind, str) else None
    if event is None:
        known = ", ".join(rules.events)
        raise DocketError(
            f"{where}: kind is {kind!r}; expected an event of the lifecycle {lifecycle}: {known}."
        )
    where = f"Entry {index} ({kind})"
    replaces = _name(entry.get("replaces"), f"{where}: replaces")
    if kind == ENTRY_WITHDRAWN and replaces is None:
        raise DocketError(f"{where}: expected replaces, the id of the entry to withdraw.")
    return Entry(
        kind=event.kind,
        on=read_day(entry.get("on"), f"{where}: on"),
        facts=read_facts(entry.get("facts"), event, where, rules.movable),
        id=_name(entry.get("id"), f"{where}: id"),
        replaces=replaces,
        of=_of(entry.get("of"), where),
    )


def _name(given: object, what: str) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not given:
        raise DocketError(f"{what} is {given!r}; expected the text of an id.")
    return given


def _of(given: object, where: str) -> tuple[str, ...]:
    if given is None:
        return ()
    names = [given] if isinstance(given, str) else _list(given, f"{where}: of")
    times = Counter(name for name in names if isinstance(name, str))
    for name in names:
        if not isinstance(name, str):
            raise DocketError(f"{where}: of names {name!r}; expected the id of another entry.")
        if times[name] > 1:
            raise DocketError(f"{where}: of names {name!r} twice; expected each id once.")
    return tuple(names)


def _days(given: object, key: str) -> frozenset[date] | None:
    if given is None:
        return None
    days = tuple(_list(given, key))
    if all(isinstance(day, str) for day in days):
        return _read_days(days, key)
    return frozenset(read_day(day, key) for day in days)


@lru_cache(maxsize=_KEPT)
def _read_days(given: tuple[str, ...], key: str) -> frozenset[date]:
    """The same set for the same days, so that they need not be told apart again."""
    return frozenset(read_day(day, key) for day in given)


def _office(given: object, law: Law) -> dict[str, int | None]:
    if given is None:
        return {}
    office = _object(given, tuple(law.office), "office")
    for rule, number in office.items():
        is_count = isinstance(number, int) and not isinstance(number, bool)
        if number is not None and not (is_count and 1 <= number <= _MOST):
            raise DocketError(
                f"office sets {rule} to {number!r}; expected a whole number from 1 to {_MOST}, or null."
            )
    return office


def _timezone(given: object) -> str:
    if given is None:
        return "America/New_York"
    try:
        return _zone(given) if isinstance(given, str) else _refuse_zone(given)
    except (ValueError, OSError, KeyError):
        return _refuse_zone(given)


@lru_cache(maxsize=_KEPT)
def _zone(given: str) -> str:
    return ZoneInfo(given).key


def _refuse_zone(given: object) -> str:
    raise DocketError(f"timezone is {given!r}; expected an IANA name such as America/New_York.")
