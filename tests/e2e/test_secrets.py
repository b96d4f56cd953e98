"""A channel kept in a Prefect block: it is used, and never told."""

import subprocess
import sys

import pytest
from installation import ROOT, Installation
from mailbox_stage import Mailbox

OF_GLOBEX = {"importers": "Globex", "recorded_by": "Bo"}
SAVE = "import sys; from tasks.secrets import Channel; Channel(url=sys.argv[1]).save('counsel')"


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


def test_a_channel_in_a_block_is_used_and_its_address_is_told_nowhere(
    house: Installation, post: Mailbox
) -> None:
    address = post.url("counsel-secret@example.com")
    by_hand = [sys.executable, "-c", SAVE, address]
    subprocess.run(by_hand, cwd=ROOT, env=house.client_environment, check=True, timeout=60)
    contact = {"name": "Cy", "role": "counsel", "channel": "counsel", **OF_GLOBEX}
    added = house.run("add-contact", contact=contact)
    assert added["state"]["type"] == "COMPLETED", added["state"]
    assert house.run("send-test-alert", contact={"name": "Cy"})["state"]["type"] == "COMPLETED"
    to_counsel = [str(mail["Subject"]) for mail in post.received if "counsel-secret" in str(mail["To"])]
    assert to_counsel == ["Landwaiter: this channel works"] * 2
    logged = house.api("/logs/filter", limit=200, sort="TIMESTAMP_DESC")
    assert not [each for each in logged if "counsel-secret" in each["message"]]
    kept = [(house.home / "record.sqlite").read_bytes(), (house.home / "prefect" / "prefect.db").read_bytes()]
    assert not [each for each in kept if b"counsel-secret" in each]


def test_a_channel_that_is_nowhere_is_refused_and_nothing_is_written(house: Installation) -> None:
    contact = {"name": "Di", "role": "lead", "channel": "nowhere", **OF_GLOBEX}
    state = house.run("add-contact", contact=contact)["state"]
    assert state["type"] == "FAILED"
    assert "neither LANDWAITER_CHANNEL_NOWHERE is set, nor is there a block" in state["message"]
