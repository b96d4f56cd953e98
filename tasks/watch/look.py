"""Looks at a page of matters: reads all that it needs at once, decides in memory, writes all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.law.load import load_law
from models.law.text.vocabulary import RuleKind
from models.record.bulk import write_rows
from models.record.deadlines import restate
from models.record.docket_rows import DocketRows, docket_rows, forget, holds
from models.record.office_settings import awaits_approval
from models.record.tables.dockets import Deadline, Defect, Matter
from models.record.tables.office import Evidence
from models.wall_clock import today_in
from tasks.alerts.claim import NewAlert, Wanted, claim_all
from tasks.alerts.deadline_view import state_of, watched
from tasks.alerts.deadlines import wanted_of_deadline
from tasks.alerts.defects import wanted_of_broken, wanted_of_defect
from tasks.alerts.evidence import due_evidence, wanted_of_evidence
from tasks.alerts.matter_context import MatterContext, matter_contexts
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.own_deadlines import wanted_of_owns
from tasks.alerts.papers import keep_papers
from tasks.record.derive import derive_all
from tasks.watch.next_step import next_step
from tasks.watch.quiet_look import asleep_in
from tasks.watch.sweep_report import Sweep

_SPANS = (RuleKind.LOOKBACK, RuleKind.RETENTION)


@dataclass(slots=True)
class _Look:
    """One matter as it is looked at: what of it is due, and what is to be told."""

    context: MatterContext
    clocks: list[Deadline] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    is_unheard: bool = False
    """Whether something is due of which nobody hears."""


def look_at(session: Session, page: Sequence[Matter], office: OfficeContext) -> Sweep:
    """Derives what may have changed, claims what is to be told, and sets when to look again.

    A matter that cannot be derived is told as such, and stays due.
    """
    found, dockets = Sweep(), docket_rows(session, page)
    causes = _derived(session, dockets, office)
    asleep, looks = asleep_in(session, [matter.id for matter in page], office.now), []
    for context in matter_contexts(session, dockets, office):
        look = _Look(context)
        looks.append(look)
        if context.matter.id in causes:
            look.wanted += wanted_of_broken(context, causes[context.matter.id])
            found.broken.append(f"{context.matter.docket_number}: {causes[context.matter.id]}")
        else:
            _decide(look, asleep)
            _take_down(look, found)
    # Before anything is claimed: alerts name papers by their numbers.
    keep_papers(session, [look.context for look in looks])
    write_rows(session, [row for look in looks for row in look.clocks])
    write_rows(session, [row for look in looks for row in look.defects])
    session.flush()
    _claim(session, office, looks, found)
    return found


def _derived(session: Session, dockets: Sequence[DocketRows], office: OfficeContext) -> dict[int, str]:
    """Derives the dockets that may come to something else than is stored; returns why some cannot be.

    While a change of the law waits for approval the clocks are looked at as they stand.
    """
    if awaits_approval(session, load_law()):
        for docket in dockets:
            restate(docket.deadlines, today_in(docket.matter.timezone, office.now))
        # By the days alone: once a law is in force again, they are derived by it, be it the former one.
        forget(session, [docket.matter.id for docket in dockets])
        return {}
    law = office.law
    changed = [
        (docket, office.now)
        for docket in dockets
        if not holds(
            docket.derived,
            law.basis(docket.head, docket.matter.timezone),
            today_in(docket.matter.timezone, office.now),
        )
    ]
    done = derive_all(session, changed, law)
    return {id_: cause for id_, cause in done.items() if isinstance(cause, str)}


def _decide(look: _Look, asleep: set[int]) -> None:
    """Finds what of a matter is due, what is to be told of it, and when to look again."""
    context, now = look.context, look.context.office.now
    look.clocks = [row for row in context.docket.deadlines if _is_due(row, now) or row.id in asleep]
    # What mutes others speaks first, what asks for nothing last.
    look.clocks.sort(key=lambda row: (bool(context.office.ladders.muting(row.rule)), row.kind in _SPANS))
    look.defects = [row for row in context.docket.defects if _is_due(row, now)]
    for clock in look.clocks:
        look.wanted += wanted_of_deadline(context, clock)
        clock.next_step_at, clock.looked_on = next_step(watched(context, clock)), context.today
    for defect in look.defects:
        look.wanted += wanted_of_defect(context, defect)
        defect.next_step_at = None
    look.evidence = due_evidence(context)
    for row in look.evidence:
        look.wanted += wanted_of_evidence(context, row)
    own, is_unheard = wanted_of_owns(context)
    look.wanted += own
    if not context.contacts and (is_unheard or look.evidence or _should_be_heard(look)):
        _keep_due([*look.clocks, *look.defects], now)
        look.is_unheard = True


def _take_down(look: _Look, found: Sweep) -> None:
    matter = look.context.matter
    found.matters += 1
    found.looked.append(matter.id)
    found.clocks += len(look.clocks)
    if look.is_unheard:
        found.unheard.append(matter.docket_number)


def _claim(session: Session, office: OfficeContext, looks: Iterable[_Look], found: Sweep) -> None:
    """Takes all that is to be told at once."""
    wanted = [(look.context.matter.docket_number, each) for look in looks for each in look.wanted]
    alerts = [NewAlert(each.telling, each.contact, each.make_content()) for _, each in wanted]
    for (docket_number, _), claim in zip(wanted, claim_all(session, office, alerts), strict=True):
        if claim is not None:
            found.claims.append((docket_number, claim))


def tell_broken(session: Session, matter: Matter, office: OfficeContext, cause: str, found: Sweep) -> None:
    """Claims that a matter cannot be looked at, and why."""
    (context,) = matter_contexts(session, docket_rows(session, [matter]), office)
    found.broken.append(f"{matter.docket_number}: {cause}")
    _claim(session, office, [_Look(context, wanted=wanted_of_broken(context, cause))], found)


def _is_due(row: Deadline | Defect, now: datetime) -> bool:
    return row.next_step_at is not None and row.next_step_at <= now


def _should_be_heard(look: _Look) -> bool:
    open_clocks = [row for row in look.clocks if not row.withdrawn and not state_of(row).is_settled]
    return bool(open_clocks or [row for row in look.defects if not row.withdrawn])


def _keep_due(rows: Sequence[Deadline | Defect], now: datetime) -> None:
    """What nobody could be told stays due, so that the first contact hears it at once."""
    for row in rows:
        row.next_step_at = now
