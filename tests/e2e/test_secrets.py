"""Channels' addresses are secrets: they are used, and told nowhere, wherever one looks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.e2e.conftest import SECRETS
from tests.support.installation import ROOT, Installation
from tests.support.mailbox import Mailbox
from tests.support.slack_receiver import Receiver

NOTE = "planted-privileged-note"
OF_GLOBEX = {"importers": "Globex", "recorded_by": "Bo"}
SAVE = (
    "import sys; from tasks.delivery.channel_secrets import Channel; Channel(url=sys.argv[1]).save('counsel')"
)


@pytest.fixture(scope="module", autouse=True)
def globex(house: Installation) -> None:
    """A matter of the importer whose contacts are added here."""
    matter = {
        "docket_number": "AUD-7",
        "lifecycle": "Audit (19 CFR 163.11)",
        "importer": "Globex",
        "opened_on": "2026-01-05",
        "timezone": "America/New_York",
        "recorded_by": "Bo",
    }
    opened = house.run("open-matter", matter=matter)
    assert opened["state"]["type"] == "COMPLETED", opened["state"]


def run_ends(house: Installation, kind: str, deployment: str, **parameters: object) -> str:
    """Runs it, and answers what it said at its end, which must be of this kind."""
    state = house.run(deployment, **parameters)["state"]
    assert state["type"] == kind, state
    return str(state["message"])


def everything_kept(house: Installation) -> dict[str, bytes]:
    """All that the installation keeps or shows of itself: databases, logs, runs, artifacts, events."""
    asked: dict[str, dict[str, Any]] = {
        "/logs/filter": {"limit": 200, "sort": "TIMESTAMP_DESC"},
        "/artifacts/filter": {"limit": 200},
        "/flow_runs/filter": {"limit": 200, "sort": "START_TIME_DESC"},
        "/task_runs/filter": {"limit": 200},
        "/events/filter": {"limit": 50},
        "/block_documents/filter": {"limit": 50},
    }
    shown = {path: json.dumps(house.api(path, **body)).encode() for path, body in asked.items()}
    files = [path for path in house.home.rglob("*") if path.is_file() and path.name != "login"]
    said = {"the terminal": house.said.encode()}
    return {**shown, **said, **{str(path): path.read_bytes() for path in files}}


def test_a_channel_in_a_block_is_used_and_its_address_is_told_nowhere(
    house: Installation, post: Mailbox
) -> None:
    address = post.url("counsel-secret@example.com")
    by_hand = [sys.executable, "-c", SAVE, address]
    subprocess.run(by_hand, cwd=ROOT, env=house.client_environment, check=True, timeout=180)
    contact = {"name": "Cy", "role": "counsel", "channel": "counsel", **OF_GLOBEX}
    run_ends(house, "COMPLETED", "add-contact", contact=contact)
    run_ends(house, "COMPLETED", "send-test-alert", contact={"name": "Cy"})
    to_counsel = [str(mail["Subject"]) for mail in post.received if "counsel-secret" in str(mail["To"])]
    assert to_counsel == ["NOTICE: Landwaiter test message, this channel works"] * 2


def test_no_secret_is_in_anything_that_is_kept_or_shown_though_a_channel_fails(
    house: Installation, monitor: Receiver
) -> None:
    run_ends(house, "COMPLETED", "watch")
    posted = [each.path for each in monitor.received if each.path != "/beat"]
    # Once more where the hour strikes meanwhile: the watch runs by itself too.
    assert set(posted) == {f"/{SECRETS[-1].decode()}"}
    for name in ("broken", "wrong"):
        contact = {"name": name, "role": "lead", "channel": name, **OF_GLOBEX}
        said = run_ends(house, "FAILED", "add-contact", contact=contact)
        assert "Nothing was recorded." in said
    kept = everything_kept(house)
    assert {"/logs/filter", str(house.home / "record.sqlite")} <= set(kept)
    assert b"counsel" in kept[str(house.home / "record.sqlite")]
    for secret in (b"counsel-secret", *SECRETS):
        assert [place for place, content in kept.items() if secret in content] == []


def test_a_privileged_note_is_in_the_record_and_nowhere_else(house: Installation) -> None:
    entry = {"matter": "AUD-7", "occurred_on": "2026-07-15", "recorded_by": "Bo", "privileged_note": NOTE}
    audit = "On-site work completed"
    house.run("record-audit", entry={**entry, "event": audit})
    corrected = {
        **entry,
        "event": audit,
        "corrects": "E1",
        "why_corrected": "the day",
        "occurred_on": "2026-07-16",
    }
    house.run("record-audit", entry=corrected)
    for refused in ({"event": audit, "occurred_on": "2031-01-01"}, {"event": audit, "corrects": "E99"}):
        run_ends(house, "FAILED", "record-audit", entry={**entry, **refused})
    house.run("record-audit", entry={**entry, "event": audit, "try_only": "Yes", "occurred_on": "2026-07-17"})
    run_ends(house, "COMPLETED", "export-matter", asked={"matter": "AUD-7", "privileged": "No"})
    kept = everything_kept(house)
    exported = [path for path in kept if path.endswith(".zip")]
    assert exported
    for path in exported:
        with ZipFile(path) as packed:
            kept |= {f"{path}:{name}": packed.read(name) for name in packed.namelist()}
    where = [place for place, content in kept.items() if NOTE.encode() in content]
    assert {Path(place).name for place in where} <= {"record.sqlite", "record.sqlite-wal"}
    assert where


def test_a_channel_that_is_nowhere_is_refused_and_nothing_is_written(house: Installation) -> None:
    contact = {"name": "Di", "role": "lead", "channel": "nowhere", **OF_GLOBEX}
    state = house.run("add-contact", contact=contact)["state"]
    assert state["type"] == "FAILED"
    assert "has no address. Set LANDWAITER_CHANNEL_NOWHERE, or add a block" in state["message"]
