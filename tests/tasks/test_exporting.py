"""An export of a matter holds all of it and nothing of another; one of an importer can be imported."""

import csv
import hashlib
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from deployments.proof.export import verify
from models.errors import RecordError
from models.law.text.vocabulary import FACTS
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.record.receipts import ReceiptKind
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Entry
from tasks.exchange.exporting import export_matter, export_matters
from tasks.exchange.import_titles import entry_columns, matter_columns
from tasks.exchange.importing import import_file
from tasks.exchange.private_file import ExportError, keep_private
from tasks.watch.receipts import leave_receipt
from tests.support.databases import on_sqlite
from tests.support.scenes import Scene, at

NOW = at("2025-09-20")
SECRET = "settle if they ask for more"


@pytest.fixture
def story(scene: Scene) -> Scene:
    """A matter with a correction, a note, alerts, a paper and receipts; beside it one of another importer."""
    scene.open()
    scene.open("GLO-1", importer="Globex")
    scene.contact()
    scene.contact("Gil", ("Globex",))
    scene.record("closing_conference_held", "2025-06-20", reference="=HYPERLINK(1)", privileged_note=SECRET)
    scene.record("closing_conference_held", "2025-06-19", replaces=1, reason="Misread", recorded="2025-06-23")
    scene.record("closing_conference_held", "2025-06-20", docket="GLO-1", privileged_note="of Globex")
    for day in ("2025-06-23", "2025-09-11", "2025-09-19"):
        swept = scene.sweep(day)
        leave_receipt(scene.engine, ReceiptKind.SWEEP, {"all": swept.as_json()}, now=at(day))
    leave_receipt(scene.engine, ReceiptKind.SWEEP, {"all": scene.sweep("2025-09-19").as_json()}, now=NOW)
    scene.acknowledge("Ann", "AUD-06", on="2025-09-20", until="2025-09-25")
    return scene


def exported(
    scene: Scene, folder: Path, *, privileged: bool = False, docket: str = "AUD-1"
) -> dict[str, bytes]:
    done = export_matter(scene.engine, docket, folder, privileged=privileged, now=NOW)
    with zipfile.ZipFile(done.path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_it_holds_the_docket_the_deadlines_with_traces_the_alerts_with_deliveries_and_the_proof(
    story: Scene, tmp_path: Path
) -> None:
    files = {
        name: json.loads(body) for name, body in exported(story, tmp_path).items() if name.endswith("json")
    }
    entries = files["docket.json"]["entries"]
    assert [(each["entry"], each["corrected_by"], each["occurred_on"]) for each in entries] == [
        ("E1", "E2", "2025-06-20"),
        ("E2", None, "2025-06-19"),
    ]
    clock = next(each for each in files["deadlines.json"]["deadlines"] if each["rule"] == "AUD-06")
    assert (clock["strict_on"], clock["lenient_on"]) == ("2025-09-17", "2025-09-17")
    assert all(clock[name] for name in ("clock", "trace", "quote", "citation", "law_hash"))
    alerts = files["alerts.json"]
    assert {each["contact"]["name"] for each in alerts} == {"Ann"}
    assert all(each["attempts"][0]["ok"] and each["attempts"][0]["channel"] == "ann" for each in alerts)
    assert files["answers.json"]["acknowledgements"][0]["by"] == "Ann"
    assert len(files["chain.json"]["links"]) == 2
    assert len(files["receipts.json"]) == 4


def test_nothing_of_another_matter_is_in_it(story: Scene, tmp_path: Path) -> None:
    for privileged in (True, False):
        for name, body in exported(story, tmp_path, privileged=privileged).items():
            for word in (b"GLO-1", b"Globex", b"Gil"):
                assert word not in body, name


def test_a_receipt_that_names_another_matter_is_given_by_its_link_only(story: Scene, tmp_path: Path) -> None:
    receipts = json.loads(exported(story, tmp_path)["receipts.json"])
    assert [each["withheld"] for each in receipts] == [["content"], ["content"], ["content"], []]


@pytest.mark.parametrize("privileged", [True, False])
def test_a_privileged_note_is_in_it_only_where_that_was_asked(
    privileged: bool, story: Scene, tmp_path: Path
) -> None:
    files = exported(story, tmp_path, privileged=privileged)
    holding = {name for name, body in files.items() if SECRET.encode() in body}
    assert holding == ({"docket.json", "docket.csv", "chain.json"} if privileged else set())
    links = json.loads(files["chain.json"])["links"]
    assert [each["withheld"] for each in links] == ([[], []] if privileged else [["privileged_note"], []])
    (done,) = tmp_path.glob("*.zip")
    verdict = verify(done)
    assert (verdict.broken, verdict.by_link, verdict.unproved_entries) == ([], 0, [])


def test_the_papers_are_in_it_as_they_were_drafted(story: Scene, tmp_path: Path) -> None:
    files = exported(story, tmp_path)
    papers = json.loads(files["papers.json"])
    assert papers
    for paper in papers:
        assert hashlib.sha256(files[paper["file"]]).hexdigest() == paper["sha256"]
        assert zipfile.is_zipfile(io.BytesIO(files[paper["file"]]))


def test_the_tables_are_safe_against_formulas(story: Scene, tmp_path: Path) -> None:
    text = exported(story, tmp_path)["docket.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["Reference"] for row in rows] == ["'=HYPERLINK(1)", ""]
    path = export_matters(story.engine, "Acme", tmp_path, privileged=False, now=NOW).path
    cells = [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_only_its_owner_reads_a_file(story: Scene, tmp_path: Path) -> None:
    done = export_matter(story.engine, "AUD-1", tmp_path / "exports", privileged=True, now=NOW)
    assert done.path.name == "AUD-1-20250920-150000.zip"
    assert done.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (done.path, done.path.parent)]
    assert (modes, len(list(done.path.parent.iterdir()))) == ([0o600, 0o700], 1)


def test_what_cannot_be_written_or_is_not_there_is_one_sentence(story: Scene, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="cannot be written"):
        keep_private(tmp_path / "file", "x.zip", b"")
    with pytest.raises(RecordError, match="No matter has the docket number 'AUD-9'"):
        export_matter(story.engine, "AUD-9", tmp_path, privileged=False, now=NOW)
    with pytest.raises(RecordError, match="No importer is named 'Acmee'"):
        export_matters(story.engine, "Acmee", tmp_path, privileged=False, now=NOW)


def said(entry: Entry) -> dict[str, Any]:
    salted = {"note_salt", "note_hash", "previous_hash", "hash"}
    return entry.model_dump(exclude={"id", "matter_id", "recorded_at", *salted})


def entries(scene: Scene) -> list[dict[str, Any]]:
    with transaction(scene.engine) as session:
        return [said(each) for each in session.exec(select(Entry).where(Entry.matter_id == 1)).all()]


def test_a_workbook_exported_is_on_record_already_and_makes_the_same_docket_elsewhere(
    sqlite_scene: Scene, tmp_path: Path
) -> None:
    scene = sqlite_scene
    scene.open()
    scene.record(
        "audit_notice",
        "2025-02-03",
        facts={"by_telephone": True, "in_writing": False, "estimated_end": "2025-06-30"},
        reference="-5",
        document="@share",
        document_sha256="a" * 64,
    )
    scene.record(
        "report_delay_notice", "2025-03-03", facts={"reason": "=1+1"}, of=(1,), privileged_note=SECRET
    )
    scene.record("entry_withdrawn", "2025-03-04", replaces=2, reason="A slip")
    path = export_matters(scene.engine, "Acme", tmp_path, privileged=True, now=NOW).path
    again = import_file(scene.engine, path, by="Bo", commit=True, now=NOW)
    assert (again.bad, again.matters, again.entries, again.known_entries) == ([], 0, 0, 3)
    before = entries(scene)
    with transaction(scene.engine) as session:
        assert session.exec(select(Alert)).all() == []
    assert imported_elsewhere(path, tmp_path) == before


def imported_elsewhere(path: Path, tmp_path: Path) -> list[dict[str, Any]]:
    """The docket that a workbook makes in an empty record."""
    (tmp_path / "other").mkdir()
    settings = on_sqlite(tmp_path / "other")
    migrate(settings)
    engine = open_engine(settings)
    done = import_file(engine, path, by="Bo", commit=True, now=NOW)
    assert (done.bad, done.matters, done.entries) == ([], 1, 3)
    with transaction(engine) as session:
        found = [said(each) for each in session.exec(select(Entry)).all()]
    engine.dispose()
    return found


def test_every_column_of_an_import_is_one_of_an_export(story: Scene, tmp_path: Path) -> None:
    path = export_matters(story.engine, "Acme", tmp_path, privileged=True, now=NOW).path
    matters, entries, deadlines = load_workbook(path).worksheets
    titles = {sheet.title: [cell.value for cell in sheet[1]] for sheet in (matters, entries)}
    assert titles["matters"] == list(matter_columns())
    no_facts = [title for title, name in entry_columns().items() if name not in FACTS]
    assert set(no_facts) == set(titles["entries"])
    assert (deadlines.title, deadlines.max_row > 1) == ("deadlines", True)


def test_a_file_that_has_the_name_stays_and_the_next_gets_a_number(tmp_path: Path) -> None:
    made = [keep_private(tmp_path, "AUD-1.zip", bytes([number])).path for number in range(3)]
    assert [path.name for path in made] == ["AUD-1.zip", "AUD-1-2.zip", "AUD-1-3.zip"]
    assert [path.read_bytes() for path in made] == [b"\0", b"\1", b"\2"]
    assert sorted(tmp_path.iterdir()) == sorted(made)
