"""Keeps your settings: numbers, notes, evidence. Each may raise `RecordError`; nothing is kept then."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.in_words import long_date
from models.law.text.vocabulary import Lifecycle
from models.record.confirmations import EYES
from models.record.controls import CONTROLS
from models.record.database import transaction
from models.record.matters import matter_named
from models.record.office_settings import evidence_of
from models.record.tables.dockets import Matter
from models.record.tables.office import CounselNote, Evidence, OfficePeriod
from models.wall_clock import today_in
from tasks.record.law_approval import refuse_unapproved

TAKEN_BACK = "-"
"""What a note says that takes the one before it back."""

_LONGEST = 3660


def put_period(
    engine: Engine, rule: str, number: float | None, *, day: date | None = None, by: str, now: datetime
) -> None:
    """Sets a number for a rule; every matter is then to be recalculated. Not while a law awaits approval.

    `day`: of `CONTROLS` alone, the day from which the office's own controls count.
    """
    with transaction(engine) as session:
        set_period(session, rule, number, day=day, by=by, now=now)


def set_period(
    session: Session, rule: str, number: float | None, *, day: date | None = None, by: str, now: datetime
) -> OfficePeriod:
    """The same within a transaction of the caller's."""
    if number is not None and rule == CONTROLS:
        raise RecordError(f"The number is {number:g}; expected it blank. This setting takes a day.")
    if day is not None and rule != CONTROLS:
        raise RecordError(f"The day is {long_date(day)}; expected it blank. This setting takes a number.")
    if number is not None and (number != int(number) or number > _LONGEST):
        raise RecordError(f"The number is {number:g}; expected a whole number from 0 to {_LONGEST}.")
    if rule == EYES and number not in (None, 0, 1):
        raise RecordError(f"The number is {number:g}; expected 1 to turn second review on, 0 to turn it off.")
    whole = None if number is None else int(number)
    refuse_unapproved(session)
    row = OfficePeriod(rule=rule, number=whole, day=day, set_by=by, set_at=now)
    session.add(row)
    session.flush()
    return row


def put_note(engine: Engine, ambiguity: str, text: str, counsel: str, *, by: str, now: datetime) -> None:
    """Keeps counsel's note of an ambiguity; a dash takes it back."""
    kept = "" if text.strip() == TAKEN_BACK else " ".join(text.split())
    named = " ".join(counsel.split())
    with transaction(engine) as session:
        session.add(
            CounselNote(ambiguity=ambiguity, text=kept, counsel=named, recorded_by=by, recorded_at=now)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDraft:
    """A piece of evidence to be filed; `point` is its number, such as (iv)."""

    docket_number: str
    point: str
    document: str
    document_sha256: str
    dated_on: date
    owner: str
    expires_on: date | None
    recorded_by: str


def put_evidence(engine: Engine, draft: EvidenceDraft, *, now: datetime) -> Matter:
    """Files evidence for a point of a certification's checklist, in the place of what was filed before.

    The same twice is one.
    """
    with transaction(engine) as session:
        matter = matter_named(session, draft.docket_number)
        file_evidence(session, matter, draft, now=now)
        return matter


def file_evidence(session: Session, matter: Matter, draft: EvidenceDraft, *, now: datetime) -> Evidence:
    """The same within a transaction. Returns the row that holds for the point now."""
    _check(draft, matter, today_in(matter.timezone, now))
    row = Evidence(
        matter_id=matter.id,
        point=draft.point,
        document=draft.document,
        document_sha256=draft.document_sha256.lower(),
        dated_on=draft.dated_on,
        owner=draft.owner,
        expires_on=draft.expires_on,
        recorded_by=draft.recorded_by,
        recorded_at=now,
        next_step_at=None if draft.expires_on is None else now,
    )
    newest = evidence_of(session, matter).get(draft.point)
    if newest is not None and _said(newest) == _said(row):
        return newest
    session.add(row)
    session.flush()
    return row


def _said(row: Evidence) -> tuple[object, ...]:
    """What a piece of evidence says; filed again with anything else it is a newer one."""
    return row.document, row.document_sha256, row.dated_on, row.owner, row.expires_on


def _check(draft: EvidenceDraft, matter: Matter, today: date) -> None:
    if matter.lifecycle != Lifecycle.CERTIFICATION:
        raise RecordError(
            f"{draft.docket_number} is a matter of the kind {matter.lifecycle}. Enter a certification."
        )
    if draft.dated_on > today:
        raise RecordError(
            f"The document is dated {long_date(draft.dated_on)}. Enter a date no later than today, "
            f"{long_date(today)}."
        )
    if draft.expires_on is not None and draft.expires_on < draft.dated_on:
        raise RecordError(
            f"The document expires on {long_date(draft.expires_on)}, before its own date, "
            f"{long_date(draft.dated_on)}. Correct one of them."
        )
