"""By which proclaimed closures a date was counted: receipts prove it, and an export without a database."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from deployments.proof.export import verify
from models.errors import RecordError
from models.law.load import load_law
from models.record.database import migrate, transaction
from models.record.receipts import OFFICE_CLOSURES, ReceiptKind, all_receipts, verify_receipts
from models.record.tables.dockets import Deadline
from models.record.tables.office import ProclaimedClosure
from models.settings import Settings
from tasks.exchange.exporting import export_matter
from tasks.exchange.importing import import_file
from tasks.record.closures import put_closure
from tasks.record.derive import derive_what_changed
from tasks.record.office_settings import put_period
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tests.support.forged_zip import Files, changed
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at
from tests.support.sheets import entry_row, matter_row, write_book
from tests.tasks.test_closures import EVE, ORDER, TODAY, audit, days, draft, proclaim, withdraw

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def proclaimed(scene: Scene) -> Scene:
    """An audit, counted with a setting and a closure of the office."""
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", "2026-09-25", privileged_note="for counsel")
    put_period(scene.engine, "AUD-05", 45, by="Bo", now=at("2026-09-25"))
    scene.record("report_delay_notice", "2026-12-01", facts={"anticipated_on": "2026-12-24"})
    proclaim(scene)
    return scene


def exported(scene: Scene, folder: Path) -> Path:
    return export_matter(scene.engine, "AUD-1", folder, privileged=False, now=at(TODAY)).path


def explained(docket: bytes) -> list[dict[str, Any]]:
    """What the command of the README answers, without a database."""
    command = [sys.executable, "-m", "models.law", "explain", "-", "--json"]
    done = subprocess.run(command, input=docket, cwd=ROOT, capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["deadlines"]
    return found


def stored(scene: Scene) -> list[tuple[Any, ...]]:
    with transaction(scene.engine) as session:
        found = session.exec(select(Deadline).where(col(Deadline.withdrawn).is_(False))).all()
    return sorted((row.rule, str(row.strict_on), str(row.lenient_on), str(row.act_by)) for row in found)


def test_the_docket_of_an_export_gives_the_same_dates_without_a_database(
    proclaimed: Scene, tmp_path: Path
) -> None:
    path = exported(proclaimed, tmp_path)
    with zipfile.ZipFile(path) as packed:
        docket = packed.read("explain.json")
    given = json.loads(docket)
    assert given["proclaimed"] == sorted(day.isoformat() for day in {*load_law().closures, EVE})
    assert (given["closures"], b"for counsel" in docket) == ([], False)
    names = ("rule", "strict_on", "lenient_on", "act_by")
    answered = sorted(tuple(str(each[name]) for name in names) for each in explained(docket))
    assert answered == stored(proclaimed)
    assert ("AUD-06", "2026-12-24", "2026-12-28", "None") in answered
    assert verify(path).broken == []


def test_an_export_names_each_closure_its_order_and_who_withdrew_it(
    proclaimed: Scene, tmp_path: Path
) -> None:
    withdraw(proclaimed)
    with zipfile.ZipFile(exported(proclaimed, tmp_path)) as packed:
        docket = json.loads(packed.read("docket.json"))
        assert "2026-12-24" not in json.loads(packed.read("explain.json"))["proclaimed"]
    (closure,) = docket["proclaimed_closures"]
    assert (closure["closed_on"], closure["source"], closure["recorded_by"]) == ("2026-12-24", ORDER, "Bo")
    assert closure["withdrawn"]["reason"] == "The order was revoked"


def test_each_receipt_says_by_which_closures_it_counted_and_an_export_gives_it_whole(
    proclaimed: Scene, tmp_path: Path
) -> None:
    scene = proclaimed
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {"all": scene.sweep(TODAY).as_json()}, now=at(TODAY))
    counted = recount(scene.engine, now=at(TODAY)).closures
    leave_receipt(scene.engine, ReceiptKind.RECOUNT, {OFFICE_CLOSURES: counted}, now=at(TODAY))
    withdraw(scene)
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {"all": scene.sweep(TODAY).as_json()}, now=at(TODAY))
    with transaction(scene.engine) as session:
        chain = all_receipts(session)
        assert verify_receipts(chain) == []
    said = [each.content[OFFICE_CLOSURES] for each in chain]
    assert [(each.kind, bool(counts)) for each, counts in zip(chain, said, strict=True)] == [
        ("closure", True),
        ("sweep", True),
        ("recount", True),
        ("closure", False),
        ("sweep", False),
    ]
    assert said[0] == {"2026-12-24": ORDER}
    assert chain[3].content["closure"]["withdraws"] == chain[0].content["closure"]["id"]
    with zipfile.ZipFile(exported(scene, tmp_path)) as packed:
        receipts = json.loads(packed.read("receipts.json"))
    assert [each["content"]["content"][OFFICE_CLOSURES] for each in receipts] == said


def test_a_recount_under_the_same_closures_finds_no_difference(scene: Scene) -> None:
    audit(scene)
    proclaim(scene)
    for day in (TODAY, "2026-12-24", "2026-12-28", "2027-01-04"):
        scene.sweep(day)
        found = recount(scene.engine, now=at(day))
        assert (found.differences, found.closures) == ([], {"2026-12-24": ORDER})
    withdraw(scene, "2027-01-04")
    again = recount(scene.engine, now=at("2027-01-04"))
    assert (again.differences, again.closures) == ([], {})
    assert again.hash != found.hash


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            "UPDATE proclaimedclosure SET source = 'x'",
            "the proclaimed closure 2026-12-23 is not as receipt 1 has it",
        ),
        ("DELETE FROM proclaimedclosure", "the proclaimed closure 2026-12-23 is missing: receipt 1 has it"),
        (
            "INSERT INTO proclaimedclosure (id, closed_on, source, reason, recorded_by, recorded_at) "
            "SELECT 99, '2026-12-22', source, reason, recorded_by, recorded_at FROM proclaimedclosure",
            "the proclaimed closure 2026-12-22 has no receipt",
        ),
    ],
)
def test_a_closure_changed_behind_landwaiters_back_is_found_though_no_date_depends_on_it(
    act: str, said: str, scene: Scene
) -> None:
    scene.open()
    proclaim(scene, on=date(2026, 12, 23))
    assert recount(scene.engine, now=at(TODAY)).differences == []
    behind(scene, act)
    assert recount(scene.engine, now=at(TODAY)).differences[0] == said


def behind(scene: Scene, act: str) -> None:
    """Changes the table as one does who first removes what refuses it."""
    on_table = "" if scene.engine.dialect.name == "sqlite" else " ON proclaimedclosure"
    with scene.engine.begin() as connection:
        for refused in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER proclaimedclosure_refuses_{refused}{on_table}"))
        connection.execute(text(act))


def no_closure(files: Files) -> None:
    files["docket.json"]["proclaimed_closures"] = []


def another_order(files: Files) -> None:
    files["docket.json"]["proclaimed_closures"][0]["source"] = "Another order"


def said_to_be_withdrawn(files: Files) -> None:
    files["docket.json"]["proclaimed_closures"][0]["withdrawn"] = {"reason": "x"}


def a_day_less_to_count_by(files: Files) -> None:
    files["explain.json"]["proclaimed"].remove("2026-12-24")


@pytest.mark.parametrize("change", [no_closure, another_order, said_to_be_withdrawn, a_day_less_to_count_by])
def test_a_closure_changed_in_an_export_is_found(
    change: Callable[[Files], None], proclaimed: Scene, tmp_path: Path
) -> None:
    path = exported(proclaimed, tmp_path)
    assert "Proclaimed closures: verified" in verify(path).lines
    (broken,) = verify(changed(path, change)).broken
    assert broken.startswith("Proclaimed closures: ")


def test_what_is_imported_is_counted_by_the_closure(scene: Scene, tmp_path: Path) -> None:
    proclaim(scene)
    matters = [matter_row("AUD-1", "Audit (19 CFR 163.11)")]
    entries = [entry_row("AUD-1", "Closing conference held", "2026-09-25")]
    path = write_book(tmp_path / "t.xlsx", matters=matters, entries=entries)
    done = import_file(scene.engine, path, by="Bo", commit=True, now=at(TODAY))
    assert done.bad == []
    assert [str(day) for day in days(scene)] == ["2026-12-24", "2026-12-28"]
    assert recount(scene.engine, now=at(TODAY)).differences == []


def test_of_two_who_record_the_same_day_at_once_one_is_refused(scene: Scene) -> None:
    refused, together = list[str](), Barrier(2)

    def put(by: str) -> None:
        together.wait()
        try:
            put_closure(scene.engine, draft(recorded_by=by), now=at(TODAY))
        except RecordError as error:
            refused.append(str(error))

    threads = [Thread(target=put, args=(by,)) for by in ("Ann", "Bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with transaction(scene.engine) as session:
        assert len(session.exec(select(ProclaimedClosure)).all()) == 1


def test_a_record_of_the_tables_before_is_counted_as_it_was(settings: Settings, scene: Scene) -> None:
    scene.open()
    scene.record("closing_conference_held", "2026-09-25")
    take_back(scene.engine, settings, "0005")
    migrate(settings)
    assert derive_what_changed(scene.engine, now=at(TODAY)) == 0
    assert recount(scene.engine, now=at(TODAY)).differences == []
    assert len(proclaim(scene).moved) == 1
