"""The ladders: on which days a clock is spoken of, as data; `ladders.toml` holds Landwaiter's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from models.law.vocabulary import Party, RuleKind

_DAYS = ("act_by", "strict_on", "lenient_on")
_REASONS = (
    "reminder",
    "due_now",
    "in_gap",
    "missed",
    "right_opened",
    "threshold_near",
    "threshold_crossed",
)
_RUNG_KEYS = {"step", "reason", "counts_from", "days"}


class LadderError(ValueError):
    """Ladders that cannot be used: the message names the ladder and what was expected."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: its name, the reason it gives, and its day as days after one of the clock's days."""

    step: str
    reason: str
    counts_from: str
    days: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of some kinds of clock that bind some parties, in the order of their days."""

    name: str
    rungs: tuple[Rung, ...]


Ladders = Mapping[tuple[RuleKind, Party], Ladder]
"""A ladder for each kind and bound party: nothing is left without one."""


@cache
def own_ladders() -> Ladders:
    """The ladders that come with Landwaiter."""
    return read_ladders((files("notifications") / "ladders.toml").read_text(encoding="utf-8"))


def read_ladders(source: str) -> Ladders:
    """Reads ladders from TOML, strictly. Raises `LadderError`."""
    try:
        given = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LadderError(f"The ladders are no TOML: {error}.") from None
    _refuse_unknown(given, {"ladder"}, "The ladders")
    found: dict[tuple[RuleKind, Party], Ladder] = {}
    for table in given.get("ladder", []):
        ladder = _ladder(table)
        for kind in _words(table, "kinds", RuleKind):
            for party in _words(table, "bound", Party):
                if (kind, party) in found:
                    raise LadderError(f"{kind} that binds {party} has two ladders; expected one.")
                found[kind, party] = ladder
                _reach_the_day(ladder, kind)
    missing = [
        f"{kind} that binds {party}" for kind in RuleKind for party in Party if (kind, party) not in found
    ]
    if missing:
        raise LadderError(f"No ladder for {missing[0]}; expected one for each kind and party.")
    return found


def _ladder(table: dict[str, Any]) -> Ladder:
    name = str(table.get("name", ""))
    _refuse_unknown(table, {"name", "kinds", "bound", "rungs"}, f"The ladder {name!r}")
    rungs = tuple(_rung(name, given) for given in table.get("rungs", []))
    steps = [rung.step for rung in rungs]
    if len(steps) != len(set(steps)):
        raise LadderError(f"The ladder {name!r} names a step twice; expected each once.")
    return Ladder(name, rungs)


def _rung(name: str, given: dict[str, Any]) -> Rung:
    _refuse_unknown(given, _RUNG_KEYS, f"A step of the ladder {name!r}")
    if set(given) != _RUNG_KEYS or given["counts_from"] not in _DAYS or given["reason"] not in _REASONS:
        raise LadderError(
            f"A step of the ladder {name!r} is {given}; expected step, days, counts_from (one of "
            f"{', '.join(_DAYS)}) and reason (one of {', '.join(_REASONS)})."
        )
    return Rung(given["step"], given["reason"], given["counts_from"], int(given["days"]))


def _words(table: dict[str, Any], key: str, kind: type[RuleKind] | type[Party]) -> list[Any]:
    try:
        return [kind(word) for word in table[key]]
    except (KeyError, ValueError, TypeError):
        known = ", ".join(kind)
        raise LadderError(f"The ladder {table.get('name')!r}: {key} must be words of {known}.") from None


def _reach_the_day(ladder: Ladder, kind: RuleKind) -> None:
    """A ladder that ends before the day would let it pass in silence."""
    if kind not in (RuleKind.RETENTION, RuleKind.LOOKBACK) and not any(
        rung.days >= 0 for rung in ladder.rungs
    ):
        raise LadderError(f"The ladder {ladder.name!r} ends before the day; expected a step on or after it.")


def _refuse_unknown(given: Mapping[str, Any], known: set[str], what: str) -> None:
    for key in given:
        if key not in known:
            raise LadderError(f"{what} has the unknown key {key!r}; expected {', '.join(sorted(known))}.")
