"""The groups into which the open deadlines are put on the board: each has an index of its own.

What is in a group follows from the row alone, by the status that the last look left. The board reads the
first rows of each, whatever their number, and counts the rest no further than anybody reads.
"""

from collections.abc import Mapping
from enum import StrEnum

_OURS, _THEIRS = "bound = 'recordkeeper'", "bound <> 'recordkeeper'"
_BY_LAW, _BY_OFFICE = "kind = 'deadline'", "kind IN ('recurring', 'target')"
_ANSWERED = "kind IN ('deadline', 'recurring', 'target')"


class Group(StrEnum):
    """A group of open deadlines. The names are part of the names of the indexes."""

    AHEAD = "ahead"
    MISSED = "missed"
    GAP = "gap"
    THEIRS_MISSED = "theirs_missed"
    THEIRS_AHEAD = "theirs_ahead"
    RIGHTS = "rights"
    THRESHOLDS = "thresholds"
    OWN_AHEAD = "own_ahead"
    OWN_MISSED = "own_missed"
    CROSSED = "crossed"


HOLDS: Mapping[Group, str] = {
    Group.AHEAD: f"status = 'pending' AND {_OURS} AND {_BY_LAW}",
    Group.MISSED: f"status = 'missed' AND {_OURS} AND {_BY_LAW}",
    Group.GAP: f"status = 'ambiguous' AND {_OURS} AND {_ANSWERED}",
    Group.THEIRS_MISSED: f"status = 'missed' AND {_THEIRS} AND {_ANSWERED}",
    Group.THEIRS_AHEAD: f"status IN ('pending', 'ambiguous') AND {_THEIRS} AND {_ANSWERED}",
    Group.RIGHTS: "status IN ('not_open', 'ambiguous', 'open') AND kind = 'right'",
    Group.THRESHOLDS: "status IN ('running', 'ambiguous') AND kind = 'threshold'",
    Group.OWN_AHEAD: f"status = 'pending' AND {_OURS} AND {_BY_OFFICE}",
    Group.OWN_MISSED: f"status = 'missed' AND {_OURS} AND {_BY_OFFICE}",
    Group.CROSSED: "status = 'crossed'",
}
"""Which rows are in a group, in SQL; together they are all that is open, and no row is in two.

An index is used only where the query has the same words."""

LATE_PRODUCTION = "NOT withdrawn AND status IN ('met_in_gap', 'met_late') AND rule IN ('DEM-02', 'DEM-05')"
"""The records that were produced late, or perhaps late, in SQL."""

DEMAND_CLOSED = "kind = 'demand_closed'"
"""The entries that close a demand, in SQL."""


def condition(group: Group) -> str:
    """The rows of a group, in SQL, that the docket still gives."""
    return f"NOT withdrawn AND {HOLDS[group]}"
