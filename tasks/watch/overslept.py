"""Which deadlines nobody has looked at on a day that changes them, whatever is planned as their next look.

The planned look is a hint. This is the other thread by which the watch hangs: each look of the watch asks for
it, by the index of the last days of what runs.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, text
from sqlmodel import col

from models.record.tables.dockets import Deadline
from models.record.tables.running import RUNS, UNLOOKED

_EVERYWHERE = timedelta(hours=20)
"""So long after a day begins by UTC, eight in the morning of that day has come in every zone."""

_NOWHERE = timedelta(hours=14)
"""So far ahead of UTC no zone is."""


def overslept(now: datetime) -> ColumnElement[bool]:
    """Of what runs: that a day on which it changes has come, and that the last look was before it.

    A last look on a day that has come nowhere yet was none: a clock was ahead.
    """
    return or_(*overslept_by(now))


def overslept_by(now: datetime) -> Sequence[ColumnElement[bool]]:
    """The same condition in parts, each found by an index of its own, whose words it has."""
    come, ahead = (now - _EVERYWHERE).date(), (now + _NOWHERE).date()
    act_by, strict, lenient = col(Deadline.act_by), col(Deadline.strict_on), col(Deadline.lenient_on)
    looked = col(Deadline.looked_on)
    return (
        and_(text(UNLOOKED["act_by"]), act_by <= come),
        *(
            # On the day itself it was looked at as of that day; the day after it may be over.
            and_(text(UNLOOKED[name]), day <= come, or_(looked.is_(None), looked < day, day < come))
            for name, day in (("strict_on", strict), ("lenient_on", lenient))
        ),
        and_(text(RUNS), looked > ahead, or_(act_by <= come, strict <= come)),
    )
