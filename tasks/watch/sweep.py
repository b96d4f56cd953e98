"""The sweep: looks at all whose next step has come, in bounded batches, and tells whoever must hear."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, union
from sqlalchemy import select as select_core
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.record.database import transaction
from models.record.matters import in_pages
from models.record.tables.dockets import Deadline, Defect, Matter
from models.record.tables.office import Evidence, OwnDeadline
from models.wall_clock import morning_of
from notifications.wording.links import Links
from tasks.alerts.office_context import CatchingUp, History, OfficeContext, office_context
from tasks.alerts.stationery import Stationery
from tasks.alerts.waiting_acts import with_waiting
from tasks.delivery.switchboard import Channels
from tasks.delivery.tell import tell
from tasks.record.docket_words import cause_words
from tasks.record.law_approval import refuse_superseded
from tasks.watch.look import look_at, tell_broken
from tasks.watch.overslept import overslept_by
from tasks.watch.quiet_look import DueMatter, look_quietly
from tasks.watch.sweep_report import Sweep

BATCH = 500
"""Matters in one transaction."""


def sweep(
    engine: Engine,
    channels: Channels,
    links: Links,
    *,
    now: datetime,
    lifecycle: str | None = None,
    matter_id: int | None = None,
    stationery: Stationery | None = None,
    history: History | None = None,
    catching_up: CatchingUp | None = None,
) -> Sweep:
    """Looks at what is due of a lifecycle, of one matter, or of all, and sends what is claimed."""
    found = claim_due(
        engine,
        links,
        now=now,
        lifecycle=lifecycle,
        matter_id=matter_id,
        stationery=stationery,
        history=history,
    )
    told = tell(
        engine,
        channels,
        links,
        now=now,
        matter_id=matter_id,
        stationery=stationery,
        catching_up=catching_up,
    )
    found.hear(told)
    return found


def claim_due(
    engine: Engine,
    links: Links,
    *,
    now: datetime,
    lifecycle: str | None = None,
    matter_id: int | None = None,
    stationery: Stationery | None = None,
    history: History | None = None,
) -> Sweep:
    """Looks at what is due, and claims what is to be told; nothing is sent yet."""
    found = Sweep(lifecycle or "")

    def claim_page(session: Session, page: Sequence[DueMatter]) -> None:
        office = office_context(session, links, now, stationery, with_waiting(session, history))
        look_at_due(session, page, office, found)
        found.flaws = sorted({*found.flaws, *office.flaws})

    due = partial(_due, now=now, lifecycle=lifecycle, matter_id=matter_id)
    in_pages(partial(transaction, engine), due, claim_page)
    return found


def rehearse(engine: Engine, links: Links, *, as_of: date, lifecycle: str | None = None) -> Sweep:
    """What would be due and told on a day: the sweep of that morning, undone. Nothing is written or sent."""
    found = Sweep(lifecycle or "")

    def rehearse_page(session: Session, page: Sequence[DueMatter]) -> None:
        for zone in dict.fromkeys(matter.timezone for matter in page):
            office = office_context(session, links, morning_of(as_of, zone))
            look_at_due(session, [each for each in page if each.timezone == zone], office, found)
        session.rollback()

    due = partial(_due, now=_end_of(as_of), lifecycle=lifecycle, matter_id=None)
    in_pages(partial(transaction, engine), due, rehearse_page)
    return found


def _end_of(day: date) -> datetime:
    """An instant at which the morning of the day has come everywhere."""
    return morning_of(day + timedelta(days=1), "UTC")


def _due(
    session: Session, after: int, *, now: datetime, lifecycle: str | None, matter_id: int | None
) -> Sequence[DueMatter]:
    """The matters of which something is due; one that another sweep holds is left to it.

    Raises `RecordError` where this program has an older law than the one in force.
    """
    refuse_superseded(session)
    due = union(
        select(Deadline.matter_id).where(col(Deadline.next_step_at) <= now),
        select(Defect.matter_id).where(col(Defect.next_step_at) <= now),
        select(Evidence.matter_id).where(col(Evidence.next_step_at) <= now),
        select(OwnDeadline.matter_id).where(col(OwnDeadline.next_step_at) <= now),
        *(select(Deadline.matter_id).where(each) for each in overslept_by(now)),
    )
    columns = (col(Matter.id), col(Matter.timezone), col(Matter.account_id))
    wanted = select_core(*columns).where(col(Matter.id) > after, col(Matter.id).in_(due))
    if lifecycle is not None:
        wanted = wanted.where(col(Matter.lifecycle) == lifecycle)
    if matter_id is not None:
        wanted = wanted.where(col(Matter.id) == matter_id)
    locked = wanted.order_by(col(Matter.id)).limit(BATCH).with_for_update(skip_locked=True)
    return list(map(DueMatter._make, session.connection().execute(locked)))


def look_at_due(session: Session, page: Sequence[DueMatter], office: OfficeContext, found: Sweep) -> None:
    """Looks at a page of what is due: first at that of which nothing is to be told, which takes the least."""
    if not page:
        return
    quiet = _quietly(session, page, office)
    found.take(quiet)
    done = set(quiet.looked)
    rest = [matter.id for matter in page if matter.id not in done]
    look_safely(session, rest, office, found)


def _quietly(session: Session, page: Sequence[DueMatter], office: OfficeContext) -> Sweep:
    """What was looked at quietly; nothing where that fails: then all of it is looked at one by one."""
    try:
        return look_quietly(session, page, office)
    except SQLAlchemyError:
        raise
    except Exception:
        # Whatever it is, the look that reads the docket meets it too, and tells of it.
        return Sweep()


def look_safely(session: Session, ids: Sequence[int], office: OfficeContext, found: Sweep) -> None:
    """Looks at the matters of these ids; where that fails, at each of them alone.

    One that cannot be looked at must not silence the others: that is told too, and it stays due. An error of
    the database concerns more than one matter, and is raised.
    """
    if not ids:
        return
    try:
        with session.begin_nested():
            seen = look_at(session, _matters(session, ids), office)
        found.take(seen)
    except SQLAlchemyError:
        raise
    except Exception as error:
        # What was written in vain is no more: nothing of it may stand for a row that comes in its place.
        session.expunge_all()
        if len(ids) > 1:
            for id_ in ids:
                look_safely(session, [id_], office, found)
        else:
            # A fault of our own: whatever it is, it is told.
            tell_broken(session, _matters(session, ids)[0], office, cause_words(error), found)


def _matters(session: Session, ids: Sequence[int]) -> Sequence[Matter]:
    return session.exec(select(Matter).where(col(Matter.id).in_(ids)).order_by(col(Matter.id))).all()
