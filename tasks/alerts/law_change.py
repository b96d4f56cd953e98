"""A change of the law: Landwaiter shows what it would change, and announces nothing until it is approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session

from models.in_words import dates, long_date, spaced
from models.law.load import load_law
from models.record.database import transaction
from models.record.derivation import Changes
from models.record.docket_rows import DocketRows, docket_rows
from models.record.matters import in_pages
from models.record.office_settings import awaits_approval
from models.record.tables.dockets import Deadline, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.deadline_state import Decision
from notifications.policy.forecast import Foreseen, difference
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.system_messages import law_message
from tasks.alerts.everybody import tell_everybody
from tasks.alerts.forecast import foreseen
from tasks.alerts.office_context import OfficeContext, office_context
from tasks.record.deadline_words import days_in_words, status_words, whose
from tasks.record.derive import derive_all, locked_page
from tasks.record.law_approval import SHOWN
from tasks.record.office_law import office_law


@dataclass(slots=True)
class LawChange:
    """What a law that is not approved yet would change, a line each; `broken` cannot be derived under it."""

    law: str
    added: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    restated: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    """The upcoming alerts that would be removed, and those that would be added."""

    @property
    def in_short(self) -> str:
        """The counts in words."""
        return (
            f"open deadlines added: {len(self.added)}, moved: {len(self.moved)}, withdrawn: "
            f"{len(self.withdrawn)}, reclassified: {len(self.restated)}; defects: {len(self.defects)}; "
            f"upcoming alerts that change: {len(self.alerts)}; "
            f"matters whose deadlines cannot be calculated under it: {len(self.broken)}"
        )


def law_change(engine: Engine, *, now: datetime) -> LawChange | None:
    """What the law on disk would change, where it is not approved yet. Everything is undone."""
    with transaction(engine) as session:
        if not awaits_approval(session, load_law()):
            return None
    change = LawChange(load_law().hash[:SHOWN])

    def compare_page(session: Session, page: Sequence[Matter]) -> None:
        compare_matters(session, page, change, now=now)
        session.rollback()

    in_pages(partial(transaction, engine), locked_page, compare_page)
    return change


def compare_matters(session: Session, page: Sequence[Matter], change: LawChange, *, now: datetime) -> None:
    """Derives matters under the law on disk, and adds what that changes. The caller undoes it.

    Nobody else may write these matters meanwhile.
    """
    office, dockets = office_context(session, Links(""), now), docket_rows(session, page)
    before = {row.id: _standing(row) for docket in dockets for row in docket.deadlines}
    former = _foreseen(session, office, page)
    done = derive_all(session, [(docket, now) for docket in dockets], office_law(session))
    after = _foreseen(session, office, page)
    for docket in dockets:
        name, changes = docket.matter.docket_number, done[docket.matter.id]
        if isinstance(changes, str):
            change.broken.append(f"{name}: {changes}")
        else:
            _compare(docket, changes, before, change)
            _compare_alerts(former.get(name, []), after.get(name, []), change)


def _foreseen(session: Session, office: OfficeContext, page: Sequence[Matter]) -> dict[str, list[Foreseen]]:
    """The alerts to come, by docket number."""
    found: dict[str, list[Foreseen]] = {}
    for each in foreseen(session, office, page, None):
        found.setdefault(each.docket_number, []).append(each)
    return found


def _compare_alerts(former: Sequence[Foreseen], after: Sequence[Foreseen], change: LawChange) -> None:
    gone, come = difference(former, after)
    change.alerts += [f"removed: {each.words}" for each in gone]
    change.alerts += [f"added: {each.words}" for each in come]


def _compare(
    docket: DocketRows, changes: Changes, before: Mapping[int, tuple[object, ...]], change: LawChange
) -> None:
    name = docket.matter.docket_number
    change.added += [f"{name}: {_deadline(row)}" for row in _open(changes.started)]
    change.moved += [
        f"{name}: {_deadline(each.deadline)}; before, {dates((each.strict_on, each.lenient_on))}"
        for each in changes.moved
        if each.deadline.settled_on is None
    ]
    change.withdrawn += [f"{name}: {_deadline(row)}" for row in _open(changes.withdrawn)]
    spoken = {row.id for row in (*changes.started, *changes.withdrawn)}
    spoken |= {each.deadline.id for each in changes.moved}
    change.restated += [
        f"{name}: {_deadline(row)}; {status_words(row, long_date)}; {row.kind}, {whose(row)}"
        for row in docket.deadlines
        if row.id in before and row.id not in spoken and before[row.id] != _standing(row)
    ]
    change.defects += [f"{name}: new: {spaced(row.code)}" for row in changes.raised]
    change.defects += [f"{name}: resolved: {spaced(row.code)}" for row in changes.cleared]


def _standing(row: Deadline) -> tuple[object, ...]:
    """What of a deadline is news; a status that only the passing of days changed is none."""
    return row.kind, row.bound, row.act_by, row.settled_on is not None, row.withdrawn


def _open(rows: Sequence[Deadline]) -> list[Deadline]:
    return [row for row in rows if row.settled_on is None]


def _deadline(row: Deadline) -> str:
    return f"{row.rule} {row.title}: {days_in_words(row)}"


def tell_law_change(engine: Engine, links: Links, *, now: datetime) -> None:
    """Claims a message for every contact, once a day while the law awaits approval; it names no matter."""
    law, today = load_law().hash[:SHOWN], today_in(HOUSE_ZONE, now)
    decision = Decision(reason=Reason.LAW_CHANGED, step=f"waits on {today}", due=law)
    tell_everybody(
        engine,
        links,
        "law:change",
        decision,
        lambda key, _, theirs: law_message(key, law, links=theirs),
        now=now,
    )
