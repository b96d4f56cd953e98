"""The page of a matter: all that is on record of it and what follows from that, for who may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.law.text.vocabulary import Lifecycle, Party, Status
from models.record.amounts import Amount
from models.record.dockets import current_entries
from models.record.own_deadlines import Own
from models.record.scope import Scope
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Account, Deadline, Matter
from notifications.policy.pauses import Hold
from tasks.alerts.defects import entry_words
from tasks.alerts.matter_context import MatterContext, matter_context
from tasks.alerts.office_context import office_context
from tasks.desk.closed import closed_among
from tasks.desk.desk_links import desk_links
from tasks.desk.matter_corrections import CorrectionShown, corrections_shown
from tasks.desk.matter_deadlines import (
    MOST,
    DeadlineShown,
    DefectShown,
    Runway,
    deadlines_shown,
    defects,
    runways,
    standing,
    steps,
)
from tasks.desk.matter_docket import DocketShown, Timeline, docket_shown, signed, timeline
from tasks.desk.matter_kinds import Checklist, PenaltyExposure, checklist_of, exposure_of
from tasks.desk.matter_telling import (
    AlertShown,
    PaperShown,
    Reply,
    alerts,
    missing_role,
    papers,
    people,
    replies,
)
from tasks.desk.names import Names, names_in
from tasks.desk.owed import Owed, owed_in
from tasks.pages.deadline_cells import URGENCY
from tasks.pages.runway_section import days_left

OWNS = 100
"""Deadlines of the office's own that the page shows, those that run first."""

_AHEAD = (Status.PENDING, Status.AMBIGUOUS, Status.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What somebody wants to see of a matter: the docket through an entry, and whether notes too."""

    through: int | None = None
    reads_notes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a matter stands."""

    latest: str
    """The most recent event in words; empty without any."""

    open: int
    """How many deadlines are open."""

    nearest: Deadline | None
    """The one to act on first, of those that can still be met."""

    days_left: int
    is_closed: bool
    owed: Sequence[Owed]
    """What is overdue, open or about to expire, the most pressing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShown:
    """A deadline of the office's own, who paused its reminders, and who of them was signed in."""

    own: Own
    set_by: str
    ended_by: str
    """Who set and who ended it; empty where they may not be named."""

    holds: Sequence[Hold]
    is_signed: bool
    is_end_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPage:
    """All of the page. `..._more` is how many more there are than it shows."""

    matter: Matter
    account: Account
    today: date
    is_signed: bool
    """Whether who opened it was signed in."""

    stage: Stage
    timeline: Timeline
    runways: Sequence[Runway]
    deadlines: Sequence[DeadlineShown]
    deadlines_more: int
    steps: Sequence[tuple[str, str]]
    owns: Sequence[OwnShown]
    owns_more: int
    exposure: PenaltyExposure | None
    checklist: Checklist | None
    defects: Sequence[DefectShown]
    docket: DocketShown
    people: Sequence[Contact]
    missing_role: str
    """Which roles no contact holds, in words; empty where each is held, or nobody is there at all."""

    replies: Sequence[Reply]
    papers: Sequence[PaperShown]
    papers_more: int
    alerts: Sequence[AlertShown]
    alerts_more: Amount
    corrections: Sequence[CorrectionShown]
    names: Names
    """Whose names the reader may see."""


def read_matter(session: Session, scope: Scope, matter: Matter, wants: Wants, *, now: datetime) -> MatterPage:
    """Reads the page of a matter that somebody sees."""
    links = desk_links(session, scope)
    context = matter_context(session, matter, office_context(session, links, now))
    rows, names = standing(context), names_in(session, scope, matter)
    owns, drafts = _owns(session, context, names), papers(context)
    told, told_more = alerts(session, matter, names)
    return MatterPage(
        matter=matter,
        account=context.account,
        today=context.today,
        is_signed=bool(signed(session, [f"matter:{matter.id}"])),
        stage=_stage(session, context, rows),
        timeline=timeline(context, rows[:MOST]),
        runways=runways(context, rows),
        deadlines=deadlines_shown(session, context, rows[:MOST], names),
        deadlines_more=max(0, len(rows) - MOST),
        steps=steps(session, context, rows, links),
        owns=owns[:OWNS],
        owns_more=max(0, len(owns) - OWNS),
        exposure=exposure_of(context.entries, rows) if matter.lifecycle == Lifecycle.DEMAND else None,
        checklist=checklist_of(session, context, rows, names)
        if matter.lifecycle == Lifecycle.CERTIFICATION
        else None,
        defects=defects(context),
        docket=docket_shown(session, context, through=wants.through, reads_notes=wants.reads_notes),
        people=people(context),
        missing_role=missing_role(context),
        replies=replies(session, context, names),
        papers=drafts[0],
        papers_more=drafts[1],
        alerts=told,
        alerts_more=told_more,
        corrections=corrections_shown(session, scope, matter, context.account, names),
        names=names,
    )


def _stage(session: Session, context: MatterContext, rows: Sequence[Deadline]) -> Stage:
    entries = current_entries(context.entries)
    last = max(entries, key=lambda entry: (entry.occurred_on, entry.number), default=None)
    yours = [row for row in rows if row.status in _AHEAD and row.bound == Party.RECORDKEEPER]
    ahead = [row for row in yours if row.strict_on >= context.today]
    nearest = min(ahead, key=lambda row: (row.act_by or row.strict_on, row.id), default=None)
    return Stage(
        latest="" if last is None else entry_words(last),
        open=sum(row.status in URGENCY for row in rows),
        nearest=nearest,
        days_left=0 if nearest is None else days_left(nearest, context.today),
        is_closed=bool(closed_among(session, [context.matter.id])),
        owed=owed_in(context, rows),
    )


def _owns(session: Session, context: MatterContext, names: Names) -> list[OwnShown]:
    """Those that run first, then those that ended; each by its day."""
    owns = sorted(context.owns, key=lambda own: own.end is not None)
    ids = [row.id for own in owns for row in (own.row, own.end) if row is not None]
    by_people = signed(session, [f"owndeadline:{id_}" for id_ in ids[: 2 * OWNS]])
    holds: Mapping[int, Sequence[Hold]] = context.own_holds
    return [
        OwnShown(
            own=own,
            set_by=own.row.recorded_by if names.has(own.row.recorded_by) else "",
            ended_by=own.end.recorded_by if own.end and names.has(own.end.recorded_by) else "",
            holds=[
                names.hold(hold)
                for hold in holds.get(own.row.id, ())
                if own.end is None and hold.until >= context.today
            ],
            is_signed=f"owndeadline:{own.row.id}" in by_people,
            is_end_signed=own.end is not None and f"owndeadline:{own.end.id}" in by_people,
        )
        for own in owns
    ]
