"""Spreadsheets for tests: rows as people type them, in a workbook or in tables of text."""

import csv
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = list[dict[str, Any]]

KINDS = (
    ("AUD", "Audit (19 CFR 163.11)"),
    ("SUM", "Summons (19 CFR 163.7 to 163.10)"),
    ("REC", "Records kept (19 CFR 163.4)"),
    ("DEM", "Demand for entry records (19 CFR 163.6)"),
)
_FIRST = date(2024, 1, 8)


def matter_row(docket_number: str, kind: str, **more: Any) -> dict[str, Any]:
    """A row of the sheet of matters."""
    return {
        "Docket number": docket_number,
        "Kind of matter": kind,
        "Importer": "Acme",
        "Opened on": "2024-01-02",
        "Time zone": "America/New_York",
        "Recorded by": "Ann",
        **more,
    }


def entry_row(docket_number: str, event: str, on: str, **more: Any) -> dict[str, Any]:
    """A row of the sheet of entries."""
    return {
        "Docket number": docket_number,
        "Event": event,
        "Occurred on": on,
        "Recorded by": "Ann",
        **{title.replace("_", " "): value for title, value in more.items()},
    }


def many_rows(count: int, *, dockets: int = 20) -> tuple[Rows, Rows]:
    """So many entries of so many matters of several kinds, with facts, links and corrections."""
    names = [(f"{KINDS[each % 4][0]}-{each}", KINDS[each % 4][1]) for each in range(dockets)]
    matters = [matter_row(name, kind) for name, kind in names]
    entries = [_entry(names[place % dockets][0], place // dockets) for place in range(count)]
    return matters, entries


def _entry(docket: str, place: int) -> dict[str, Any]:
    day, reference = (_FIRST + timedelta(days=place % 600)).isoformat(), f"R-{place}"
    if place == 0:
        first = {
            "AUD": ("Closing conference held", {}),
            "SUM": ("Summons issued", {"Return date": "2024-03-01", "Third-party recordkeeper": "No"}),
            "REC": ("Customs entry made", {}),
            "DEM": ("Written demand received", {"Day set to produce": "2024-03-01"}),
        }[docket[:3]]
        return entry_row(docket, first[0], day, Reference=reference, **first[1])
    if place == 1:
        corrected = entry_row(docket, "Entry withdrawn", day, Corrects="E1", Why_it_is_corrected="A slip")
        return corrected if docket.startswith("AUD") else _usual(docket, day, reference)
    return _usual(docket, day, reference)


def _usual(docket: str, day: str, reference: str) -> dict[str, Any]:
    match docket[:3]:
        case "AUD":
            title, facts = "Notice of delay of the report", {"Reason for the delay": "Staff"}
            return entry_row(docket, title, day, Reference=reference, **facts)
        case "SUM":
            return entry_row(docket, "Summons served", day, Belongs_to="E1", Reference=reference)
        case "REC":
            return entry_row(docket, "Customs entry made", day, Reference=reference)
        case _:
            return entry_row(docket, "Records produced", day, Belongs_to="E1", Reference=reference)


def write_book(path: Path, **sheets: Rows) -> Path:
    """A workbook with these sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet, titles = book.create_sheet(name), _titles(rows)
        sheet.append(titles)
        for row in rows:
            sheet.append([row.get(title) for title in titles])
    book.save(path)
    return path


def write_tables(folder: Path, *, delimiter: str = ",", **sheets: Rows) -> Path:
    """A folder of tables, as a spreadsheet saves them."""
    folder.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, _titles(rows), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _titles(rows: Rows) -> Sequence[str]:
    return list(dict.fromkeys(title for row in rows for title in row))


SPOILT: list[tuple[str, Any, str]] = [
    ("Event", "Conference of some sort", "expected one of"),
    ("Occurred on", "soon", "is text, not a date; expected a date such as 2025-06-02"),
    ("Occurred on", "2026-02-30", "there is no such date"),
    ("Occurred on", "2031-01-01", "Expected a date from 2024-01-02"),
    ("Occurred on", "2023-12-31", "when the matter opened"),
    ("Occurred on", "", "the cell is empty; expected: The date it happened"),
    ("Belongs to", "E999", "E999 is not an entry of this docket"),
    ("Belongs to", "the first", "expected entry numbers, such as E1, E3"),
    ("Miles from service to appearance", "ten", "expected a number such as 1500"),
    ("SHA-256 of the document", "abc", "expected 64 hexadecimal digits"),
    ("Estimated end of the audit", "2024-05-05", "does not apply to"),
    ("Corrects", "E1, E2", "expected one entry, such as E3"),
    ("Recorded by", "", ""),
]
"""A column, a value that does not belong there, and what is said of it; the last one is not bad."""


def spoilt(rows: Rows, wanted: int) -> tuple[Rows, set[tuple[int, str]]]:
    """Rows of which so many are bad, each in one cell; with the row's number and the column of each."""
    rows, bad = deepcopy(rows), set()
    step = (len(rows) - 100) // wanted
    for place in range(wanted):
        at_row = 60 + place * step
        column, value, _ = SPOILT[place % (len(SPOILT) - 1)]
        if column == "Corrects":
            rows[at_row]["Why it is corrected"] = "A slip"
        rows[at_row][column] = value
        bad.add((at_row + 2, column))
    return rows, bad
