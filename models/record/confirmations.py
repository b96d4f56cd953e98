"""A second pair of eyes: an entry is provisional until another person has confirmed it against the document.

Whether an office wants that is a number that it sets. Functions take the session first and never commit.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.dockets import replaced_numbers
from models.record.office_settings import periods
from models.record.tables.dockets import Confirmation, Entry, Matter

_SHA256 = re.compile("[0-9a-f]{64}")
EYES = "EYES"
"""Names the office's number that is 1 where entries are to be confirmed."""


def wants_confirmation(session: Session) -> bool:
    """Whether the office wants a second pair of eyes."""
    return periods(session).get(EYES, 0) == 1


def provisional(session: Session, entries: Sequence[Entry]) -> set[int]:
    """The numbers of the entries of a docket that nobody has confirmed; none where the office wants none."""
    if not wants_confirmation(session):
        return set()
    ids = [entry.id for entry in entries]
    confirmed = set(
        session.exec(select(Confirmation.entry_id).where(col(Confirmation.entry_id).in_(ids))).all()
    )
    return _unconfirmed(entries, confirmed)


def provisional_by_matter(session: Session, entries: Mapping[int, Sequence[Entry]]) -> dict[int, set[int]]:
    """The same for many matters, by their ids; empty where the office wants no second pair of eyes."""
    if not wants_confirmation(session):
        return {}
    of_these = select(Confirmation.entry_id).join(Entry).where(col(Entry.matter_id).in_(entries))
    confirmed = set(session.exec(of_these).all())
    return {matter: _unconfirmed(own, confirmed) for matter, own in entries.items()}


def _unconfirmed(entries: Sequence[Entry], confirmed: Collection[int]) -> set[int]:
    done = replaced_numbers(entries)
    return {entry.number for entry in entries if entry.id not in confirmed and entry.number not in done}


def waiting(session: Session, matter_ids: Collection[int] | None = None) -> dict[int, dict[int, int]]:
    """The entries of each matter, or of these, that nobody has confirmed: by the matter's id, by number.

    Each stands under its own number, and under those of the entries that it was put in the place of.
    """
    if not wants_confirmation(session):
        return {}
    of_these = [] if matter_ids is None else [col(Entry.matter_id).in_(matter_ids)]
    done = select(Confirmation.entry_id)
    confirmed = set(session.exec(done.join(Entry).where(*of_these) if of_these else done).all())
    latest: dict[int, dict[int, int]] = {}
    unconfirmed: set[tuple[int, int]] = set()
    columns = select(Entry.id, Entry.matter_id, Entry.number, Entry.replaces).where(*of_these)
    for id_, matter, number, replaces in session.exec(columns.order_by(col(Entry.id))).all():
        own = latest.setdefault(matter, {})
        former = [each for each, last in own.items() if last == replaces] if replaces else []
        own |= dict.fromkeys([number, *former], number)
        if id_ not in confirmed:
            unconfirmed.add((matter, number))
    return {
        matter: {number: last for number, last in own.items() if (matter, last) in unconfirmed}
        for matter, own in latest.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who found an entry right, against a document with which hash."""

    number: int
    by: str
    document_sha256: str = ""


def confirm(session: Session, matter: Matter, entries: Sequence[Entry], seen: Seen, *, at: datetime) -> Entry:
    """Confirms an entry of a docket.

    Raises `RecordError` for who recorded it, where there is none, and for a hash that is none or another one
    than the entry's.
    """
    number, by, sha256 = seen.number, seen.by, seen.document_sha256.strip().lower()
    entry = next((each for each in entries if each.number == number), None)
    if entry is None:
        raise RecordError(
            f"E{number} is not an entry of {matter.docket_number}. Expected the number of one on its docket, "
            "such as E1."
        )
    if _same(entry.recorded_by, by):
        raise RecordError(
            f"{entry.recorded_by} recorded E{number} and cannot confirm it. Expected someone else's name."
        )
    _refuse_other(entry, sha256)
    if session.exec(select(Confirmation).where(Confirmation.entry_id == entry.id)).first() is None:
        session.add(Confirmation(entry_id=entry.id, document_sha256=sha256, confirmed_by=by, confirmed_at=at))
        session.flush()
    return entry


def _refuse_other(entry: Entry, sha256: str) -> None:
    """A document that was not the one recorded confirms nothing."""
    if sha256 and not _SHA256.fullmatch(sha256):
        raise RecordError(
            f"{sha256!r} is not a SHA-256. Expected 64 hexadecimal digits, as sha256sum prints them."
        )
    recorded = entry.document_sha256.lower()
    if sha256 and recorded and sha256 != recorded:
        raise RecordError(
            f"E{entry.number} was recorded from the document with the SHA-256 {recorded}; yours is {sha256}. "
            "Confirm against the same document, or correct the entry first."
        )


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
