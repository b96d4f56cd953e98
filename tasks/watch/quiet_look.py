"""Looks at what is due and of which nobody is told anything, by the days on record: no docket is read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, union, update
from sqlmodel import Session, col

from models.law.load import load_law
from models.record.contacts import roles_held
from models.record.deadline_days import DayColumns
from models.record.docket_rows import by_matter, derived_of, heads_of, holds
from models.record.office_settings import awaits_approval
from models.record.tables.dockets import Deadline, Defect
from models.record.tables.office import Evidence, OwnDeadline
from models.wall_clock import today_in
from notifications.policy.decide import decide
from tasks.alerts.deadline_view import Watched, watched
from tasks.alerts.hearers import Hearers
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.telling_rows import read_heard
from tasks.alerts.who_hears import hearings
from tasks.watch.next_step import next_step
from tasks.watch.overslept import overslept
from tasks.watch.sweep_report import Sweep


class DueMatter(NamedTuple):
    """A matter of which something is due."""

    id: int
    timezone: str
    account_id: int


Later = dict[str, Any]
"""A deadline that was looked at: its id, the day, and when it is looked at next."""


def look_quietly(session: Session, page: Sequence[DueMatter], office: OfficeContext) -> Sweep:
    """Looks at those matters of which nothing is to be told, and sets when to look again.

    The others are left as they are: what has to be derived, what somebody is to hear, and what is due beside
    deadlines of the law.
    """
    found, later = Sweep(), list[Later]()
    if awaits_approval(session, load_law()):
        return found
    settled = _settled(session, page, office)
    asleep = asleep_in(session, [matter.id for matter in page], office.now)
    for matter, hearers, rows in _hearers(session, page, office):
        if matter.id not in settled or not hearers.contacts:
            continue
        due = [row for row in rows if _is_due(row, office.now) or row.id in asleep]
        seen = [watched(hearers, row) for row in due]
        if all(map(_is_silent, seen)):
            later += [_looked(each) for each in seen]
            found.looked.append(matter.id)
            found.clocks += len(due)
    found.matters = len(found.looked)
    _write(session, later)
    return found


def _settled(session: Session, page: Sequence[DueMatter], office: OfficeContext) -> set[int]:
    """The ids of those of which only deadlines are due, and which would be derived as they are stored."""
    ids = [matter.id for matter in page]
    beside = union(
        *(
            select(col(table.matter_id)).where(
                col(table.matter_id).in_(ids), col(table.next_step_at) <= office.now
            )
            for table in (Defect, Evidence, OwnDeadline)
        )
    )
    other = set(session.connection().execute(beside).scalars())
    derived, heads = derived_of(session, ids), heads_of(session, ids)
    today = _today(page, office.now)
    return {
        matter.id
        for matter in page
        if matter.id not in other
        and holds(
            derived.get(matter.id),
            office.law.basis(heads.get(matter.id, ""), matter.timezone),
            today[matter.timezone],
        )
    }


def _hearers(
    session: Session, page: Sequence[DueMatter], office: OfficeContext
) -> Iterator[tuple[DueMatter, Hearers, Sequence[DayColumns]]]:
    """Who hears of each matter, with the days of its deadlines."""
    ids = [matter.id for matter in page]
    heard = read_heard(session, ids, {matter.account_id for matter in page})
    rows, today = by_matter(_days(session, ids)), _today(page, office.now)
    for matter in page:
        contacts = heard.contacts[matter.account_id]
        hearers = Hearers(
            office=office,
            timezone=matter.timezone,
            today=today[matter.timezone],
            deadlines=rows[matter.id],
            contacts=contacts,
            roles=roles_held(contacts),
            holds=heard.holds,
            reassigned=heard.reassigned[matter.id],
            told=heard.told[matter.id],
        )
        yield matter, hearers, rows[matter.id]


def _days(session: Session, ids: Sequence[int]) -> Iterator[DayColumns]:
    columns = [Deadline.metadata.tables["deadline"].c[name] for name in DayColumns._fields]
    wanted = select(*columns).where(col(Deadline.matter_id).in_(ids)).order_by(col(Deadline.id))
    return map(DayColumns._make, session.connection().execute(wanted))


def _today(page: Sequence[DueMatter], now: datetime) -> Mapping[str, date]:
    return {zone: today_in(zone, now) for zone in {matter.timezone for matter in page}}


def asleep_in(session: Session, ids: Sequence[int], now: datetime) -> set[int]:
    """The ids of the deadlines of these matters that nobody looked at on a day that changes them."""
    wanted = select(col(Deadline.id)).where(col(Deadline.matter_id).in_(ids), overslept(now))
    return set(session.connection().execute(wanted).scalars())


def _is_due(row: DayColumns, now: datetime) -> bool:
    return row.next_step_at is not None and row.next_step_at <= now


def _is_silent(seen: Watched) -> bool:
    """Whether nobody is told anything of it now."""
    hearers = seen.hearers
    return all(
        decide(
            seen.state, hearers.told_of(seen.subject, each.contact), each.hearing, hearers.today
        ).reason.is_silence
        for each in hearings(seen)
    )


def _looked(seen: Watched) -> Later:
    return {"row_id": seen.row.id, "next": next_step(seen), "day": seen.hearers.today}


def _write(session: Session, later: Sequence[Later]) -> None:
    if later:
        looked = update(Deadline).where(col(Deadline.id) == bindparam("row_id"))
        values: dict[str, Any] = {"next_step_at": bindparam("next"), "looked_on": bindparam("day")}
        session.connection().execute(looked.values(values), later)
