"""The office's forms on a real server: numbers, notes, a change of the law that waits for approval."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.forms.office import ClosureEffect
from models.law.load import load_law
from models.record.database import engine as open_engine
from models.record.database import transaction
from models.record.tables.office import LawApproval, ProclaimedClosure
from models.settings import Settings
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox

LAW = load_law().hash[:12]
MATTER = {
    "docket_number": "RCP-1",
    "lifecycle": "Certification (19 CFR 163.12, 163.13)",
    "importer": "Acme",
    "opened_on": "2026-01-05",
    "timezone": "America/New_York",
    "recorded_by": "Bo",
}
NOTICE = {
    "matter": "RCP-1",
    "event": "Notice of violation received",
    "occurred_on": "2026-03-02",
    "states_violation": "Yes",
    "identifies_record": "Yes",
    "warns": "Yes",
    "recorded_by": "Bo",
}
CONTACT = {"name": "Ann", "role": "owner", "channel": "desk", "importers": "Acme", "recorded_by": "Bo"}
EYES_CHOICE = "EYES: Entries are provisional until another person confirms them (1 for yes; default: no)"
PRG_06 = next(rule for rule in load_law().rules.values() if rule.id == "PRG-06")


@pytest.fixture
def house(tmp_path: Path, mailbox: Mailbox) -> Any:
    """An installation of its own, for its law is changed."""
    settings = {"LANDWAITER_CHANNEL_DESK": mailbox.url(), "LANDWAITER_LOGIN": "none"}
    with installed(tmp_path / "home", **settings) as made:
        contact = {
            "name": "Ann",
            "role": "owner",
            "channel": "desk",
            "importers": "Acme",
            "recorded_by": "Bo",
        }
        said(made.run("open-matter", matter=MATTER))
        said(made.run("add-contact", contact=contact))
        said(made.run("record-certification", entry=NOTICE))
        yield made


def said(run: dict[str, Any], state: str = "COMPLETED") -> str:
    assert run["state"]["type"] == state, run["state"]
    return str(run["state"]["message"])


def page(house: Installation, key: str) -> str:
    (artifact,) = house.api("/artifacts/filter", artifacts={"key": {"any_": [key]}})
    return str(artifact["data"])


def upgrade(house: Installation) -> None:
    """Makes the law on disk another than the one in force, as an upgrade does."""
    engine = open_engine(Settings.from_environment({"LANDWAITER_HOME": str(house.home)}))
    with transaction(engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64
    engine.dispose()


def proclaimed(house: Installation) -> None:
    """A closure is shown, refused, recorded and withdrawn by its form."""
    order = {"order": "Order of March 6, 2026", "recorded_by": "Bo"}
    day = {"on": "2026-03-12", "does": "Add", "effect": ClosureEffect.RECORD.value, **order}
    moves = (
        f"RCP-1: PRG-06 of E1 {PRG_06.title}: from Thursday, March 12, 2026 (act by Thursday, "
        "March 12, 2026) to Thursday, March 12, 2026 or Friday, March 13, 2026 (act by Wednesday, "
        "March 11, 2026)."
    )
    shown = house.run("proclaim-closure", closure={**day, "effect": ClosureEffect.PREVIEW.value})
    preview = "Preview only: nothing is recorded. Deadlines that would move: 1."
    go_on = "To record it, submit the form again, filled in: http"
    assert said(shown).startswith(f"{preview} {moves} {go_on}")
    assert house.rows(ProclaimedClosure) == []
    refused = said(house.run("proclaim-closure", closure={**day, "order": ""}), "FAILED")
    assert refused.startswith("Nothing was recorded. No order is named. Enter the order and where")
    added = said(house.run("proclaim-closure", closure=day))
    assert added.startswith("Recorded: Thursday, March 12, 2026 is counted both as a business day and as a")
    assert "Deadlines moved: 1. 1 matter recalculated, " in added
    assert added.endswith(f". {moves}")
    assert str(house.due("PRG-06")[0].lenient_on) == "2026-03-13"
    assert "| Thu, Mar 12, 2026 | Order of March 6, 2026 | by Bo<br>" in page(house, "law")
    said(house.run("recount"))
    back = {**day, "does": "Withdraw", "order": "", "reason": "The order was revoked"}
    assert "March 12, 2026 is a business day again." in said(house.run("proclaim-closure", closure=back))
    assert "<br>The order was revoked |" in page(house, "law")


def test_numbers_notes_and_a_change_of_the_law_by_their_forms(house: Installation, mailbox: Mailbox) -> None:
    rule = f"PRG-06: {PRG_06.title} (in calendar days; default 30)"
    period = {"rule": rule, "number": 10, "recorded_by": "Bo"}
    set_to_ten = house.run("set-office-number", period=period)
    assert said(set_to_ten) == "Set PRG-06 to 10. 1 matter recalculated, 2 new alerts."
    assert str(house.due("PRG-06")[0].strict_on) == "2026-03-12"
    proclaimed(house)
    note = {
        "ambiguity": "A7: First and repeat violations",
        "counsel": "R. Diaz",
        "note": "Count them all.",
        "recorded_by": "Bo",
    }
    assert "Added the note on A7" in said(house.run("note-ambiguity", note=note))
    assert "- *Counsel:* R. Diaz: Count them all." in page(house, "law")
    change = {"law": LAW, "recorded_by": "Bo"}
    assert "No change of the law awaits approval" in said(
        house.run("approve-law-change", change=change), "FAILED"
    )

    upgrade(house)
    waits = said(house.run("watch"), "FAILED")
    assert waits.startswith(
        f"LANDWAITER'S NEW VERSION OF THE LAW, {LAW}, awaits approval; open deadlines added: 0"
    )
    mailbox.wait_for(f"new version of the law, {LAW}", 180)
    assert f"# New version of the law: {LAW}" in page(house, "law-change")
    refused = said(house.run("record-certification", entry={**NOTICE, "occurred_on": "2026-03-03"}), "FAILED")
    assert refused.startswith("Nothing was recorded. Landwaiter has a new version of the law")
    assert f"The law {LAW} is in force." in said(house.run("approve-law-change", change=change))
    eyes = {**period, "rule": EYES_CHOICE, "number": 1}
    assert "Entries on record and not confirmed: 1." in said(house.run("set-office-number", period=eyes))
    assert "**provisional**" in page(house, "matter-1-rcp-1")
    said(house.run("watch"))
