"""Spreadsheets, exports and templates: a result, or one sentence, and nothing kept of what was refused."""

import io
import json
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from deployments.verify import main as verify
from models.forms.exchange import DateOrder
from models.record.database import reading
from notifications.channels.templates import check_templates, own_templates, templates_in
from tasks.exchange.exporting import export_matter
from tasks.exchange.importing import import_file
from tests.fuzz.hammer import JSON, NUMBERS, TEXTS, ends_in_time, hammer, result_of, spoilt_bytes, spoilt_json
from tests.support.scenes import Scene, at
from tests.support.sheets import entry_row, matter_row, write_book
from tests.tasks.test_importing import EVERYTHING, counts

pytestmark = pytest.mark.fuzz

NOW = at("2026-11-20")
MATTERS = [
    matter_row("AUD-1", "Audit (19 CFR 163.11)"),
    matter_row("SUM-1", "Summons (19 CFR 163.7 to 163.10)"),
]
ENTRIES = [
    entry_row("AUD-1", "Closing conference held", "2024-02-02"),
    entry_row("AUD-1", "Audit report completed", "2024-03-04", Belongs_to="E1"),
    entry_row("SUM-1", "Summons issued", "2024-02-02", Return_date="2024-03-01"),
]
CELLS = (
    TEXTS
    | NUMBERS
    | st.booleans()
    | st.none()
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.sampled_from(["Audit", "E1", "e1;E2", "2024-02-30", "2/3/2024", "Yes", "=1+1", "1 500,00", "12E4"])
)


def imported(scene: Scene, path: Path, *, dates: DateOrder = DateOrder.YEAR_FIRST) -> None:
    """It is imported whole, or not at all."""
    before = counts(scene)
    done = result_of(lambda: import_file(scene.engine, path, by="Bo", commit=True, now=NOW, dates=dates))
    if isinstance(done, Exception) or done.bad:
        assert counts(scene) == before
    with reading(scene.engine) as session:
        assert len(EVERYTHING) == len(before)
        session.connection()


def test_cells_are_imported_or_named(sqlite_scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    def check(given: tuple[list[tuple[int, str, Any]], DateOrder]) -> None:
        changes, dates = given
        matters, entries = deepcopy(MATTERS), deepcopy(ENTRIES)
        rows = [*matters, *entries]
        for place, title, value in changes:
            rows[place % len(rows)][title] = value
        write_cells(path, {"matters": matters, "entries": entries})
        imported(sqlite_scene, path, dates=dates)

    titles = st.sampled_from(
        sorted(
            {title for row in (*MATTERS, *ENTRIES) for title in row}
            | {"Number", "Value in USD", "Corrects", "x"}
        )
    )
    changes = st.lists(st.tuples(st.integers(0, 9), titles, CELLS), max_size=5)
    hammer(check, st.tuples(changes, st.sampled_from(DateOrder)), few=10)


def write_cells(path: Path, sheets: dict[str, list[dict[str, Any]]]) -> None:
    """A workbook; what openpyxl writes in no cell is written as a text without it."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        titles = list(dict.fromkeys(title for row in rows for title in row))
        sheet.append(titles)
        for number, row in enumerate(rows, start=2):
            for column, title in enumerate(titles, start=1):
                put(sheet, number, column, row.get(title))
    del book["Sheet"]
    book.save(path)


def put(sheet: Any, row: int, column: int, value: Any) -> None:
    """What openpyxl cannot write becomes a text that it can."""
    if isinstance(value, str):
        value = value.encode(errors="replace").decode()
    elif isinstance(value, int) and abs(value) >= 10**300:
        value = f"{abs(value)}"
    try:
        sheet.cell(row, column).value = value
    except (IllegalCharacterError, ValueError):
        sheet.cell(row, column).value = "?"


def test_a_damaged_workbook_is_read_or_refused(sqlite_scene: Scene, tmp_path: Path) -> None:
    sound = write_book(tmp_path / "sound.xlsx", matters=MATTERS, entries=ENTRIES).read_bytes()
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    path = tmp_path / "book.xlsx"

    def check(given: bytes) -> None:
        path.write_bytes(given)
        imported(sqlite_scene, path)

    inside = st.sampled_from(sorted(parts)).flatmap(
        lambda name: spoilt_bytes(parts[name]).map(lambda content: zipped(parts | {name: content}))
    )
    hammer(check, inside | spoilt_bytes(sound), few=10)


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_table_is_read_or_refused(sqlite_scene: Scene, tmp_path: Path) -> None:
    titles = ",".join(MATTERS[0])
    rows = "\n".join(",".join(map(str, row.values())) for row in MATTERS)
    path = tmp_path / "matters.csv"

    def check(given: bytes) -> None:
        path.write_bytes(given)
        imported(sqlite_scene, path)

    sound = f"{titles}\n{rows}\n"
    hammer(
        check,
        spoilt_bytes(sound.encode()) | spoilt_bytes(sound.encode("utf-16")) | st.binary(max_size=80),
        few=30,
    )


def test_an_export_is_verified_or_refused(sqlite_scene: Scene, tmp_path: Path) -> None:
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    exported = export_matter(sqlite_scene.engine, "AUD-1", tmp_path, privileged=True, now=NOW).path
    with zipfile.ZipFile(exported) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    texts = sorted(name for name in parts if name.endswith(".json"))
    path = tmp_path / "spoilt.zip"

    def check(given: bytes) -> None:
        path.write_bytes(given)
        out, err = io.StringIO(), io.StringIO()
        with ends_in_time(), redirect_stdout(out), redirect_stderr(err):
            status = verify([str(path)])
        assert status in (0, 1)
        assert err.getvalue().count("\n") == (0 if out.getvalue() else 1)
        out.getvalue().encode()

    by_value = st.sampled_from(texts).flatmap(
        lambda name: spoilt_json(st.builds(json.loads, st.just(parts[name]))).map(
            lambda value: zipped(parts | {name: json.dumps(value).encode()})
        )
    )
    whole = st.tuples(st.sampled_from(texts), JSON).map(
        lambda found: zipped(parts | {found[0]: json.dumps(found[1]).encode()})
    )
    hammer(check, by_value | whole | spoilt_bytes(exported.read_bytes()), few=15)


def test_a_template_is_used_or_refused(tmp_path: Path) -> None:
    environment = own_templates().environment
    assert environment.loader is not None
    sound = environment.loader.get_source(environment, "plain.txt")[0]
    pieces = st.sampled_from(
        [
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            " message.",
            "headline",
            " for x in ",
            "message.links",
            " if ",
            " endif ",
            " endfor ",
            "|",
            "upper",
            "(" * 500,
            "[" * 500,
            "'",
            '"',
            "\n",
            " include ",
            "'mail.html'",
            " foot ",
            "1/0",
            "~",
            "not " * 2_000,
        ]
    )
    made = st.lists(pieces | TEXTS, max_size=12).map("".join)
    path = tmp_path / "plain.txt"

    def check(given: bytes) -> None:
        path.write_bytes(given)
        result_of(lambda: check_templates(templates_in(tmp_path)))

    texts = made.map(lambda text: text.encode(errors="surrogatepass"))
    hammer(check, texts | spoilt_bytes(sound.encode()), few=25)
