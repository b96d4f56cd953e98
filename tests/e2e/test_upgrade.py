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


def test_an_installation_of_the_former_version_asks_nothing_and_repeats_nothing(
    upgraded: Installation,
) -> None:
    login = upgraded.login
    assert login
    looked = upgraded.run("watch")["state"]
    assert looked["type"] == "COMPLETED", looked
    approvals = upgraded.rows(LawApproval)
    assert [each.approved_by for each in approvals][1:] == ["Landwaiter: only texts changed"]
    assert approvals[-1].law_hash == load_law().hash
    subjects = [subject for subject, *_ in told(upgraded)]
    assert sorted({subject for subject in subjects if subject.startswith("defect:")}) == ["defect:1"]
    assert {each.reason for each in upgraded.rows(Alert) if each.subject == "deadline:1"} <= {"missed", "met"}
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
