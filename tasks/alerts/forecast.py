"""Upcoming alerts, of a matter, an importer or all; and what a change would do to them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.inputs import ContactInput
from models.law.load import load_law
from models.record.contacts import change_contact
from models.record.database import reading, transaction
from models.record.docket_rows import docket_rows
from models.record.matters import account_named, behind_all_but, in_pages, matter_named, matters
from models.record.tables.dockets import Deadline, Matter
from models.roles import Role
from models.wall_clock import today_in
from notifications.policy.forecast import Foreseen, Outlook, difference, foresee
from notifications.wording.links import Links
from tasks.alerts.deadline_view import view_of
from tasks.alerts.evidence import foresee_evidence
from tasks.alerts.ladders import check_ladder
from tasks.alerts.matter_context import MatterContext, matter_contexts
from tasks.alerts.office_context import OfficeContext, office_context
from tasks.alerts.own_deadlines import foresee_owns
from tasks.alerts.who_hears import graver, hearings, mutes_from
from tasks.how_far import Progress, unseen
from tasks.record.deadline_name import deadline_name

DAYS = 400
"""How far ahead alerts are foreseen."""

_PAGE = 100
Sessions = Callable[[], AbstractContextManager[Session]]
"""Opens a session on the record."""

Change = Callable[[Session, OfficeContext], OfficeContext]
"""Changes the record within a transaction that is undone, and answers the office as it then is."""


def forecast(
    engine: Engine,
    *,
    now: datetime,
    until: date | None,
    docket_number: str = "",
    importer: str = "",
    progress: Progress = unseen,
) -> list[Foreseen]:
    """Every alert to come, by day. Raises `RecordError` for a matter or importer not on record."""
    with reading(engine) as session:
        asked = _asked(session, docket_number, importer)
    found: list[Foreseen] = []
    for place in range(0, len(asked), _PAGE):
        with reading(engine) as session:
            office, some = office_context(session, Links(""), now), asked[place : place + _PAGE]
            page = session.exec(select(Matter).where(col(Matter.id).in_(some)).order_by(col(Matter.id))).all()
            found += foreseen(session, office, page, until)
        progress(place + len(some), len(asked))
    return sorted(found)


def foresee_ladder(
    engine: Engine,
    name: str,
    steps: Sequence[str],
    set_to: Role,
    *,
    now: datetime,
    newest: int | None = None,
) -> tuple[list[Foreseen], list[Foreseen]]:
    """What other steps would do, to every matter or so many of the newest. Raises `LadderError`."""

    def change(session: Session, office: OfficeContext) -> OfficeContext:
        return replace(office, ladders=check_ladder(session, name, steps, set_to))

    with reading(engine) as session:
        check_ladder(session, name, steps, set_to)
        first = behind_all_but(session, newest)
    return _compare(partial(reading, engine), change, now, after=first)


def foresee_contact(
    engine: Engine, draft: ContactInput, *, now: datetime
) -> tuple[list[Foreseen], list[Foreseen]]:
    """What another role, channel or scope of a contact would do. Raises `RecordError`."""

    def change(session: Session, office: OfficeContext) -> OfficeContext:
        change_contact(session, draft, at=now)
        return office

    return _compare(partial(transaction, engine), change, now)


def foreseen(
    session: Session,
    office: OfficeContext,
    asked: Sequence[Matter],
    until: date | None,
    *,
    by_next_steps: bool = False,
) -> list[Foreseen]:
    """Every alert to come of these matters, by the record as the session has it.

    `by_next_steps`: of what is looked at only later nothing is foreseen. That is the same, and quicker, where
    the record is as it was kept; not after a change that is undone.
    """
    found: list[Foreseen] = []
    for context in matter_contexts(session, docket_rows(session, asked), office):
        last = min(until or date.max, context.today + timedelta(days=DAYS))
        for row in context.docket.deadlines:
            if not by_next_steps or _is_looked_at(row, context.matter, last):
                found += _of_clock(context, row, last)
        found += foresee_evidence(context, last)
        found += foresee_owns(context, last)
    return sorted(found)


def _is_looked_at(row: Deadline, matter: Matter, last: date) -> bool:
    """Whether a look at a deadline comes by the end of a day in the matter's zone."""
    return row.next_step_at is not None and today_in(matter.timezone, row.next_step_at) <= last


def _of_clock(context: MatterContext, row: Deadline, last: date) -> list[Foreseen]:
    view, rule = view_of(context, row), load_law().rules.get(row.rule)
    near = context.office.ladders.muting(row.rule)
    outlook = Outlook(
        watched=view.state,
        steps=view.steps,
        holds=view.holds,
        by_days=rule is None or not rule.status_by,
        muted=[(mutes_from(each, near), each.lenient_on) for each in graver(context, row)],
    )
    return [
        Foreseen(
            on=on,
            docket_number=context.matter.docket_number,
            clock=f"{deadline_name(row)} {row.title}",
            contact=contact.name,
            channel=contact.channel,
            step=decision.step,
            reason=decision.reason.value,
        )
        for contact, own in hearings(view)
        for on, decision in foresee(outlook, context.told_of(view.subject, contact), own, context.today, last)
    ]


def _compare(
    opened: Sessions, change: Change, now: datetime, *, after: int = 0
) -> tuple[list[Foreseen], list[Foreseen]]:
    """The alerts that a change would take away and add, in all matters behind an id; the change is undone."""
    gone: list[Foreseen] = []
    come: list[Foreseen] = []

    def compare_page(session: Session, page: Sequence[Matter]) -> None:
        office = office_context(session, Links(""), now)
        before = foreseen(session, office, page, None)
        after = foreseen(session, change(session, office), page, None)
        session.rollback()
        former, new = difference(before, after)
        gone.extend(former)
        come.extend(new)

    in_pages(opened, _page_behind, compare_page, after=after)
    return sorted(gone), sorted(come)


def _page_behind(session: Session, after: int) -> Sequence[Matter]:
    return matters(session, after_id=after, limit=_PAGE)


def _asked(session: Session, docket_number: str, importer: str) -> Sequence[int]:
    """The ids of the matters that are asked for."""
    if docket_number:
        return [matter_named(session, docket_number).id]
    wanted = select(Matter.id).order_by(col(Matter.id))
    if not importer:
        return session.exec(wanted).all()
    return session.exec(wanted.where(Matter.account_id == account_named(session, importer).id)).all()
