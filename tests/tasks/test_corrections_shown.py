"""Corrections are on the matter's page, in its export with the proof, and importers to merge on the board."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from deployments import up
from deployments.proof.export import verify
from models.inputs import ImporterCorrection, MatterCorrection
from models.record.database import migrate, reading, transaction
from models.record.matters import matter_named
from models.record.number_keys import sharing_a_number
from models.record.tables.dockets import Account, Matter
from models.settings import Settings
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tasks.exchange.exporting import export_matter
from tasks.pages import form_choices
from tasks.pages.board_page import board_page, read_board
from tasks.pages.matter_page import matter_page
from tasks.pages.publish import key_of
from tests.support.old_record import take_back
from tests.support.scenes import LINKS, Scene, at

NOW = at("2025-06-23")
FORMS = Links("http://pages", {"correct-matter": "of-matters", "correct-importer": "of-importers"})


def of_matter(matter: str, **more: Any) -> MatterCorrection:
    return MatterCorrection(matter=matter, reason="Misread", recorded_by="Bo", **more)


def corrected(scene: Scene) -> None:
    """The matter gets another number and moves to Globex, which gets another name."""
    renamed = ImporterCorrection(importer="Globex", name="Globex Trading", reason="Misread", recorded_by="Bo")
    for draft in (of_matter("AUD-1", docket_number="AUD-2"), of_matter("AUD-2", importer="Globex"), renamed):
        put_mending(scene.engine, draft, LINKS, now=NOW)


@pytest.fixture
def two(sqlite_scene: Scene) -> Scene:
    """A matter of Acme that turned out to be one of Globex."""
    sqlite_scene.open("AUD-1")
    sqlite_scene.open("GLO-1", importer="Globex")
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    return sqlite_scene


def exported(scene: Scene, folder: Path, docket: str) -> Path:
    return export_matter(scene.engine, docket, folder, privileged=False, now=NOW).path


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as packed:
        return json.loads(packed.read(name))


def changed(path: Path, name: str, made: Any) -> None:
    with zipfile.ZipFile(path) as packed:
        files = {each: packed.read(each) for each in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for each, body in files.items():
            packed.writestr(each, json.dumps(made) if each == name else body)


def test_an_export_has_the_log_with_its_proof_and_names_no_other_importer(two: Scene, tmp_path: Path) -> None:
    corrected(two)
    path = exported(two, tmp_path, "AUD-2")
    logs = part(path, "corrections.json")
    said = {what: [link["content"]["field"] for link in log] for what, log in logs.items()}
    assert said == {"matter": ["docket_number", "importer"], "importer": ["name"]}
    assert "Acme" not in json.dumps(logs)
    verdict = verify(path)
    assert verdict.broken == []
    assert "Correction 2 of the matter, importer: verified" in verdict.lines
    receipts = part(path, "receipts.json")
    assert [each["withheld"] for each in receipts] == [[], [], ["content"]]


def test_the_receipts_of_a_matter_are_not_in_the_export_of_another(two: Scene, tmp_path: Path) -> None:
    corrected(two)
    receipts = part(exported(two, tmp_path, "GLO-1"), "receipts.json")
    assert [each["withheld"] for each in receipts] == [["content"]] * 3


def test_a_correction_that_is_changed_or_missing_in_an_export_is_found(two: Scene, tmp_path: Path) -> None:
    corrected(two)
    path = exported(two, tmp_path, "AUD-2")
    logs = part(path, "corrections.json")
    changed(path, "corrections.json", {**logs, "matter": logs["matter"][1:]})
    assert any("does not follow the link before it" in each for each in verify(path).broken)
    logs["matter"][0]["content"]["after"] = "AUD-9"
    changed(path, "corrections.json", logs)
    assert any("its hash does not match its content" in each for each in verify(path).broken)


def test_the_page_of_a_matter_lists_its_corrections_and_keeps_its_address(two: Scene) -> None:
    with reading(two.engine) as session:
        matter = matter_named(session, "AUD-1")
        key = key_of(matter)
        assert "## Corrections" not in matter_page(session, matter, FORMS, now=NOW)
    corrected(two)
    with reading(two.engine) as session:
        matter = matter_named(session, "AUD-2")
        page = matter_page(session, matter, FORMS, now=NOW)
        assert key_of(matter) == key
    assert "Docket number: AUD-1 → AUD-2 (Misread)" in page
    assert "Importer: Acme → Globex Trading (Misread)" in page
    assert "Importer's name: Globex → Globex Trading (Misread)" in page
    assert "of-matters/run" in page
    assert "of-importers/run" in page


def test_the_forms_offer_the_number_of_a_link_that_was_sent_before(sqlite_scene: Scene) -> None:
    sqlite_scene.open("AUD-1")
    put_mending(sqlite_scene.engine, of_matter("AUD-1", docket_number="AUD-2"), LINKS, now=NOW)
    sqlite_scene.open("AUD-3")
    with reading(sqlite_scene.engine) as session:
        assert [number for number, _ in form_choices._dockets(session)] == ["AUD-3", "AUD-2", "AUD-1"]


def test_an_older_record_in_which_importers_share_a_number_is_upgraded_and_lists_them(
    settings: Settings, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.open("AUD-1")
    scene.open("GLO-1", importer="Globex")
    with transaction(scene.engine) as session:
        for account, number in zip(
            session.exec(select(Account)).all(), ("12-3456789XX", "12 3456789xx"), strict=True
        ):
            account.importer_number = number
    take_back(scene.engine, settings, "0005")
    migrate(settings)
    lines: list[str] = []
    monkeypatch.setattr(up, "say", lines.append)
    up.name_shared_numbers(settings)
    (line,) = lines
    assert "one importer number, 12-3456789XX: Acme, Globex." in line
    with reading(scene.engine) as session:
        page = board_page(read_board(session, NOW), {}, FORMS)
        assert "## Importers that share a number" in page
        assert "merge it into Acme](http://pages/deployments/deployment/of-importers/run" in page
        assert session.get_one(Matter, 1).first_number == ""
    merger = ImporterCorrection(importer="Globex", merge_into="Acme", reason="One", recorded_by="Bo")
    put_mending(scene.engine, merger, LINKS, now=NOW)
    with reading(scene.engine) as session:
        assert sharing_a_number(session) == []
