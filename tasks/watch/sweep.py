"""The sweep: looks at all whose next step has come, in bounded batches, and tells whoever must hear."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, union
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.law.load import load_law
from models.law.text.vocabulary import RuleKind
from models.record.database import transaction
from models.record.deadlines import deadlines_of, defects_of, restate
from models.record.matters import in_pages
from models.record.office_settings import awaits_approval
from models.record.tables.dockets import Deadline, Defect, Matter
from models.record.tables.office import Evidence, OwnDeadline
from models.wall_clock import morning_of
from notifications.policy.decide import next_look
from notifications.wording.links import Links
from tasks.alerts.claim import claim_deadline, muting_now
from tasks.alerts.deadline_view import state_of, view_of
from tasks.alerts.defects import claim_broken, claim_defect
from tasks.alerts.evidence import claim_evidence, due_evidence
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import CatchingUp, History, OfficeContext, office_context
from tasks.alerts.own_deadlines import claim_owns
from tasks.alerts.stationery import Stationery
from tasks.delivery.switchboard import Channels
from tasks.delivery.tell import tell
from tasks.record.derive import derive_in
from tasks.record.docket_words import cause_words
from tasks.record.law_approval import refuse_superseded
from tasks.watch.overslept import overslept
from tasks.watch.sweep_report import Sweep

BATCH = 100
"""Matters in one transaction."""

_SPANS = (RuleKind.LOOKBACK, RuleKind.RETENTION)


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

    def claim_page(session: Session, page: Sequence[Matter]) -> None:
        office = office_context(session, links, now, stationery, history)
        for matter in page:
            _look_safely(session, matter, office, found)
        found.flaws = sorted({*found.flaws, *office.flaws})

    due = partial(_due, now=now, lifecycle=lifecycle, matter_id=matter_id)
    in_pages(partial(transaction, engine), due, claim_page)
    return found


def rehearse(engine: Engine, links: Links, *, as_of: date, lifecycle: str | None = None) -> Sweep:
    """What would be due and told on a day: the sweep of that morning, undone. Nothing is written or sent."""
    found = Sweep(lifecycle or "")

    def rehearse_page(session: Session, page: Sequence[Matter]) -> None:
        for matter in page:
            office = office_context(session, links, morning_of(as_of, matter.timezone))
            _look_safely(session, matter, office, found)
        session.rollback()

    due = partial(_due, now=_end_of(as_of), lifecycle=lifecycle, matter_id=None)
    in_pages(partial(transaction, engine), due, rehearse_page)
    return found


def _end_of(day: date) -> datetime:
    """An instant at which the morning of the day has come everywhere."""
    return morning_of(day + timedelta(days=1), "UTC")


def _due(
    session: Session, after: int, *, now: datetime, lifecycle: str | None, matter_id: int | None
) -> Sequence[Matter]:
    """The matters of which something is due; one that another sweep holds is left to it.

    Raises `RecordError` where this program has an older law than the one in force.
    """
    refuse_superseded(session)
    due = union(
        select(Deadline.matter_id).where(col(Deadline.next_step_at) <= now),
        select(Defect.matter_id).where(col(Defect.next_step_at) <= now),
        select(Evidence.matter_id).where(col(Evidence.next_step_at) <= now),
        select(OwnDeadline.matter_id).where(col(OwnDeadline.next_step_at) <= now),
        select(Deadline.matter_id).where(overslept(now)),
    )
    wanted = select(Matter).where(col(Matter.id) > after, col(Matter.id).in_(due))
    if lifecycle is not None:
        wanted = wanted.where(Matter.lifecycle == lifecycle)
    if matter_id is not None:
        wanted = wanted.where(Matter.id == matter_id)
    locked = wanted.order_by(col(Matter.id)).limit(BATCH).with_for_update(skip_locked=True)
    return session.exec(locked).all()


def _look_safely(session: Session, matter: Matter, office: OfficeContext, found: Sweep) -> None:
    """A matter that cannot be derived must not silence the others: that is told too, and it stays due."""
    try:
        seen = Sweep()
        with session.begin_nested():
            look_at(session, matter, office, seen)
        found.take(seen)
    except SQLAlchemyError:
        raise
    except Exception as error:
        # An entry that an older law let in, or a fault of our own: whatever it is, it is told.
        cause = cause_words(error)
        found.broken.append(f"{matter.docket_number}: {cause}")
        context = matter_context(session, matter, office)
        found.claims += [(matter.docket_number, claim) for claim in claim_broken(session, context, cause)]


def look_at(session: Session, matter: Matter, office: OfficeContext, found: Sweep) -> None:
    """Derives the matter anew, claims what is to be told, and sets when to look again.

    While a change of the law waits for approval the clocks are looked at as they stand.
    """
    context, now = matter_context(session, matter, office), office.now
    if awaits_approval(session, load_law()):
        restate(deadlines_of(session, matter), context.today)
    else:
        derive_in(session, matter, now=now)
    asleep = _asleep(session, matter, now)
    clocks = [row for row in deadlines_of(session, matter) if _is_due(row, now) or row.id in asleep]
    # What mutes others speaks first, what asks for nothing last.
    clocks.sort(key=lambda row: (bool(office.ladders.muting(row.rule)), row.kind in _SPANS))
    defects = [row for row in defects_of(session, matter) if _is_due(row, now)]
    found.matters += 1
    found.looked.append(matter.id)
    found.clocks += len(clocks)
    for clock in clocks:
        found.claims += [(matter.docket_number, claim) for claim in claim_deadline(session, context, clock)]
        clock.next_step_at, clock.looked_on = _next_step(session, clock, context), context.today
        session.add(clock)
    for defect in defects:
        found.claims += [(matter.docket_number, claim) for claim in claim_defect(session, context, defect)]
        defect.next_step_at = None
        session.add(defect)
    evidence = due_evidence(session, context)
    for row in evidence:
        found.claims += [(matter.docket_number, claim) for claim in claim_evidence(session, context, row)]
    own, is_unheard = claim_owns(session, context)
    found.claims += [(matter.docket_number, claim) for claim in own]
    if not context.contacts and (is_unheard or evidence or _should_be_heard(clocks, defects)):
        _keep_due([*clocks, *defects], now)
        found.unheard.append(matter.docket_number)


def _asleep(session: Session, matter: Matter, now: datetime) -> set[int]:
    return set(session.exec(select(Deadline.id).where(Deadline.matter_id == matter.id, overslept(now))).all())


def _is_due(row: Deadline | Defect, now: datetime) -> bool:
    return row.next_step_at is not None and row.next_step_at <= now


def _next_step(session: Session, row: Deadline, context: MatterContext) -> datetime | None:
    """The morning of the next step; the next morning for a clock that a graver one mutes."""
    view = view_of(context, row)
    watched = view.state
    day = next_look(watched, view.steps, view.holds, context.today)
    if not watched.is_over and muting_now(session, context, row):
        day = context.today + timedelta(days=1)
    return None if day is None else morning_of(day, context.matter.timezone)


def _should_be_heard(clocks: Sequence[Deadline], defects: Sequence[Defect]) -> bool:
    open_clocks = [row for row in clocks if not row.withdrawn and not state_of(row).is_settled]
    return bool(open_clocks or [row for row in defects if not row.withdrawn])


def _keep_due(rows: Sequence[Deadline | Defect], now: datetime) -> None:
    """What nobody could be told stays due, so that the first contact hears it at once."""
    for row in rows:
        row.next_step_at = now
