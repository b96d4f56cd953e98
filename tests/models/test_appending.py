"""Entries put to an open docket, all at once, are what they are when each is put by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from models.errors import RecordError
from models.inputs import EntryInput, MatterInput
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.record.bulk_entries import EntryRefused, OpenDocket, Placed
from models.record.database import transaction
from models.record.docket_chain import content_of
from models.record.docket_seal import verify_chain
from models.record.dockets import Put, entries_of, put_entry
from models.record.kept_entries import keep
from models.record.matters import matter_named, open_matter
from models.record.tables.dockets import CurrentEntry, Entry, Matter
from tests.law.support.random_entries import hot_days, random_entry
from tests.support.scenes import Scene, at

NOW = at("2026-11-20")


def random_draft(rng: Random, lifecycle: str, days: list[date], before: list[EntryInput], count: int) -> Any:
    """Mostly sound; sometimes a copy of another, a link to nothing, a correction of what is corrected."""
    if before and rng.random() < 0.15:
        return rng.choice(before)
    given, numbers = random_entry(rng, lifecycle, days), range(1, count + 1 + (rng.random() < 0.1))
    links = {rng.choice(numbers) for _ in range(rng.choice((0, 0, 1, 2))) if numbers}
    replaces = rng.choice(numbers) if numbers and rng.random() < 0.4 else None
    return EntryInput(
        kind=given["kind"],
        occurred_on=date.fromisoformat(given["on"]),
        facts={name: each for name, each in (given.get("facts") or {}).items() if rng.random() < 0.97},
        of=tuple(links),
        replaces=replaces,
        reason="Misread" if replaces is not None or rng.random() < 0.03 else "",
        reference=rng.choice(("", "R-1")),
        privileged_note=rng.choice(("", "for counsel")),
        recorded_by="Bo",
    )


def matter(session: Session, docket_number: str, lifecycle: str) -> Matter:
    draft = MatterInput(
        docket_number=docket_number,
        lifecycle=lifecycle,
        importer="Acme",
        opened_on=date(1980, 1, 1),
        opened_by="Bo",
    )
    return open_matter(session, draft, at=NOW)


def answer(put: Callable[[], Put | Placed]) -> tuple[int, bool] | str:
    """What a docket says to a draft: the number, and whether it was there; or why it is refused.

    `put_entry` names the places of a circle as the law counts them, from 0; an open docket names its entries.
    """
    try:
        done = put()
        return done.entry.number, done.already
    except RecordError as error:
        return str(error).split(" at the entries ")[0]


def on_record(session: Session, opened: Matter) -> list[Any]:
    """All that a docket says, whichever matter it is of and whatever its hashes are then."""
    entries = entries_of(session, opened)
    assert verify_chain(entries) == []
    standing = select(CurrentEntry.digest, Entry.number).join(Entry)
    stands = session.exec(standing.where(CurrentEntry.matter_id == opened.id)).all()
    said = [content_of(each.model_dump()) | {"matter_id": 0} for each in entries]
    noted = [(each.privileged_note, bool(each.note_hash)) for each in entries]
    return [[each | {"note_hash": ""} for each in said], noted, sorted(stands)]


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_a_docket_held_open_takes_and_refuses_what_a_docket_does(
    lifecycle: Lifecycle, sqlite_scene: Scene
) -> None:
    rng, recorded = Random(f"2026 {lifecycle}"), 0
    for turn in range(12):
        days = [each for each in hot_days(rng, lifecycle) if date(1980, 1, 1) <= each < date(2026, 1, 1)]
        with transaction(sqlite_scene.engine) as session:
            alone, together = (matter(session, f"{turn}-{name}", lifecycle) for name in ("A", "B"))
            docket = OpenDocket.of(session, together, load_law(), at=NOW)
            drafts: list[EntryInput] = []
            for _ in range(16):
                count = len(docket.entries)
                draft = random_draft(rng, lifecycle, days or [date(2025, 6, 20)], drafts, count)
                drafts.append(draft)
                one = answer(partial(put_entry, session, alone, draft, load_law(), at=NOW))
                assert answer(partial(docket.put, draft)) == one
            keep(session, [docket])
            assert on_record(session, together) == on_record(session, alone)
            recorded += len(docket.entries)
    assert recorded > 60


def test_a_circle_names_its_entries(sqlite_scene: Scene) -> None:
    issued = EntryInput(kind="summons_served", occurred_on=date(2025, 6, 20), recorded_by="Bo")
    with transaction(sqlite_scene.engine) as session:
        docket = OpenDocket.of(session, matter(session, "S-1", "summons"), load_law(), at=NOW)
        docket.put(issued)
        docket.put(
            EntryInput(kind="summons_complied", occurred_on=date(2025, 6, 20), of=(1,), recorded_by="Bo")
        )
        closing = replace(issued, occurred_on=date(2025, 6, 21), of=(2,), replaces=1)
        with pytest.raises(EntryRefused, match="in a circle at the entries E1, E2") as raised:
            docket.put(closing)
        assert [field for field, _ in raised.value.faults] == ["belongs_to"]


@pytest.mark.tampers
def test_a_docket_on_record_that_is_unsound_is_not_opened(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    sqlite_scene.spoil()
    with transaction(sqlite_scene.engine) as session, pytest.raises(RecordError, match="E2: kind is 'a_word"):
        OpenDocket.of(session, matter_named(session, "AUD-1"), load_law(), at=NOW)
