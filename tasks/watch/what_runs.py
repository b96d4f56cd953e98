"""How many deadlines run and when the next is, so that a quiet watch says what it watches."""

from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import col, select

from models.in_words import counted, short_date
from models.record.database import reading
from models.record.tables.dockets import Deadline, Matter
from models.wall_clock import HOUSE_ZONE, today_in

_RUNS = ("pending", "ambiguous", "missed", "not_open", "open", "running")


def what_runs(engine: Engine, *, now: datetime) -> str:
    """The deadlines that run, and the next day of one, in a sentence."""
    runs = (
        col(Deadline.withdrawn).is_(False),
        col(Deadline.settled_on).is_(None),
        col(Deadline.status).in_(_RUNS),
    )
    today = today_in(HOUSE_ZONE, now)
    day = func.coalesce(Deadline.act_by, Deadline.strict_on)
    ahead = (
        select(Deadline, Matter.docket_number)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .where(*runs, day >= today)
        .order_by(day, col(Deadline.id))
        .limit(1)
    )
    with reading(engine) as session:
        number = session.exec(select(func.count(col(Deadline.id))).where(*runs)).one()
        following = session.exec(ahead).first()
    if number == 0:
        return "No deadline is running."
    are = f"{counted(number, 'deadline')} {'is' if number == 1 else 'are'} running"
    if following is None:
        return f"{are}; none has a day ahead."
    row, docket = following
    return f"{are}; the next is {row.title} ({docket}), {short_date(row.act_by or row.strict_on)}."
