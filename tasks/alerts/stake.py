"""What is at stake in a deadline, and what can still stop what happens by itself, in words."""

from collections.abc import Sequence
from decimal import Decimal

from models.in_words import calendar_date, dollars
from models.law.load import load_law
from models.law.text.vocabulary import FACTS, FactType
from models.record.tables.dockets import Deadline, Entry
from tasks.record.deadline_name import latest

_VALUE = "value_usd"


def at_stake(entries: Sequence[Entry], row: Deadline) -> str:
    """What the entry that started it says: its day, and the value where it gives one; empty without one."""
    entry = _trigger(entries, row)
    if entry is None:
        return ""
    value = value_of(entries, row)
    said = f"{load_law().title_of(entry.kind)}, {calendar_date(entry.occurred_on)}"
    return f"{said}; value of the merchandise: {value}" if value else said


def value_of(entries: Sequence[Entry], row: Deadline) -> str:
    """The value at stake in dollars, where the entry that started it gives one."""
    entry = _trigger(entries, row)
    given = None if entry is None else entry.facts.get(_VALUE)
    return "" if given is None or FACTS[_VALUE] is not FactType.NUMBER else dollars(Decimal(str(given)))


def ways_out(row: Deadline) -> list[str]:
    """The events that still stop it, by their kinds."""
    law = load_law()
    rule = law.rules.get(row.rule)
    if rule is None:
        return []
    kinds = dict.fromkeys((*rule.stopped_by, *rule.lifted_by, *rule.lifted_by_any, *rule.met_by))
    return [kind for kind in kinds if kind in law.events]


def _trigger(entries: Sequence[Entry], row: Deadline) -> Entry | None:
    return entries[latest(entries, row.trigger_root) - 1] if row.trigger_root else None
