"""Acts at the desk that are shown in Prefect as runs: kept with the act, and done one after the other.

The run of a form does, after the act, what the form does anyway: it alerts whoever must hear, and brings the
pages up to date. Functions that take a session never commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from models.record.bulk import insert_new
from models.record.database import reading, transaction
from models.record.tables.people import DeskRun, ToldAs

SEEN = "SEEN"
"""The state of a run that did not end well, once who made it has said that they know."""

_WELL = ("", "COMPLETED")
_SHOWN, _LOOKED_AT = 20, 200
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=5)


def run_later(
    session: Session,
    deployment: str,
    parameters: Mapping[str, Any],
    *,
    title: str,
    by: str,
    at: datetime,
    once: str = "",
    told_as: ToldAs = ToldAs.NEWS,
    matters: Sequence[int] = (),
) -> DeskRun:
    """Keeps that a run of a deployment is to be made and done, with these parameters, under this name.

    With a key `once` that was used before, it is the run that was made then. `told_as`: how it tells of the
    `matters`, by their ids, so that a check before it tells of them in the same way.
    """
    if once:
        return run_once(
            session,
            deployment,
            parameters,
            title=title,
            by=by,
            at=at,
            once=once,
            told_as=told_as,
            matters=matters,
        )[0]
    row = DeskRun(
        deployment=deployment,
        parameters=dict(parameters),
        title=title,
        made_by=by,
        made_at=at,
        next_at=at,
        told_as=told_as.value,
        matters=list(matters),
    )
    session.add(row)
    session.flush()
    return row


def run_once(
    session: Session,
    deployment: str,
    parameters: Mapping[str, Any],
    *,
    title: str,
    by: str,
    at: datetime,
    once: str,
    told_as: ToldAs = ToldAs.NEWS,
    matters: Sequence[int] = (),
) -> tuple[DeskRun, bool]:
    """The same, and whether the run is a new one.

    Who acts beside the run asks this first, and acts only if it is new: who comes second waits here.
    """
    row = DeskRun(
        deployment=deployment,
        parameters=dict(parameters),
        title=title,
        made_by=by,
        made_at=at,
        next_at=at,
        once=once,
        told_as=told_as.value,
        matters=list(matters),
    )
    new = insert_new(session, DeskRun, [row.model_dump(exclude={"id"})], ("once",))
    return session.exec(select(DeskRun).where(DeskRun.once == once)).one(), bool(new)


def waiting_runs(engine: Engine, now: datetime, most: int = 20) -> Sequence[DeskRun]:
    """The runs that are to be done now, the oldest first."""
    # By the time at which each is due: by their ids the whole table would be read.
    order = (col(DeskRun.next_at), col(DeskRun.id))
    wanted = select(DeskRun).where(col(DeskRun.next_at) <= now).order_by(*order).limit(most)
    with reading(engine) as session:
        return session.exec(wanted).all()


def made_run(engine: Engine, id_: int, run_id: str) -> None:
    """Keeps which run in Prefect it is."""
    with transaction(engine) as session:
        session.get_one(DeskRun, id_).run_id = run_id


def done_run(engine: Engine, id_: int, now: datetime, *, state: str = "", message: str = "") -> None:
    """Keeps that a run has ended, well or not: in which state, and with which sentence."""
    with transaction(engine) as session:
        row = session.get_one(DeskRun, id_)
        row.next_at, row.done_at, row.state, row.message = None, now, state, message


def put_off_run(engine: Engine, id_: int, now: datetime) -> None:
    """Has a run that could not be done tried again, after a pause that doubles."""
    with transaction(engine) as session:
        row = session.get_one(DeskRun, id_)
        row.attempts += 1
        pause = _FIRST_PAUSE * (1 << min(row.attempts - 1, 10))
        row.next_at = now + min(pause, _LONGEST_PAUSE)


def ended_badly(session: Session, by: str, since: datetime) -> Sequence[DeskRun]:
    """What a person did at the desk since an instant, and whose run did not end well.

    Not what they have seen, nor what they did again later with success.
    """
    mine = (DeskRun.made_by == by, col(DeskRun.done_at) > since)
    wanted = select(DeskRun).where(*mine, col(DeskRun.state).not_in((*_WELL, SEEN)))
    bad = session.exec(wanted.order_by(col(DeskRun.id).desc()).limit(_LOOKED_AT)).all()
    of_title = (*mine, col(DeskRun.state).in_(_WELL), col(DeskRun.title).in_({run.title for run in bad}))
    good = select(DeskRun.deployment, DeskRun.title, func.max(DeskRun.id)).where(*of_title)
    later = {
        (deployment, title): id_
        for deployment, title, id_ in session.exec(good.group_by(DeskRun.deployment, DeskRun.title)).all()
    }
    return [run for run in bad if later.get((run.deployment, run.title), 0) < run.id][:_SHOWN]


def have_seen(session: Session, id_: int, by: str) -> bool:
    """Has a run that did not end well listed no more, for who made it; whether there is such a run."""
    row = session.get(DeskRun, id_)
    if row is None or row.made_by != by or row.done_at is None or row.state in _WELL:
        return False
    row.state = SEEN
    return True


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many acts are not shown in Prefect yet, and since when the first of them waits."""

    number: int
    since: datetime | None


def what_waits(session: Session, by: str | None = None) -> Waiting:
    """What Prefect has not done yet, of everybody's acts or of one person's."""
    wanted = select(DeskRun.made_at).where(col(DeskRun.next_at).is_not(None)).order_by(col(DeskRun.id))
    made = session.exec(wanted if by is None else wanted.where(DeskRun.made_by == by)).all()
    return Waiting(len(made), made[0] if made else None)
