"""Imports matters and entries from a spreadsheet: all or nothing, every bad row named, nothing twice."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.errors import RecordError
from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import adopt_first_law
from tasks.exchange.import_rows import (
    DERIVED,
    BadCell,
    Given,
    docket_number_of,
    kind_of,
    read_rows,
    read_titles,
)
from tasks.exchange.import_run import Imported, ImportRun
from tasks.exchange.sheets import Sheet, Table, read_sheets
from tasks.progress import Progress, unseen
from tasks.record.law_approval import refuse_unapproved


def import_file(
    engine: Engine, path: Path, *, by: str, commit: bool, now: datetime, progress: Progress = unseen
) -> Imported:
    """Imports a spreadsheet, or with `commit` False does the same and undoes it.

    Every row is looked at, whatever is wrong with others; if anything is, nothing is written. What is on
    record stays one. Raises `SheetError` where the file cannot be read, and `RecordError` while a change of
    the law waits, or where somebody records the same at the same instant.
    """
    sheets = read_sheets(path)
    try:
        with transaction(engine) as session:
            done = _import(session, sheets, by, now, progress)
            done.written = commit and not done.bad
            if not done.written:
                session.rollback()
            return done
    except IntegrityError:
        raise RecordError("Someone recorded the same at the same time. Import the file again.") from None


def bad_table(done: Imported) -> Table:
    """All errors, as a table that a spreadsheet opens."""
    rows = [(each.sheet, each.row, each.column, each.reason) for each in done.bad]
    return Table("wrong", ("Sheet", "Row", "Column", "Reason"), rows)


def _import(session: Session, sheets: list[Sheet], by: str, now: datetime, progress: Progress) -> Imported:
    refuse_unapproved(session)
    adopt_first_law(session, load_law(), by=by, at=now)
    rows, bad = _rows_of(sheets)
    if bad:
        return Imported(bad=bad)
    run = ImportRun(session, by, now)
    run.hold({docket_number_of(row) for _, row in rows})
    for place, (kind, row) in enumerate(rows):
        progress(place, len(rows))
        if kind == "matters":
            run.take_matter(row)
        else:
            run.take_entry(row)
    if not run.done.bad:
        run.keep()
    progress(len(rows), len(rows))
    return run.done


def _rows_of(sheets: list[Sheet]) -> tuple[list[tuple[str, Given]], list[BadCell]]:
    """The rows with the kinds of their sheets, matters first; or what is wrong with the sheets' titles."""
    rows: list[tuple[str, Given]] = []
    bad = []
    for sheet in sheets:
        kind = kind_of(sheet)
        if kind == DERIVED or not any(sheet.titles):
            continue
        if not kind:
            bad.append(BadCell(sheet.name, 1, "", "this sheet is not known; expected matters or entries"))
            continue
        places, wrong = read_titles(sheet, kind)
        bad += wrong
        rows += [(kind, row) for row in read_rows(sheet, kind, places)]
    return sorted(rows, key=lambda each: each[0] != "matters"), bad
