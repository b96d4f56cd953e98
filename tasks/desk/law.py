"""What the office has beside the law: its settings, counsel's notes, and a change that awaits approval.

Functions that take a session never commit. What a change would move is shown of the importers that somebody
sees, some matters at a time.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.law.load import load_law
from models.law.text.rule import Law
from models.record.database import transaction
from models.record.office_settings import LawStanding, law_in_force, standing_of
from models.record.scope import Scope
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Matter
from models.record.tables.office import LawApproval
from models.record.tables.people import DeskRun
from tasks.alerts.law_change import LawChange, compare_matters
from tasks.desk.follow_up import run_later
from tasks.record.law_approval import SHOWN

APPROVE, NOTE = "approve-law-change", "note-ambiguity"
"""The deployments by which these acts are shown in Prefect."""

AT_ONCE = 50
"""Matters that are compared under both laws on one page."""

LONGEST_NOTE, LONGEST_NAME = 2000, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which law is in force, and whether the one on disk awaits approval."""

    law: str
    approved_by: str
    approved_at: datetime | None
    is_first: bool
    """Whether it is the first one, which came into force by itself with the first matter."""

    awaits: bool
    is_older: bool
    """Whether the law on disk was in force before, and another one took its place."""


def law_standing(session: Session, law: Law) -> Standing:
    """How the law on disk stands."""
    approved, standing = law_in_force(session), standing_of(session, law)
    return Standing(
        law=law.hash[:SHOWN],
        approved_by=approved.approved_by if approved else "",
        approved_at=approved.approved_at if approved else None,
        is_first=session.exec(select(func.count()).select_from(LawApproval)).one() == 1,
        awaits=standing is not LawStanding.IN_FORCE,
        is_older=standing is LawStanding.SUPERSEDED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """What a change of the law would move in some matters. `next_after`: behind which id more come."""

    change: LawChange
    first: int
    last: int
    number: int
    """Which of all their matters these are, counted from 1."""

    next_after: int | None


def change_in(
    engine: Engine, scope: Scope, after: int, *, now: datetime, most: int = AT_ONCE
) -> ShownChange | None:
    """What the law on disk would change in the matters behind an id, of importers that are theirs.

    None where no change awaits approval. Everything is undone.
    """
    with transaction(engine) as session:
        if standing_of(session, load_law()) is LawStanding.IN_FORCE:
            return None
        change = LawChange(load_law().hash[:SHOWN])
        mine = select(Matter).where(scope.matters()).order_by(col(Matter.id))
        page = session.exec(mine.where(col(Matter.id) > after).limit(most).with_for_update()).all()
        counts = select(func.count()).select_from(Matter).where(scope.matters())
        before = session.exec(counts.where(col(Matter.id) <= after)).one()
        number = session.exec(counts).one()
        last_id = page[-1].id if page else after
        compare_matters(session, page, change, now=now)
        session.rollback()
    last = before + len(page)
    return ShownChange(
        change=change,
        first=before + 1 if page else before,
        last=last,
        number=number,
        next_after=last_id if last < number else None,
    )


def approval_under_way(session: Session, law: str) -> DeskRun | None:
    """The run of an approval of this law that has not ended."""
    return next((run for run in _approvals(session, law) if run.next_at is not None), None)


def _approvals(session: Session, law: str) -> list[DeskRun]:
    runs = session.exec(select(DeskRun).where(DeskRun.deployment == APPROVE).order_by(col(DeskRun.id))).all()
    return [run for run in runs if run.parameters["change"]["law"] == law]


def approve(session: Session, law: str, person_id: int, *, by: str, at: datetime) -> DeskRun:
    """Has a change of the law approved by its run in Prefect; asked twice, it is one run.

    Raises `RecordError` where none awaits approval, or another one than the one that was shown.
    """
    if standing_of(session, load_law()) is LawStanding.IN_FORCE:
        raise RecordError("No change of the law awaits approval any more. Nothing was approved.")
    if law != load_law().hash[:SHOWN]:
        raise RecordError(
            "The change that you read is not the one that awaits approval. Read what this one moves first."
        )
    ended = sum(run.next_at is None for run in _approvals(session, law))
    parameters = {"change": {"law": law, "recorded_by": by}}
    once = f"{APPROVE} {law} {ended + 1}"
    run = run_later(session, APPROVE, parameters, title=f"approve {law}", by=by, at=at, once=once)
    sign_act(session, f"deskrun:{run.id}", person_id, at=at)
    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    """Counsel's note on an ambiguity; a dash takes the note back."""

    ambiguity: str
    counsel: str
    note: str

    @property
    def title(self) -> str:
        """What its run is called."""
        return f"{self.ambiguity}: note of {self.counsel}"

    def parameters(self, *, by: str) -> dict[str, dict[str, str]]:
        """Those of the form. Raises `RecordError` for what is missing or too long."""
        self._check()
        text = load_law().ambiguities[self.ambiguity].text
        said = {"ambiguity": f"{self.ambiguity}: {text}", "counsel": self.counsel, "note": self.note}
        return {"note": {**said, "recorded_by": by}}

    def _check(self) -> None:
        for what, given, longest in (
            ("name of the counsel", self.counsel, LONGEST_NAME),
            ("note", self.note, LONGEST_NOTE),
        ):
            if not given:
                raise RecordError(f"No {what} is given. Enter the {what}.")
            if len(given) > longest:
                raise RecordError(f"The {what} has {len(given):,} characters. Enter at most {longest:,}.")
