"""The facts of an entry, read from JSON values: each fact has one type everywhere."""

import math
import re
from datetime import date
from functools import lru_cache
from typing import Any

from models.errors import Refused
from models.law.text.rule import Event
from models.law.text.vocabulary import CHOICES, FACTS, FactType

FIRST_DAY, LAST_DAY = date(1978, 1, 1), date(2199, 12, 31)
"""The first and the last day that a docket may name."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LENGTH = len("2026-03-31")
_KEPT = 100_000
"""Days that are not read twice: more than a docket may name."""


class DocketError(Refused):
    """A docket that cannot be read: the message names the entry or key and what was expected."""


def read_day(given: object, what: str) -> date:
    """Reads a day written YYYY-MM-DD, 1978 to 2199. Raises `DocketError`, which names it by `what`."""
    day = _day(given) if isinstance(given, str) and len(given) == _LENGTH else ""
    if isinstance(day, str):
        raise DocketError(f"{what} is {given!r}; expected a day as YYYY-MM-DD{day}.")
    return day


@lru_cache(maxsize=_KEPT)
def _day(text: str) -> date | str:
    """The day, or what else was expected of it."""
    if not _ISO.fullmatch(text):
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ", but there is no such day"
    return day if FIRST_DAY <= day <= LAST_DAY else f" from {FIRST_DAY} to {LAST_DAY}"


def read_facts(given: object, event: Event, where: str, movable: tuple[str, ...]) -> dict[str, Any]:
    """Returns the facts given, without blank ones. Raises `DocketError`.

    `where` names the entry in the error; `movable` are the rules that `due_date_fixed` may name.
    """
    facts = {} if given is None else given
    if not isinstance(facts, dict):
        raise DocketError(f"{where}: facts is {given!r}; expected an object.")
    known = (*event.required, *event.optional)
    for name in facts:
        if name not in known:
            wanted = ", ".join(known) if known else "none"
            raise DocketError(f"{where}: unknown fact {name!r}; this event has the facts: {wanted}.")
    read = {name: _fact(name, value, where, movable) for name, value in facts.items()}
    kept = {name: value for name, value in read.items() if value is not None}
    for name in event.required:
        if name not in kept:
            raise DocketError(f"{where}: the fact {name!r} is missing; expected {_expected(name, movable)}.")
    return kept


def _fact(name: str, value: object, where: str, movable: tuple[str, ...]) -> object:
    """The value read, None where it counts as not given."""
    if value is None or (FACTS[name] is FactType.TEXT and isinstance(value, str) and not value.strip()):
        return None
    if FACTS[name] is FactType.DATE:
        return read_day(value, f"{where}: {name}")
    if not _fits(FACTS[name], value, movable):
        raise DocketError(f"{where}: {name} is {value!r}; expected {_expected(name, movable)}.")
    return value


def _fits(kind: FactType, value: object, movable: tuple[str, ...]) -> bool:
    match kind:
        case FactType.YES_NO:
            return isinstance(value, bool)
        case FactType.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return False
            return value >= 0 and (isinstance(value, int) or math.isfinite(value))
        case FactType.TEXT:
            return isinstance(value, str)
        case FactType.RULE:
            return value in movable
        case _:
            return value in CHOICES[kind]


def _expected(name: str, movable: tuple[str, ...]) -> str:
    match FACTS[name]:
        case FactType.DATE:
            return "a day as YYYY-MM-DD"
        case FactType.YES_NO:
            return "true or false"
        case FactType.NUMBER:
            return "a number of 0 or more"
        case FactType.TEXT:
            return "text"
        case FactType.RULE:
            return f"one of {', '.join(movable)}"
        case kind:
            return f"one of {', '.join(CHOICES[kind])}"
