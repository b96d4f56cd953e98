"""A whole installation of the last landed version starts under this one.

`tests/support/former/home.tar.xz` is the data directory as that version left it: its login, its record, the
database of Prefect with its deployments and runs, and a channel in a block.
"""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.law.load import load_law
from models.record.tables.alerts import Alert
from models.record.tables.office import LawApproval
from tasks.record.law_approval import SHOWN
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox, free_port

HOME = Path(__file__).resolve().parents[1] / "support" / "former" / "home.tar.xz"


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Installation]:
    """The former data directory, started by this version."""
    with tarfile.open(HOME) as packed, Mailbox() as desk:
        packed.extractall(tmp_path, filter="data")
        made = Installation(tmp_path / "home", {"LANDWAITER_CHANNEL_DESK": desk.url()}, port=free_port())
        try:
            yield made.start()
        finally:
            made.stop()
            made.kill()


def told(house: Installation) -> set[tuple[str, str, str, int]]:
    return {(each.subject, each.due, each.step, each.contact_id) for each in house.rows(Alert)}


def test_an_installation_of_the_former_version_waits_for_the_law_and_repeats_nothing(
    upgraded: Installation,
) -> None:
    login, before = upgraded.login, told(upgraded)
    assert login
    waits = upgraded.run("watch")["state"]
    assert (waits["type"], "awaits approval" in waits["message"]) == ("FAILED", True), waits["message"]
    assert {subject.split(":")[0] for subject, *_ in told(upgraded) - before} <= {"law", "watch"}
    change = {"law": load_law().hash[:SHOWN], "recorded_by": "Ann"}
    approved = upgraded.run("approve-law-change", change=change)["state"]
    # The mail server of that installation is gone, which each run says of what it could not deliver.
    assert f"The law {load_law().hash[:SHOWN]} is in force. 1 matter recalculated" in approved["message"]
    looked = upgraded.run("watch")["state"]["message"]
    assert "NOT CHECKED" not in looked
    assert "awaits approval" not in looked
    assert upgraded.rows(LawApproval)[-1].law_hash == load_law().hash
    assert before <= told(upgraded)
    flows = {each["entrypoint"] for each in upgraded.api("/deployments/filter", limit=100)}
    assert "flows.lifecycles.audit.record_audit" in flows
    recorded = upgraded.run(
        "record-audit",
        entry={"matter": "AUD-1", "event": "Copy of the report sent", "occurred_on": "2025-10-01",
               "recorded_by": "Bo"},
    )["state"]  # fmt: skip
    assert "Recorded on AUD-1: E4" in recorded["message"]
    tried = upgraded.run("send-test-alert", contact={"name": "Nell"})["state"]["message"]
    assert "nor is there a block" not in tried
