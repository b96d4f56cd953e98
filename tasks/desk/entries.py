"""Recording an entry at the desk: tried first, then kept with who signed it and the run that follows.

Functions that take a session never commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.errors import Refused
from models.forms.entry import EntryForm
from models.forms.fields import YesNo
from models.forms.sealed_notes import seal_parameters
from models.inputs import EntryInput
from models.record.docket_rows import head_of
from models.record.dockets import entries_of, mark_of
from models.record.near import like_on_another_day
from models.record.sign_ins import sign_act
from models.record.tables.dockets import CurrentEntry, Entry, Matter
from models.record.tables.people import ToldAs
from notifications.wording.links import Links
from tasks.desk.change_words import ChangesShown, shown
from tasks.desk.follow_up import run_later
from tasks.record.entries import Recorded, record_in
from tasks.watch.preview import try_entry


def state_of(entries: Sequence[Entry]) -> str:
    """What a form was made from: the last entry of the docket, empty where there is none."""
    return head_of(entries[-1].number, entries[-1].hash) if entries else ""


def since(entries: Sequence[Entry], state: str) -> Sequence[Entry]:
    """The entries that came after a state; all of them where it names none of this docket."""
    known = state.split(" ")[0]
    last = int(known) if known.isdecimal() and len(known) < 10 else 0
    return entries[last:] if state_of(entries[:last]) == state else entries


class DocketChanged(Refused):
    """The docket has other entries than when the form was made."""

    def __init__(self) -> None:
        super().__init__("This matter changed since you opened it. Nothing was recorded.")


class MayBeTheSame(Refused):
    """The same event is on record on another day, and nobody said yet that it happened twice."""

    def __init__(self) -> None:
        super().__init__("The same event is on record on another date. Nothing was recorded.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What recording an entry would do; nothing of it is kept."""

    already: Entry | None
    """The entry that says this already."""

    same: Entry | None
    """The same event on another day."""

    changes: ChangesShown
    alerts: Sequence[tuple[str, str]]
    """Who would be alerted, and to what."""


def preview(engine: Engine, docket_number: str, form: EntryForm, links: Links, *, now: datetime) -> Preview:
    """Tries an entry. Raises `RecordError` as recording does."""
    tried = try_entry(engine, docket_number, form.to_input(), form.lifecycle, links, now=now)
    recorded = tried.recorded
    return Preview(
        already=recorded.put.entry if recorded.put.already else None,
        same=_same(recorded),
        changes=shown(recorded.changes, recorded.unclear),
        alerts=[(claim.contact, claim.content.subject) for _, claim in tried.swept.claims],
    )


def _same(recorded: Recorded) -> Entry | None:
    put = recorded.put
    return None if put.already else like_on_another_day(put.docket, put.entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who records, when, from which state of the docket, and whether a second time on purpose."""

    person_id: int
    name: str
    at: datetime
    state: str
    twice: bool
    note_key: str


@dataclass(frozen=True, slots=True)
class Saved:
    """An entry on record; `already`: it was there before. `run_id`: the act's run, 0 where none follows."""

    entry: Entry
    already: bool
    run_id: int = 0


def save(session: Session, matter: Matter, form: EntryForm, act: Act) -> Saved:
    """Records an entry with its signature and its run; the same fact twice is one entry.

    Raises `RecordError`, `DocketChanged` and `MayBeTheSame`; then nothing is kept.
    """
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    entries, draft = entries_of(session, matter), form.to_input()
    standing = _standing(session, matter, draft, entries)
    if standing is not None:
        return Saved(standing, already=True)
    if state_of(entries) != act.state:
        raise DocketChanged
    recorded = record_in(session, matter.docket_number, draft, form.lifecycle, now=act.at)
    if not act.twice and _same(recorded) is not None:
        raise MayBeTheSame
    entry = recorded.put.entry
    sign_act(session, f"entry:{entry.id}", act.person_id, at=act.at)
    run = run_later(
        session,
        f"record-{form.lifecycle}",
        seal_parameters({"entry": form.model_dump(mode="json", exclude_none=True)}, act.note_key),
        title=form.called,
        by=act.name,
        at=act.at,
        told_as=ToldAs.HISTORY if form.history is YesNo.YES else ToldAs.NEWS,
        matters=[matter.id],
    )
    return Saved(entry, already=False, run_id=run.id)


def _standing(session: Session, matter: Matter, draft: EntryInput, entries: Sequence[Entry]) -> Entry | None:
    found = session.get(CurrentEntry, (matter.id, mark_of(draft)))
    return next((entry for entry in entries if found and entry.id == found.entry_id), None)
