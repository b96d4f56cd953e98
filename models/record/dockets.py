"""Dockets: entries in order, append-only, each chained to the one before it in its docket."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import EntryInput
from models.law.engine.docket import DocketError, read_docket
from models.law.text.rule import Law
from models.law.text.vocabulary import ENTRY_WITHDRAWN, Lifecycle
from models.record.docket_seal import linked, seal_of
from models.record.docket_size import check_room
from models.record.hash_chain import digest
from models.record.said_entries import AnyEntry, SaidEntry
from models.record.tables.dockets import CurrentEntry, Entry, Matter
from models.wall_clock import today_in


@dataclass(frozen=True, slots=True)
class Put:
    """An entry on record; `already`: it was there before. `docket` has it with all others, by number."""

    entry: Entry
    already: bool
    docket: Sequence[Entry]


def entries_of(session: Session, matter: Matter) -> list[Entry]:
    """Every entry of a docket, those taken out too, by number."""
    wanted = select(Entry).where(Entry.matter_id == matter.id).order_by(col(Entry.number))
    return list(session.exec(wanted).all())


def lifecycles_on_record(session: Session) -> list[Lifecycle]:
    """The lifecycles of which there is a matter, in the order of the law's vocabulary."""
    found = set(session.exec(select(Matter.lifecycle).distinct()).all())
    return sorted(map(Lifecycle, found), key=list(Lifecycle).index)


def replaced_numbers(entries: Sequence[SaidEntry]) -> set[int]:
    """The numbers of the entries that a correction or a withdrawal replaced."""
    return {entry.replaces for entry in entries if entry.replaces is not None}


def current_entries(entries: Sequence[AnyEntry], *kinds: str) -> list[AnyEntry]:
    """The facts that no correction replaced, of these kinds where any is named; a withdrawal is no fact."""
    replaced = replaced_numbers(entries)
    current = [each for each in entries if each.number not in replaced and each.kind != ENTRY_WITHDRAWN]
    return [each for each in current if not kinds or each.kind in kinds]


def current_kinds(session: Session, matter: Matter) -> set[str]:
    """The kinds of the entries that stand on a docket."""
    wanted = (
        select(Entry.kind)
        .join(CurrentEntry, col(CurrentEntry.entry_id) == Entry.id)
        .where(Entry.matter_id == matter.id)
    )
    return set(session.exec(wanted).all())


def docket_of(
    matter: Matter,
    entries: Sequence[SaidEntry],
    *,
    as_of: date,
    known_at: datetime | None = None,
    office: Mapping[str, int | None] | None = None,
    proclaimed: Collection[date] | None = None,
) -> dict[str, Any]:
    """The docket as the law reads it, with what was known at an instant; entry ids are E1, E2 …

    `proclaimed` are all proclaimed closures that count; without them the law's own list does.
    """
    known = entries if known_at is None else [each for each in entries if each.recorded_at <= known_at]
    days = None if proclaimed is None else sorted(day.isoformat() for day in proclaimed)
    return {
        **({} if days is None else {"closures": [], "proclaimed": days}),
        "lifecycle": matter.lifecycle,
        "timezone": matter.timezone,
        "as_of": as_of.isoformat(),
        "office": dict(office or {}),
        "entries": [_for_the_law(entry) for entry in known],
    }


def put_entry(session: Session, matter: Matter, draft: EntryInput, law: Law, *, at: datetime) -> Put:
    """Records an entry at the end of its docket; the same fact twice is one entry. Raises `RecordError`."""
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    entries = entries_of(session, matter)
    check_numbers(draft, range(1, len(entries) + 1))
    mark = mark_of(draft)
    standing = session.get(CurrentEntry, (matter.id, mark))
    if standing is not None:
        found = next(entry for entry in entries if entry.id == standing.entry_id)
        return Put(found, already=True, docket=entries)
    check_room(entries)
    check_replaced(draft, corrections_of(entries))
    check_reason(draft)
    check_day(draft, matter, today_in(matter.timezone, at))
    entry = linked(draft, matter, entries, seal_of(session, matter), at=at)
    _check_by_law(matter, [*entries, entry], law, at)
    session.add(entry)
    session.flush()
    _let_stand(session, entry, entries, mark)
    return Put(entry, already=False, docket=[*entries, entry])


def _for_the_law(entry: SaidEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "on": entry.occurred_on.isoformat(),
        "facts": entry.facts,
        "id": f"E{entry.number}",
        "replaces": None if entry.replaces is None else f"E{entry.replaces}",
        "of": [f"E{number}" for number in entry.of],
    }


def mark_of(draft: EntryInput) -> str:
    """What tells facts apart; a withdrawal is told apart by what it withdraws."""
    told_apart = {
        "kind": draft.kind,
        "on": draft.occurred_on,
        "facts": dict(draft.facts),
        "of": sorted(draft.of),
        "reference": draft.reference,
        "replaces": draft.replaces if draft.kind == ENTRY_WITHDRAWN else None,
    }
    return digest(told_apart)


def draft_of(entry: Entry) -> EntryInput:
    """What an entry on record says, as it would be given again; without its note and who recorded it."""
    return EntryInput(
        kind=entry.kind,
        occurred_on=entry.occurred_on,
        facts=entry.facts,
        of=tuple(entry.of),
        reference=entry.reference,
        document=entry.document,
        recorded_by="",
    )


def _let_stand(session: Session, entry: Entry, entries: Sequence[Entry], mark: str) -> None:
    for corrected in entries:
        if corrected.number == entry.replaces:
            for standing in session.exec(select(CurrentEntry).where(CurrentEntry.entry_id == corrected.id)):
                session.delete(standing)
    session.flush()
    session.add(CurrentEntry(matter_id=entry.matter_id, digest=mark, entry_id=entry.id))
    session.flush()


def check_numbers(draft: EntryInput, known: range) -> None:
    """Raises `RecordError` where a draft names an entry that its docket does not have."""
    named = [*draft.of, *([draft.replaces] if draft.replaces is not None else [])]
    for number in named:
        if number not in known:
            known_ones = f"an entry from E1 to E{len(known)}" if known else "no number: it has no entries"
            raise RecordError(f"E{number} is not an entry of this docket. Expected {known_ones}.")


def corrections_of(entries: Sequence[SaidEntry]) -> dict[int, int]:
    """The number of the entry that corrects or withdraws each entry that is replaced."""
    return {entry.replaces: entry.number for entry in entries if entry.replaces is not None}


def check_replaced(draft: EntryInput, corrected: Mapping[int, int]) -> None:
    """Raises `RecordError` where the entry that a draft corrects is corrected already."""
    by = corrected.get(draft.replaces or 0)
    if by is not None:
        raise RecordError(f"E{draft.replaces} has already been corrected by E{by}. Correct E{by} instead.")


def check_reason(draft: EntryInput) -> None:
    if draft.reason and draft.replaces is None:
        raise RecordError(
            "A reason for a correction is given, but no entry to correct. Expected the entry that this one "
            "replaces, such as E3, or no reason."
        )


def check_day(draft: EntryInput, matter: Matter, today: date) -> None:
    if not matter.opened_on <= draft.occurred_on <= today:
        raise RecordError(
            f"Occurred on is {draft.occurred_on}. Expected a date from {matter.opened_on}, when the matter "
            f"opened, to {today}, which is today."
        )


def _check_by_law(matter: Matter, entries: Sequence[Entry], law: Law, at: datetime) -> None:
    """What the command line refuses is refused here, by the same reader."""
    try:
        read_docket(docket_of(matter, entries, as_of=today_in(matter.timezone, at)), law)
    except DocketError as error:
        own = re.sub(r"\bEntry (\d+)", lambda found: f"E{int(found[1]) + 1}", str(error))
        raise RecordError(own) from None
