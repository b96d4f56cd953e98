"""An entry is tried: what would follow is said, and nothing is recorded, derived or told."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from flows.run.output import recorded_lines
from models.errors import RecordError
from models.inputs import EntryInput
from models.record.database import transaction
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Deadline, Entry
from tasks.watch.preview import Tried, try_entry
from tests.support.scenes import LINKS, Scene, at


def tried(scene: Scene, kind: str, on: str, **more: Any) -> Tried:
    draft = EntryInput(kind=kind, occurred_on=date.fromisoformat(on), recorded_by="Bo", **more)
    return try_entry(scene.engine, "AUD-1", draft, "audit", LINKS, now=at("2025-09-02"))


def rows(scene: Scene) -> list[dict[str, Any]]:
    with transaction(scene.engine) as session:
        return [
            *(each.model_dump() for each in session.exec(select(Entry)).all()),
            *(each.model_dump() for each in session.exec(select(Deadline)).all()),
            *(each.model_dump() for each in session.exec(select(Alert)).all()),
        ]


def test_what_would_start_move_and_stop_is_said_and_nothing_is_kept(scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2025-06-20")
    scene.sweep("2025-06-20")
    before = rows(scene)
    facts = {"reason": "staff", "anticipated_on": "2025-12-01"}
    found = tried(scene, "report_delay_notice", "2025-09-02", facts=facts)
    assert any(
        line.startswith("Moved from Thursday, September 18, 2025: AUD-06")
        for line in recorded_lines(found.recorded)
    )
    assert [claim.reason.value for _, claim in found.swept.claims] == ["moved"]
    found = tried(scene, "report_completed", "2025-09-01")
    lines = recorded_lines(found.recorded)
    assert any(line.startswith("Ended: AUD-06") for line in lines)
    assert any(line.startswith("New deadline: AUD-07") for line in lines)
    assert rows(scene) == before
    assert len(scene.mailbox.received) == 1


def test_what_could_not_be_recorded_is_refused_in_a_trial_too(sqlite_scene: Scene) -> None:
    sqlite_scene.open()
    with pytest.raises(RecordError, match="Expected a date from"):
        tried(sqlite_scene, "closing_conference_held", "2024-06-20")
    assert rows(sqlite_scene) == []
