"""Decides when a start without links follows an earlier one and joins its chain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.law.engine.current_entries import CurrentEntry

_DAYS = 30
"""19 CFR 163.6(a): the days to produce; 162.78(a): the days to answer a prepenalty notice."""


@dataclass(frozen=True, slots=True)
class Awaits:
    """Whether a parent still waits for a start; the members belong to the parent's chain before it."""

    waits: Callable[[CurrentEntry, CurrentEntry, Sequence[CurrentEntry]], bool]
    days: int | None = None
    """The age in days beyond which no parent waits."""


def oral_demand_waits(parent: CurrentEntry, entry: CurrentEntry, members: Sequence[CurrentEntry]) -> bool:
    """Returns whether the oral demand is at most 30 days old and not followed, met or closed: 163.6(a)."""
    ended = {"demand_received", "records_produced", "extension_granted", "demand_closed"}
    is_young = (entry.on - parent.on).days <= _DAYS
    return is_young and not any(member.kind in ended and not member.says("partial") for member in members)


def prepenalty_waits(parent: CurrentEntry, entry: CurrentEntry, members: Sequence[CurrentEntry]) -> bool:
    """Returns whether the notice has no claim yet and was answered, or its 30 days are past: 162.78(a)."""
    kinds = {member.kind for member in members}
    if "penalty_mailed" in kinds:
        return False
    is_past = (entry.on - parent.on).days > _DAYS and "due_date_fixed" not in kinds
    return "prepenalty_answered" in kinds or is_past


JOINS: Mapping[str, Awaits] = {
    "oral_demand_waits": Awaits(oral_demand_waits, _DAYS),
    "prepenalty_waits": Awaits(prepenalty_waits),
}
"""Every name that a belonging table may call."""
