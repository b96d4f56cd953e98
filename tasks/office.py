"""Keeps what an office sets: numbers, notes, evidence. Each may raise `RecordError`; nothing is kept then."""

from dataclasses import dataclass
from datetime import date, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import select

from models.clock import today_in
from models.db import transaction
from models.law.vocabulary import Lifecycle
from models.office import CounselNote, Evidence, OfficePeriod
from models.store import RecordError, matter_named
from models.tables import Matter

TAKEN_BACK = "-"
"""What a note says that takes the one before it back."""

_LONGEST = 3660


@task(cache_policy=NO_CACHE)
def put_period(engine: Engine, rule: str, number: float | None, *, by: str, now: datetime) -> None:
    """Sets a number for a rule; every matter is then to be derived anew."""
    if number is not None and (number != int(number) or number > _LONGEST):
        raise RecordError(f"The number is {number:g}; expected a whole number from 0 to {_LONGEST}.")
    whole = None if number is None else int(number)
    with transaction(engine) as session:
        session.add(OfficePeriod(rule=rule, number=whole, set_by=by, set_at=now))


@task(cache_policy=NO_CACHE)
def put_note(engine: Engine, ambiguity: str, text: str, counsel: str, *, by: str, now: datetime) -> None:
    """Keeps counsel's note of an ambiguity; a dash takes it back."""
    kept = "" if text == TAKEN_BACK else text
    with transaction(engine) as session:
        session.add(
            CounselNote(ambiguity=ambiguity, text=kept, counsel=counsel, recorded_by=by, recorded_at=now)
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


@task(cache_policy=NO_CACHE)
def put_evidence(engine: Engine, draft: EvidenceDraft, *, now: datetime) -> Matter:
    """Files evidence for a point of a certification's checklist; the same twice is one."""
    with transaction(engine) as session:
        matter = matter_named(session, draft.docket_number)
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
        same = select(Evidence).where(
            Evidence.matter_id == matter.id,
            Evidence.point == row.point,
            Evidence.document == row.document,
            Evidence.document_sha256 == row.document_sha256,
            Evidence.dated_on == row.dated_on,
        )
        known = session.exec(same).first()
        if known is not None and known.expires_on != row.expires_on:
            raise RecordError(
                f"This document of this day is on record, expiring on {known.expires_on}; expected another "
                "document, or the same day."
            )
        if known is None:
            session.add(row)
        return matter


def _check(draft: EvidenceDraft, matter: Matter, today: date) -> None:
    if matter.lifecycle != Lifecycle.CERTIFICATION:
        raise RecordError(
            f"{draft.docket_number} is a matter of the kind {matter.lifecycle}; expected a certification."
        )
    if draft.dated_on > today:
        raise RecordError(f"The document is dated {draft.dated_on}; expected a day up to today, {today}.")
    if draft.expires_on is not None and draft.expires_on < draft.dated_on:
        raise RecordError(
            f"The document expires on {draft.expires_on}; expected a day from {draft.dated_on}, its own, on."
        )
