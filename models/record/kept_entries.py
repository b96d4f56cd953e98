"""Writes the entries that were put to open dockets: by the same few statements, however many they are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlmodel import Session, col, delete

from models.record.bulk_entries import OpenDocket
from models.record.change_log import added, changed
from models.record.tables.dockets import CurrentEntry, Entry

_CHUNK = 500
_ENTRIES = cast(Table, Entry.__dict__["__table__"])
_CURRENT = cast(Table, CurrentEntry.__dict__["__table__"])

Ids = Mapping[tuple[int, int], int]
"""The ids of new entries, by the id of the matter and the number in its docket."""


def keep(session: Session, dockets: Sequence[OpenDocket]) -> list[int]:
    """Writes what was put; not where anything was skipped. Returns the ids of the new entries."""
    assert not any(docket.unusable for docket in dockets)
    ids = _write_entries(session, [entry.columns for docket in dockets for entry in docket.fresh])
    gone = [id_ for docket in dockets for id_ in _corrected(docket)]
    for start in range(0, len(gone), _CHUNK):
        some = gone[start : start + _CHUNK]
        changed(session, delete(CurrentEntry).where(col(CurrentEntry.entry_id).in_(some)))
    current = [row for docket in dockets for row in _standing(docket, ids)]
    if current:
        session.connection().execute(insert(_CURRENT), current)
        added(session, _CURRENT, current)
    return list(ids.values())


def _write_entries(session: Session, rows: Sequence[Mapping[str, Any]]) -> Ids:
    if not rows:
        return {}
    key = (_ENTRIES.c.matter_id, _ENTRIES.c.number)
    made = session.connection().execute(insert(_ENTRIES).returning(*key, _ENTRIES.c.id), rows)
    ids = {(matter, number): id_ for matter, number, id_ in made}
    added(session, _ENTRIES, [{**row, "id": ids[row["matter_id"], row["number"]]} for row in rows])
    return ids


def _corrected(docket: OpenDocket) -> Iterator[int]:
    """The ids of the entries on record that something new replaces."""
    for entry in docket.fresh:
        former = None if entry.replaces is None else docket.entries[entry.replaces - 1]
        if isinstance(former, Entry):
            yield former.id


def _standing(docket: OpenDocket, ids: Ids) -> Iterator[dict[str, Any]]:
    for entry in docket.fresh:
        mark, matter = docket.marks[entry.number], docket.matter.id
        if docket.standing.get(mark) == entry.number:
            yield {"matter_id": matter, "digest": mark, "entry_id": ids[matter, entry.number]}
