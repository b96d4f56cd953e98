"""The open deadlines of every matter, in the groups of the board: the first of each, and how many there are.

Each group has an index of its own, in the order in which it is read, so that nothing here takes longer
because more is on record. Functions take the session first and never commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select, text, union_all
from sqlmodel import Session, col

from models.record.amounts import MOST, Amount, counting, up_to
from models.record.tables.board import Group, condition
from models.record.tables.dockets import Deadline

PAST: frozenset[Group] = frozenset({Group.MISSED, Group.THEIRS_MISSED, Group.OWN_MISSED, Group.CROSSED})
"""The groups of what is over, which are read from the newest on; all others from the nearest."""

_ORDER = (col(Deadline.strict_on), col(Deadline.lenient_on), col(Deadline.rule), col(Deadline.id))
"""The order of the indexes."""

Shown = Sequence[ColumnElement[bool]]
"""Conditions beside those of the groups."""


@dataclass(frozen=True, slots=True)
class First:
    """A deadline among the first of its group: its id, and its earlier date."""

    id: int
    day: date


def first_of_each(session: Session, most: int, shown: Shown) -> dict[Group, list[First]]:
    """The first rows of each group, at most so many of each."""

    def first(group: Group) -> Select[Any]:
        order = [each.desc() if group in PAST else each for each in _ORDER]
        return _open(group, shown, col(Deadline.id), col(Deadline.strict_on)).order_by(*order).limit(most)

    found: dict[Group, list[First]] = {group: [] for group in Group}
    for group, id_, day in session.connection().execute(_together(first)):
        found[Group(group)].append(First(id_, day))
    return found


def amounts(session: Session, shown: Shown = (), most: int = MOST) -> dict[Group, Amount]:
    """How many rows each group has."""

    def count(group: Group) -> Select[Any]:
        return counting(_open(group, shown, literal_column("1")), most)

    found = session.connection().execute(_together(count))
    return {Group(group): up_to(number, most) for group, number in found}


def next_day(session: Session, today: date, groups: Sequence[Group]) -> Deadline | None:
    """Of what is ahead in these groups the deadline with the nearest day: by which to act, else the earlier.

    The earlier date is never before the day by which to act, and goes up with it.
    """
    day = func.coalesce(Deadline.act_by, Deadline.strict_on)

    def nearest(group: Group) -> Select[Any]:
        ahead = _open(group, (col(Deadline.strict_on) >= today, day >= today), col(Deadline.id), day)
        return ahead.order_by(*_ORDER).limit(1)

    found = session.connection().execute(_together(nearest, groups)).all()
    if not found:
        return None
    return session.get(Deadline, min(found, key=lambda each: (each[2], each[1]))[1])


def _open(group: Group, shown: Shown, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(Deadline).where(text(condition(group)), *shown)


def _together(wanted: Callable[[Group], Select[Any]], groups: Sequence[Group] = tuple(Group)) -> Any:
    """One statement over groups, with the name of the group in front of what each gives."""
    parts: Mapping[Group, Any] = {group: wanted(group).subquery() for group in groups}
    return union_all(*(select(literal_column(f"'{group}'"), part) for group, part in parts.items()))
