"""Which open deadlines the board has room for: some of each group, and how many it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.in_words import sentence, short_date
from models.record.amounts import Amount
from models.record.open_deadlines import PAST, First
from models.record.tables.board import Group

LONGEST = 200
"""Deadlines that the board shows."""

_TURNS = (Group.AHEAD, Group.MISSED, Group.AHEAD, Group.GAP, Group.AHEAD, Group.MISSED, *Group)
"""Whose turn it is to have one more row: what can still be met, and what was missed, more often."""

_SAID = {
    Group.AHEAD: "ahead",
    Group.MISSED: "overdue",
    Group.GAP: "past the earliest last day",
    Group.THEIRS_MISSED: "that others are overdue with",
    Group.THEIRS_AHEAD: "expected from others",
    Group.RIGHTS: "rights",
    Group.THRESHOLDS: "that take effect by themselves",
    Group.OWN_AHEAD: "ahead by your own settings",
    Group.OWN_MISSED: "overdue by your own settings",
    Group.CROSSED: "that took effect",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """How many rows of a group are left out, and the earlier date of the last one that is shown."""

    amount: Amount
    last: date


@dataclass(frozen=True, slots=True)
class Choice:
    """The ids of the deadlines that are shown, and what is left out of which group."""

    ids: Sequence[int]
    left_out: Mapping[Group, Cut]


def choose(first: Mapping[Group, Sequence[First]], amounts: Mapping[Group, Amount]) -> Choice:
    """Shares the room out: each group has its turns, until there is no more room, or nothing more to show."""
    taken = dict.fromkeys(Group, 0)
    room = LONGEST
    while room and any(taken[group] < len(first[group]) for group in Group):
        for group in _TURNS:
            if room and taken[group] < len(first[group]):
                taken[group] += 1
                room -= 1
    shown = {group: first[group][: taken[group]] for group in Group}
    left_out = {
        group: Cut(more, shown[group][-1].day)
        for group in Group
        if (more := amounts[group].but(taken[group]))
    }
    return Choice([row.id for group in Group for row in shown[group]], left_out)


def left_out_lines(left_out: Mapping[Group, Cut]) -> list[str]:
    """How many open deadlines are not shown, and which; nothing where all are."""
    if not left_out:
        return []
    total = sum((cut.amount for cut in left_out.values()), Amount())
    lines = [f"- {sentence(str(cut.amount))} {_said(group, cut)}" for group, cut in left_out.items()]
    return [f"{sentence(total.of('more open deadline'))} not shown here:", "\n".join(lines)]


def _said(group: Group, cut: Cut) -> str:
    """The group, and where the rest begins: of what is over the newest are shown, else the nearest."""
    return f"{_SAID[group]}, on {short_date(cut.last)} or {'earlier' if group in PAST else 'later'}"
