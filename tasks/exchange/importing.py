"""Imports matters and entries from a spreadsheet: all or nothing, every bad row named, nothing twice."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from models.forms.exchange import DateOrder
from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import adopt_first_law
from tasks.exchange.import_rows import Given, docket_number_of, read_rows
from tasks.exchange.import_run import ImportRun
from tasks.exchange.import_titles import DERIVED, REMARKS, BadCell, kind_of, known_titles, read_titles
from tasks.exchange.imported import Imported
from tasks.exchange.read_sheets import read_sheets
from tasks.exchange.sheets import Sheet, Table
from tasks.progress import Progress, unseen
from tasks.record.law_approval import refuse_unapproved


@dataclass(slots=True)
class _Rows:
    """What a file holds: rows with the kinds of their sheets, and what is wrong with the sheets' titles."""

    rows: list[tuple[str, Given]] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def import_file(
    engine: Engine,
    path: Path,
    *,
    by: str,
    commit: bool,
    now: datetime,
    dates: DateOrder = DateOrder.YEAR_FIRST,
    progress: Progress = unseen,
) -> Imported:
    """Imports a spreadsheet, or with `commit` False does the same and undoes it.

    Every row is looked at, whatever is wrong with others; if anything is, nothing is written. What is on
    record stays one. Raises `SheetError` where the file cannot be read, and `RecordError` while a change of
    the law waits, or where somebody records the same at the same instant.
    """
    given = _rows_of(read_sheets(path, known_titles()), dates)
    with transaction(engine) as session:
        refuse_unapproved(session)
        adopt_first_law(session, load_law(), by=by, at=now)
        done = _import(ImportRun(session, by, now), given, progress)
        done.written = commit and not done.bad
        if not done.written:
            session.rollback()
        return done


def bad_table(done: Imported) -> Table:
    """All errors, as a table that a spreadsheet opens."""
    rows = [(each.sheet, each.row, each.column, each.reason) for each in done.bad]
    return Table("wrong", ("Sheet", "Row", "Column", "Reason"), rows)


def _import(run: ImportRun, given: _Rows, progress: Progress) -> Imported:
    run.hold({docket_number_of(row) for _, row in given.rows})
    for place, (kind, row) in enumerate(given.rows):
        progress(place, len(given.rows))
        if kind == "matters":
            run.take_matter(row)
        else:
            run.take_entry(row)
    columns = {(each.sheet, each.column) for each in given.bad}
    run.done.bad = given.bad + [each for each in run.done.bad if (each.sheet, each.column) not in columns]
    run.done.passed_over = given.passed_over
    if not run.done.bad:
        run.keep()
    progress(len(given.rows), len(given.rows))
    return run.done


def _rows_of(sheets: list[Sheet], dates: DateOrder) -> _Rows:
    """The rows, those of matters first."""
    found = _Rows()
    for sheet in sheets:
        kind = kind_of(sheet)
        if kind == DERIVED or not any(sheet.titles):
            continue
        if not kind and sheet.name.strip().lower() in REMARKS:
            found.passed_over.append(sheet.name)
        elif not kind:
            found.bad.append(BadCell(sheet.name, sheet.titles_row, "", _unknown(sheet)))
        else:
            places, wrong = read_titles(sheet, kind)
            found.bad += wrong
            found.rows += [(kind, row) for row in read_rows(sheet, kind, places, dates)]
    found.rows.sort(key=lambda each: each[0] != "matters")
    return found


def _unknown(sheet: Sheet) -> str:
    seen = ", ".join(f'"{title}"' for title in sheet.titles if title)
    return (
        f"this sheet is not known: its titles are {seen}. Name it matters or entries, with the titles of "
        "their columns in one row. Delete a sheet that is not to be imported, or name it Notes"
    )
