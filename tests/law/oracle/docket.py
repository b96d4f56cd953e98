"""A docket read a second time: what is refused, what stands, what a link leads to.

Encoding, sections 1, 2, 6 and 8.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from tests.law.oracle.kinds import KINDS, MOVABLE, OFFICE_RULES, TYPES, WORDS

FIRST_DAY, LAST_DAY = "1978-01-01", "2199-12-31"


class RefusedError(Exception):
    """The docket is bad input; the message says which rule of section 1 it breaks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as given; `facts` has every fact of its kind, None where it is not given."""

    index: int
    kind: str
    on: date
    facts: Mapping[str, Any]
    id: str | None
    replaces: str | None
    of: tuple[str, ...]

    @property
    def place(self) -> tuple[date, int]:
        """Sorts into docket order."""
        return self.on, self.index

    def says(self, fact: str) -> bool:
        """Whether a true/false fact is true; one that is absent is false."""
        return bool(self.facts.get(fact))


@dataclass(frozen=True, slots=True)
class Docket:
    """A docket that may be answered; `closures` and `proclaimed` are None where it leaves them out."""

    lifecycle: str
    as_of: date
    entries: tuple[Entry, ...]
    closures: frozenset[date] | None
    proclaimed: frozenset[date] | None
    office: Mapping[str, int | None]


def read(given: object) -> Docket:
    """The docket, every key and fact checked. Raises RefusedError."""
    known = {"lifecycle", "as_of", "entries", "timezone", "closures", "proclaimed", "office"}
    docket = _object(given, known)
    lifecycle, zone = docket.get("lifecycle"), docket.get("timezone")
    _demand(isinstance(lifecycle, str) and lifecycle in KINDS, "unknown lifecycle")
    _demand(zone is None or (isinstance(zone, str) and zone in _zones()), "time zone")
    _demand(isinstance(docket.get("entries"), list), "entries are no list")
    return Docket(
        lifecycle=str(lifecycle),
        as_of=_day(docket.get("as_of")),
        entries=_entries(str(lifecycle), docket["entries"]),
        closures=_closures(docket.get("closures")),
        proclaimed=_closures(docket.get("proclaimed")),
        office=_office(docket.get("office")),
    )


@cache
def _zones() -> set[str]:
    return available_timezones()


def _entries(lifecycle: str, given: list[object]) -> tuple[Entry, ...]:
    entries = tuple(_entry(lifecycle, index, each) for index, each in enumerate(given))
    _check_names(entries)
    _check_circles(entries)
    return entries


def _closures(given: object) -> frozenset[date] | None:
    _demand(given is None or isinstance(given, list), "closures are no list")
    return frozenset(_day(each) for each in given) if isinstance(given, list) else None


def _demand(condition: bool, what: str) -> None:
    if not condition:
        raise RefusedError(what)


def _object(given: object, keys: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise RefusedError("not an object")
    _demand(set(given) <= keys, "unknown key")
    return given


def _day(given: object) -> date:
    looks_right = isinstance(given, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given)
    _demand(bool(looks_right), "no date")
    _demand(FIRST_DAY <= str(given) <= LAST_DAY, "date out of range")
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise RefusedError("no such day") from error


def _office(given: object) -> dict[str, int | None]:
    settings = {} if given is None else _object(given, OFFICE_RULES)
    for value in settings.values():
        _demand(value is None or (type(value) is int and value >= 1), "office value")
    return settings


@cache
def facts_of(lifecycle: str) -> dict[str, dict[str, bool]]:
    """Kind of entry -> name of fact -> whether it is required."""
    found = re.findall(r"(\w+)\(([^)]*)\)", KINDS[lifecycle])
    return {kind: {n.rstrip("?"): not n.endswith("?") for n in names.split()} for kind, names in found}


def _entry(lifecycle: str, index: int, given: object) -> Entry:
    entry = _object(given, {"kind", "on", "facts", "id", "replaces", "of"})
    kind, own, replaces = entry.get("kind"), entry.get("id"), entry.get("replaces")
    _demand(isinstance(kind, str) and kind in facts_of(lifecycle), "unknown kind")
    _demand(own is None or (isinstance(own, str) and own != ""), "id")
    _demand(replaces is None or isinstance(replaces, str), "replaces")
    _demand(kind != "entry_withdrawn" or replaces is not None, "a withdrawal of nothing")
    facts = _facts(lifecycle, str(kind), entry.get("facts"))
    return Entry(index, str(kind), _day(entry.get("on")), facts, own, replaces, _links(entry.get("of")))


def _links(given: object) -> tuple[str, ...]:
    links = [] if given is None else given if isinstance(given, list) else [given]
    _demand(all(isinstance(each, str) for each in links), "of")
    _demand(len(set(links)) == len(links), "of names one twice")
    return tuple(links)


def _facts(lifecycle: str, kind: str, given: object) -> dict[str, Any]:
    names = facts_of(lifecycle)[kind]
    facts = {} if given is None else _object(given, set(names))
    read_facts: dict[str, Any] = {}
    for name, required in names.items():
        value = facts.get(name)
        if value is not None:
            value = _fact(lifecycle, name, value)
        _demand(value is not None or not required, "required fact missing")
        read_facts[name] = value
    return read_facts


def _fact(lifecycle: str, name: str, value: object) -> object:
    (kind,) = [kind for kind, names in TYPES.items() if name in names.split()]
    if kind == "date":
        return _day(value)
    if kind == "number":
        _demand(isinstance(value, int | float) and not isinstance(value, bool), "number")
        _demand(isinstance(value, int | float) and 0 <= value < math.inf, "number")
    elif kind == "truth":
        _demand(type(value) is bool, "true or false")
    elif kind in WORDS:
        _demand(isinstance(value, str) and value in WORDS[kind], "word of a closed set")
    elif kind == "rule":
        _demand(isinstance(value, str) and value in MOVABLE[lifecycle], "rule that cannot be moved")
    else:
        _demand(isinstance(value, str), "text")
        return value if str(value).strip() else None
    return value


def _check_names(entries: tuple[Entry, ...]) -> None:
    ids = [entry.id for entry in entries if entry.id is not None]
    _demand(len(set(ids)) == len(ids), "id used twice")
    replaced = [entry.replaces for entry in entries if entry.replaces is not None]
    _demand(len(set(replaced)) == len(replaced), "two replace one")
    for entry in entries:
        named = {*entry.of, *([] if entry.replaces is None else [entry.replaces])}
        _demand(named <= set(ids) and entry.id not in named, "names no other entry")


def _check_circles(entries: tuple[Entry, ...]) -> None:
    """An entry and its corrections are one to a circle of links."""
    names = {entry.id: entry for entry in entries if entry.id is not None}
    after = {entry.index: {names[entry.replaces].index} if entry.replaces else set() for entry in entries}
    _demand(not _has_circle(after), "replacements in a circle")
    version_of = versions(entries)
    links: dict[int, set[int]] = {root: set() for root in version_of.values()}
    for entry in entries:
        links[version_of[entry.index]] |= {version_of[names[each].index] for each in entry.of}
    _demand(not _has_circle(links), "links in a circle")


def _has_circle(arrows: dict[int, set[int]]) -> bool:
    """Strips what leads nowhere until nothing is left, or a circle is."""
    left = dict(arrows)
    while ends := [node for node, targets in left.items() if not targets & left.keys()]:
        for node in ends:
            del left[node]
    return bool(left)


def versions(entries: tuple[Entry, ...]) -> dict[int, int]:
    """Index of each entry -> index of the first version of it, the one that replaces nothing."""
    names = {entry.id: entry for entry in entries if entry.id is not None}
    first = {}
    for entry in entries:
        root = entry
        while root.replaces is not None:
            root = names[root.replaces]
        first[entry.index] = root.index
    return first
