"""Records what a person gives, a matter or an entry, and derives what follows in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.errors import RecordError
from models.inputs import EntryInput, MatterInput
from models.law.load import load_law
from models.record.database import transaction
from models.record.derivation import Changes
from models.record.docket_rows import DocketRows
from models.record.dockets import Put, draft_of, entries_of, mark_of
from models.record.dockets import put_entry as put
from models.record.matters import matter_named, open_matter
from models.record.near import refuse_nearly_known, same_on_another_day
from models.record.office_settings import adopt_first_law, unclear_words
from models.record.sign_ins import signed_entries
from models.record.tables.dockets import Entry, Matter
from tasks.record.derive import derive_in
from tasks.record.docket_words import spoken_as_forms
from tasks.record.law_approval import refuse_unapproved
from tasks.record.office_law import office_law
from tasks.record.what_followed import what_followed


@dataclass(frozen=True, slots=True)
class Recorded:
    """A matter, the entry that is now on its docket, and what it changed."""

    matter: Matter
    put: Put
    changes: Changes
    unclear: Mapping[str, str]
    """The ambiguities in words, with counsel's notes, by their numbers."""

    question: str
    """About the same event on another date; empty where there is none."""

    at_the_desk: bool = False
    """Whether the same person recorded it at the desk before; `changes` are then those of that time."""


def put_matter(engine: Engine, draft: MatterInput, *, now: datetime, ask: bool = False) -> Matter:
    """Opens the matter. Raises `RecordError`; then nothing is written.

    `ask`: also where its docket number or its importer is nearly one on record.
    """
    with transaction(engine) as session:
        if ask:
            refuse_nearly_known(session, draft)
        adopt_first_law(session, load_law(), by=draft.opened_by, at=now)
        return open_matter(session, draft, at=now)


def put_entry(
    engine: Engine,
    docket_number: str,
    draft: EntryInput,
    lifecycle: str,
    *,
    now: datetime,
    follows: bool = False,
) -> Recorded:
    """Puts the entry on its docket; one that is there already stays one.

    `follows`: the run follows an act at the desk, and puts nothing. The entry may have been corrected or
    withdrawn since, and must not come back.

    Raises `RecordError`, also where the docket is of another lifecycle than the form, and while a change of
    the law awaits approval. The entry and its deadlines are kept together, or neither is.
    """
    with transaction(engine) as session:
        if follows:
            return _as_at_the_desk(session, docket_number, draft, now)
        return record_in(session, docket_number, draft, lifecycle, now=now)


def _as_at_the_desk(session: Session, docket_number: str, draft: EntryInput, now: datetime) -> Recorded:
    """The entry that was recorded at the desk, current or not, with what it changed. Raises `RecordError`."""
    matter = matter_named(session, docket_number)
    entries = entries_of(session, matter)
    said = [each for each in entries if _is_said_by(draft, each)]
    signed = signed_entries(session, [each.id for each in said])
    entry = next((each for each in reversed(said) if each.id in signed), None)
    if entry is None:
        raise RecordError(
            "The entry that this run follows is not on record. To record an entry, use the form itself."
        )
    changes = _changes(
        session, DocketRows(matter=matter, entries=entries, deadlines=[], defects=[]), entry, now
    )
    put = Put(entry, already=True, docket=entries)
    return Recorded(matter, put, changes, unclear_words(session, load_law()), question="", at_the_desk=True)


def _changes(session: Session, docket: DocketRows, entry: Entry, now: datetime) -> Changes:
    try:
        return what_followed(docket, entry.number, office_law(session), at=now)
    except Exception:
        # What cannot be derived is told by the look that follows, which nothing here may keep from it.
        return Changes()


def _is_said_by(draft: EntryInput, entry: Entry) -> bool:
    is_same = mark_of(replace(draft_of(entry), replaces=entry.replaces)) == mark_of(draft)
    return is_same and entry.replaces == draft.replaces and entry.recorded_by == draft.recorded_by


def record_in(
    session: Session, docket_number: str, draft: EntryInput, lifecycle: str, *, now: datetime
) -> Recorded:
    """Does so within a transaction of the caller's."""
    refuse_unapproved(session)
    matter = matter_named(session, docket_number)
    if matter.lifecycle != lifecycle:
        raise RecordError(
            f"{docket_number} is a matter of the kind {matter.lifecycle}. Use the form record-"
            f"{matter.lifecycle}, not record-{lifecycle}."
        )
    with spoken_as_forms():
        done = put(session, matter, draft, load_law(), at=now)
    changes = derive_in(session, matter, now=now)
    question = same_on_another_day(done.docket, done.entry)
    return Recorded(matter, done, changes, unclear_words(session, load_law()), question)
