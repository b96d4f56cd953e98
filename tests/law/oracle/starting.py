"""A row of `second_table` as it is written, and the entries that start it; encoding, section 5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.law.oracle.belonging import Belonging, Reach, concerns
from tests.law.oracle.docket import Docket, Entry
from tests.law.oracle.table import ROWS

NAFTA_END = date(2020, 7, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, split."""

    rule: str
    kind: str
    bound: str
    triggers: tuple[str, ...]
    form: tuple[str, ...]
    met: tuple[str, ...]
    lifted: tuple[str, ...]
    more: tuple[str, ...]


@cache
def rows() -> dict[str, Row]:
    """Every row by its rule."""
    found = {}
    for line in ROWS.strip().splitlines():
        cells = [tuple(cell.split()) for cell in line.split("|")] + [(), ()]
        rule, kind, bound = cells[0]
        found[rule] = Row(rule, kind, bound, *cells[1:6])
    return found


def number(row: Row, docket: Docket) -> int | None:
    """The row's count, the office's where it says so; None where it is off."""
    given = row.form[1] if len(row.form) > 1 else "0"
    if not given.startswith("office"):
        return int(given)
    default = given.removeprefix("office")
    return docket.office.get(row.rule, int(default) if default else None)


def is_trigger(row: Row, entry: Entry) -> bool:
    """Whether kind and facts are those that start the row."""
    for trigger in row.triggers:
        kind, *facts = trigger.split(",")
        if kind == entry.kind and all(_has(entry, fact) for fact in facts):
            return True
    return False


def _has(entry: Entry, fact: str) -> bool:
    if "=" in fact:
        name, value = fact.split("=")
        return (entry.facts[name] or "regular") == value
    sign, name = fact[0], fact[1:]
    if sign == "~":
        return entry.facts[name] is not False
    return entry.says(name) == (sign == "+")


def starts(row: Row, entry: Entry, among: Iterable[Entry], belonging: Belonging, docket: Docket) -> bool:
    """Whether the entry starts the row where those entries are all there is."""
    if not is_trigger(row, entry) or number(row, docket) is None:
        return False
    if "nodoubt" in row.more and entry.kind == "storage_test_done" and entry.index in belonging.doubt:
        return False
    if "first" in row.more:
        return entry == next(each for each in sorted(among, key=lambda e: e.place) if each.kind == entry.kind)
    if row.rule == "DEM-04":
        return entry.facts["until"] is not None and entry.facts["explanation"] is not None
    if row.rule == "PEN-09" and entry.kind == "offense_discovered":
        return _is_offense(entry, among, belonging)
    if row.rule == "PEN-10":
        return any(is_first(entry, chain, among, belonging) for chain in belonging.chains[entry.index])
    if entry.kind == "ruling_requested":
        return _request(row, entry, among, belonging)
    return True


def _is_offense(entry: Entry, among: Iterable[Entry], belonging: Belonging) -> bool:
    """A discovery under 1592 or 1593a counts only for fraud; one of a seizure always does."""
    standing = belonging.standing
    if "seizure_mailed" in {standing.entry(named).kind for named in standing.links[entry.index]}:
        return True
    of_fraud = [each.says("fraud") for each in among if each.kind == "violation_occurred"]
    return True in of_fraud or not of_fraud


def is_first(entry: Entry, chain: int, among: Iterable[Entry], belonging: Belonging) -> bool:
    """Whether no earlier publication belongs to the chain."""
    others = [e for e in among if e.kind == entry.kind and chain in belonging.chains[e.index]]
    return min(others, key=lambda e: e.place) == entry


def _request(row: Row, entry: Entry, among: Iterable[Entry], belonging: Belonging) -> bool:
    nafta = entry.says("nafta") and entry.on < NAFTA_END
    if row.rule == "RUL-02":
        return nafta
    if row.rule == "RUL-01" or nafta:
        return not nafta
    reach = Reach(entry, frozenset(belonging.chains[entry.index]), binds_customs=True)
    return any(each.kind == "ruling_referred" and concerns(belonging, each, reach) for each in among)
