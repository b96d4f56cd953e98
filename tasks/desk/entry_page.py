"""One entry as its page shows it: what it says, who recorded it, what it changed, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from models.forms.fact_labels import words_of
from models.inputs import EntryInput
from models.law.load import load_law
from models.law.text.vocabulary import FACTS
from models.record.confirmations import wants_confirmation
from models.record.deadlines import identity_of
from models.record.derivation import Identity
from models.record.docket_rows import DocketRows, docket_rows
from models.record.dockets import corrections_of
from models.record.office_settings import unclear_words
from models.record.sign_ins import NOT_SIGNED_IN, SIGNED_IN, signed_by
from models.record.tables.dockets import Confirmation, Defect, Entry, Matter
from notifications.wording.links import Links
from notifications.wording.message import Link
from tasks.alerts.defects import mending_links
from tasks.alerts.matter_context import matter_context
from tasks.alerts.next_steps import next_steps_of
from tasks.alerts.office_context import office_context
from tasks.desk.change_words import ChangesShown, shown
from tasks.pages.deadline_cells import in_order
from tasks.pages.markdown import value_words
from tasks.record.office_law import office_law
from tasks.record.what_followed import what_followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Who found an entry right, and whether they were signed in."""

    row: Confirmation
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """The page of an entry."""

    entry: Entry
    title: str
    facts: Sequence[tuple[str, str]]
    of: Sequence[Entry]
    corrected_by: Entry | None
    signed: str
    """How sure it is who recorded it."""

    confirmed: Confirmed | None
    waits: bool
    """Whether a second person is still to confirm it."""

    changes: ChangesShown | None
    """What it changed; None where the law refuses the docket."""

    deadline_ids: dict[Identity, int]
    """By which the page of the matter names the deadlines."""

    defects: Sequence[tuple[Defect, Sequence[Link]]]
    """What is defective at this entry now, with the forms that fix it."""

    next_steps: Sequence[Link]


def fact_words(facts: EntryInput | Entry) -> list[tuple[str, str]]:
    """The facts of an entry: labels and values in words."""
    return [
        (words_of(name) if name in FACTS else name, value_words(value, name))
        for name, value in facts.facts.items()
    ]


def read_entry(
    session: Session, matter: Matter, number: int, links: Links, *, now: datetime
) -> EntryShown | None:
    """Reads an entry of a matter that somebody may see; None where there is none of that number."""
    (docket,) = docket_rows(session, [matter])
    if not 0 < number <= len(docket.entries):
        return None
    entries, entry = docket.entries, docket.entries[number - 1]
    by = corrections_of(entries).get(number)
    changes = _changes(session, docket, entry)
    confirmed = _confirmed(session, entry)
    return EntryShown(
        entry=entry,
        title=load_law().title_of(entry.kind),
        facts=fact_words(entry),
        of=[entries[each - 1] for each in entry.of],
        corrected_by=entries[by - 1] if by else None,
        signed=_signed(session, f"entry:{entry.id}"),
        confirmed=confirmed,
        waits=confirmed is None and by is None and wants_confirmation(session),
        changes=changes,
        deadline_ids={identity_of(row): row.id for row in docket.deadlines if not row.withdrawn},
        defects=_defects(session, docket, entry, links, now),
        next_steps=_next_steps(session, docket, changes, links),
    )


def _changes(session: Session, docket: DocketRows, entry: Entry) -> ChangesShown | None:
    law = office_law(session)
    try:
        found = what_followed(docket, entry.number, law, at=entry.recorded_at)
    except Exception:
        # What cannot be derived is told by the watch; here what the entry changed is missing.
        return None
    return shown(found, unclear_words(session, law.law))


def _signed(session: Session, subject: str) -> str:
    return SIGNED_IN if signed_by(session, [subject]) else NOT_SIGNED_IN


def _confirmed(session: Session, entry: Entry) -> Confirmed | None:
    row = session.exec(select(Confirmation).where(Confirmation.entry_id == entry.id)).first()
    return Confirmed(row=row, signed=_signed(session, f"confirmation:{row.id}")) if row else None


def _defects(
    session: Session, docket: DocketRows, entry: Entry, links: Links, now: datetime
) -> list[tuple[Defect, Sequence[Link]]]:
    rows = [row for row in docket.defects if not row.withdrawn and row.entry_number == entry.number]
    if not rows:
        return []
    context = matter_context(session, docket.matter, office_context(session, links, now))
    return [(row, mending_links(context, row)) for row in rows]


def _next_steps(
    session: Session, docket: DocketRows, changes: ChangesShown | None, links: Links
) -> list[Link]:
    """What comes next of the deadlines that the entry changed, as they are now."""
    changed = {each.identity for each in (changes.deadlines if changes else ())}
    rows = [row for row in docket.deadlines if identity_of(row) in changed and not row.withdrawn]
    found = [
        link
        for row in in_order(rows)
        for link in next_steps_of(session, docket.matter, docket.entries, row, links)
    ]
    return [link for link in dict.fromkeys(found) if link.url]
