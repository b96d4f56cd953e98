"""How many deadlines run and when the next is, so that a quiet watch says what it watches."""

from datetime import datetime

from sqlalchemy import Engine

from models.in_words import sentence, short_date
from models.record.amounts import Amount
from models.record.database import reading
from models.record.open_deadlines import amounts, next_day
from models.record.tables.board import Group
from models.record.tables.dockets import Matter
from models.wall_clock import HOUSE_ZONE, today_in

_RUNS = tuple(group for group in Group if group is not Group.CROSSED)
_MOST = 10_000
"""So far the deadlines of each group are counted."""


def what_runs(engine: Engine, *, now: datetime) -> str:
    """The deadlines that run, and the next day of one, in a sentence."""
    with reading(engine) as session:
        counted = amounts(session, most=_MOST)
        following = next_day(session, today_in(HOUSE_ZONE, now), _RUNS)
        docket = "" if following is None else session.get_one(Matter, following.matter_id).docket_number
    number = sum((counted[group] for group in _RUNS), Amount())
    if not number:
        return "No deadline is running."
    are = f"{sentence(number.of('deadline'))} {'is' if number == Amount(1) else 'are'} running"
    if following is None:
        return f"{are}; none has a day ahead."
    day = short_date(following.act_by or following.strict_on)
    return f"{are}; the next is {following.title} ({docket}), {day}."
