"""The ladders, as data: on which days a clock is spoken of, to whom, and where a paper is drafted.

A step is one line, such as `7 days before act-by: reminder to lead`, the same in `ladders.toml` and in the
form by which an office sets its own.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from models.law.text.vocabulary import Party, RuleKind
from models.roles import Role
from notifications.policy.ladder_checks import gap_in, gap_in_own
from notifications.policy.ladder_lines import LadderError, Rung, read_rungs

_LADDER_KEYS = {"name", "kinds", "rules", "bound", "own", "set_to", "steps"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps of some clocks in the order of their days; `set_to`: up to whom a new clock is told."""

    name: str
    set_to: Role
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhibition:
    """What a clock of the rule `by` mutes in its matter, from `within` days before its day on."""

    by: str
    mutes: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladders:
    """A ladder for each kind and bound party, and for some rules one of their own: none is left without.

    `own` is that of the deadlines that an office sets itself, which are of no rule.
    """

    by_kind: Mapping[tuple[RuleKind, Party], Ladder]
    by_rule: Mapping[str, Ladder]
    own: Ladder
    inhibitions: tuple[Inhibition, ...] = ()

    def of(self, rule: str, kind: RuleKind, bound: Party) -> Ladder:
        """The ladder of a clock."""
        return self.by_rule.get(rule) or self.by_kind[kind, bound]

    @property
    def names(self) -> list[str]:
        """Each ladder's name once."""
        ladders = (*self.by_kind.values(), *self.by_rule.values(), self.own)
        return list(dict.fromkeys(each.name for each in ladders))

    def muting(self, rule: str) -> dict[str, int]:
        """The rules whose clocks mute what is lesser of this one, each from so many days before its day."""
        return {each.by: each.within for each in self.inhibitions if rule in each.mutes}

    def with_steps(
        self, name: str, lines: Sequence[str], set_to: Role, top: Role = Role.EXECUTIVE
    ) -> "Ladders":
        """These ladders with other steps for one of them. Raises `LadderError` naming the line to mend."""
        if name not in self.names:
            raise LadderError(
                f"No ladder is named {name!r}. Use one of these names: {'; '.join(self.names)}."
            )
        ladder = Ladder(name=name, set_to=set_to, rungs=read_rungs(name, lines))
        if name == self.own.name:
            _refuse_own_gap(ladder, top)
            return replace(self, own=ladder)
        changed = {pair: ladder for pair, each in self.by_kind.items() if each.name == name}
        of_rules = {rule: ladder for rule, each in self.by_rule.items() if each.name == name}
        for kind, party in changed:
            refuse_gap(ladder, kind, party, top)
        return replace(self, by_kind={**self.by_kind, **changed}, by_rule={**self.by_rule, **of_rules})

    def with_rule(
        self,
        rule: str,
        kind: RuleKind,
        bound: Party,
        lines: Sequence[str],
        set_to: Role,
        top: Role = Role.EXECUTIVE,
    ) -> "Ladders":
        """These ladders with a ladder of its own for a rule. Raises `LadderError` naming the line to mend."""
        ladder = Ladder(name=f"of {rule}", set_to=set_to, rungs=read_rungs(f"of {rule}", lines))
        refuse_gap(ladder, kind, bound, top)
        return replace(self, by_rule={**self.by_rule, rule: ladder})


@cache
def own_ladders() -> Ladders:
    """The ladders that come with Landwaiter."""
    return read_ladders((files("notifications.policy") / "ladders.toml").read_text(encoding="utf-8"))


def read_ladders(source: str) -> Ladders:
    """Reads ladders from TOML, strictly. Raises `LadderError`."""
    try:
        given = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LadderError(f"The ladders are not valid TOML: {error}.") from None
    _refuse_unknown(given, {"ladder", "inhibition"}, "The ladders")
    by_kind: dict[tuple[RuleKind, Party], Ladder] = {}
    by_rule: dict[str, Ladder] = {}
    for table in given.get("ladder", []):
        ladder = _ladder(table)
        for rule in table.get("rules", []):
            _put(by_rule, rule, ladder, rule)
        for kind in _words(table, "kinds", RuleKind):
            for party in _words(table, "bound", Party):
                _put(by_kind, (kind, party), ladder, f"{kind} that binds {party}")
                refuse_gap(ladder, kind, party)
    missing = [
        f"{kind} that binds {party}" for kind in RuleKind for party in Party if (kind, party) not in by_kind
    ]
    if missing:
        raise LadderError(f"No ladder for {missing[0]}. Add one: each kind and party needs a ladder.")
    inhibitions = tuple(_inhibition(table) for table in given.get("inhibition", []))
    own = _own_ladder(given.get("ladder", []))
    return Ladders(by_kind=by_kind, by_rule=by_rule, own=own, inhibitions=inhibitions)


def _own_ladder(tables: Sequence[dict[str, Any]]) -> Ladder:
    found = [_ladder(table) for table in tables if table.get("own")]
    if len(found) != 1:
        raise LadderError(
            f"{len(found)} ladders are for the deadlines that you set yourself. Mark one with “own = true”."
        )
    _refuse_own_gap(found[0])
    return found[0]


def _refuse_own_gap(ladder: Ladder, top: Role = Role.EXECUTIVE) -> None:
    gap = gap_in_own(ladder.rungs, top)
    if gap:
        raise LadderError(f"Ladder {ladder.name!r} {gap}")


def _put(found: dict[Any, Ladder], key: object, ladder: Ladder, words: str) -> None:
    if key in found:
        raise LadderError(f"{words} has two ladders. Keep one.")
    found[key] = ladder


def _ladder(table: dict[str, Any]) -> Ladder:
    name = str(table.get("name", ""))
    _refuse_unknown(table, _LADDER_KEYS, f"Ladder {name!r}")
    (set_to,) = _words({"name": name, "set_to": [table.get("set_to")]}, "set_to", Role)
    return Ladder(name=name, set_to=set_to, rungs=read_rungs(name, table.get("steps", [])))


def _inhibition(table: dict[str, Any]) -> Inhibition:
    _refuse_unknown(table, {"by", "mutes", "within"}, "An inhibition")
    return Inhibition(by=table["by"], mutes=tuple(table["mutes"]), within=int(table["within"]))


def _words(table: Mapping[str, Any], key: str, kind: type[RuleKind] | type[Party] | type[Role]) -> list[Any]:
    try:
        return [kind(word) for word in table.get(key, [])]
    except (ValueError, TypeError):
        known = ", ".join(kind)
        raise LadderError(
            f"Ladder {table.get('name')!r}: {key} is not known. Use one or more of: {known}."
        ) from None


def refuse_gap(ladder: Ladder, kind: RuleKind, party: Party, top: Role = Role.EXECUTIVE) -> None:
    """Raises `LadderError` where the ladder would pass over a day on which silence costs somebody."""
    gap = gap_in(ladder.rungs, kind, party, top)
    if gap:
        raise LadderError(f"Ladder {ladder.name!r} {gap}")


def _refuse_unknown(given: Mapping[str, Any], known: set[str], what: str) -> None:
    for key in given:
        if key not in known:
            raise LadderError(
                f"{what} has the unknown key {key!r}. Known keys are: {', '.join(sorted(known))}."
            )
