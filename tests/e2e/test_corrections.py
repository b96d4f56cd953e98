"""A matter and its importer are corrected by their forms on a real server: first shown, then recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.record.receipts import ReceiptKind
from models.record.tables.dockets import Mending
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox
from tests.support.records import receipts

MATTER = {
    "docket_number": "AUD-1",
    "lifecycle": "Audit (19 CFR 163.11)",
    "importer": "Acme",
    "opened_on": "2026-01-05",
    "timezone": "America/New_York",
    "recorded_by": "Bo",
}
HELD = {"event": "Closing conference held", "occurred_on": "2026-03-02", "recorded_by": "Bo"}
WHY = {"reason": "Misread", "recorded_by": "Bo"}
SHOW, RECORD = {"effect": "Show who will be alerted to what"}, {"effect": "Record the correction"}


@pytest.fixture
def house(tmp_path: Path, mailbox: Mailbox) -> Iterator[Installation]:
    """An installation with a matter of Acme, which Ann is alerted to, and another importer with Zoe."""
    settings = {"LANDWAITER_CHANNEL_DESK": mailbox.url(), "LANDWAITER_LOGIN": "none"}
    with installed(tmp_path / "home", **settings) as made:
        said(made.run("open-matter", matter=MATTER))
        said(made.run("open-matter", matter={**MATTER, "docket_number": "GLO-1", "importer": "Globex"}))
        for name, importer in (("Ann", "Acme"), ("Zoe", "Globex")):
            contact = {"name": name, "role": "owner", "channel": "desk", "importers": importer}
            said(made.run("add-contact", contact={**contact, "recorded_by": "Bo"}))
        yield made


def said(run: dict[str, Any], state: str = "COMPLETED") -> str:
    assert run["state"]["type"] == state, run["state"]
    return str(run["state"]["message"])


def logged(house: Installation, run: dict[str, Any]) -> list[str]:
    found = house.api("/logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}, limit=200)
    return [str(each["message"]) for each in found]


def test_a_correction_is_shown_then_recorded_and_what_is_nearly_on_record_is_asked_about(
    house: Installation,
) -> None:
    near = {**MATTER, "docket_number": "AUD-2", "importer": "Acmee"}
    assert "Did you mean Acme?" in said(house.run("open-matter", matter=near), "FAILED")
    said(house.run("record-audit", entry={**HELD, "matter": "AUD-1"}))
    again = {**HELD, "matter": "AUD-1", "occurred_on": "2026-03-03"}
    assert "E1 is the same event on another date" in said(house.run("record-audit", entry=again))

    move = {"matter": "AUD-1", "docket_number": "AUD-7", "importer": "Globex", **WHY}
    shown = house.run("correct-matter", correction={**move, **SHOW})
    others = "In 1 matter, different people would be alerted. Added: Zoe."
    assert said(shown).startswith(f"Nothing was recorded. {others}")
    audience = "AUD-7: alerts go to Zoe. Before: Ann."
    house.until(lambda: audience in logged(house, shown), "the log is whole", 180)
    assert house.rows(Mending) == []

    recorded = house.run("correct-matter", correction={**move, **RECORD})
    assert said(recorded).startswith("Corrected AUD-7.")
    (artifact,) = house.api("/artifacts/filter", artifacts={"key": {"any_": ["matter-1-aud-1"]}})
    assert "Docket number: AUD-1 → AUD-7 (Misread)" in artifact["data"]
    merger = {"importer": "Acme", "merge_into": "Globex", **WHY, **RECORD}
    assert said(house.run("correct-importer", correction=merger)).startswith("Corrected Globex.")
    assert [row.field for row in house.rows(Mending)] == ["docket_number", "importer", "merged_into"]
    assert len(receipts(house, ReceiptKind.MENDING)) == 2
    assert "Everything stored matches" in said(house.run("recount"))


def test_a_matter_is_shown_by_any_of_its_numbers_and_nothing_is_recorded(house: Installation) -> None:
    said(
        house.run("correct-matter", correction={"matter": "AUD-1", "docket_number": "AUD-7", **WHY, **RECORD})
    )
    before = len(house.rows(Mending))
    shown = said(house.run("show-matter", shown={"matter": "AUD-1"}))
    (artifact,) = house.api("/artifacts/filter", artifacts={"key": {"any_": ["matter-1-aud-1"]}})
    assert shown.startswith("AUD-7 is up to date: ")
    assert shown.endswith(artifact["id"])
    assert len(house.rows(Mending)) == before
    assert "No matter has the docket number" in said(
        house.run("show-matter", shown={"matter": "X"}), "FAILED"
    )
