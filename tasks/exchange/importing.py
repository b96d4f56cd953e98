"""Imports matters and entries from a spreadsheet: all or nothing, every bad row named, nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.forms.exchange import DateOrder
from models.law.load import load_law
from models.record.database import transaction
from models.record.office_settings import adopt_first_law
from models.record.scope import EVERYTHING, Scope
from models.record.tables.dockets import Entry, Matter
from tasks.exchange.import_rows import Given, docket_number_of, read_rows
from tasks.exchange.import_run import ImportRun
from tasks.exchange.import_titles import (
    DERIVED,
    EXAMPLE,
    REMARKS,
    BadCell,
    kind_of,
    known_titles,
    read_titles,
)
from tasks.exchange.imported import Imported
from tasks.exchange.read_sheets import read_sheets
from tasks.exchange.sheets import Sheet, Table
from tasks.how_far import Progress, unseen
from tasks.record.law_approval import refuse_unapproved


@dataclass(slots=True)
class FileRows:
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
        done = import_rows(session, given, by=by, now=now, progress=progress)
        done.written = commit and not done.bad
        if not done.written:
            session.rollback()
        return done


def bad_table(bad: Sequence[BadCell]) -> Table:
    """All errors, as a table that a spreadsheet opens."""
    rows = [(each.sheet, each.row, each.column, each.reason) for each in bad]
    return Table("wrong", ("Sheet", "Row", "Column", "Reason"), rows)


def import_rows(
    session: Session,
    given: FileRows,
    *,
    by: str,
    now: datetime,
    scope: Scope = EVERYTHING,
    progress: Progress = unseen,
) -> Imported:
    """Imports the rows into a transaction of the caller, who undoes it where anything is wrong.

    `scope`: the importers of whoever imports. Raises as `import_file` does.
    """
    refuse_unapproved(session)
    adopt_first_law(session, load_law(), by=by, at=now)
    rows = [each for each in given.rows if docket_number_of(each[1]) != EXAMPLE]
    run = ImportRun(session, by, now, scope)
    run.done.examples = len(given.rows) - len(rows)
    return _import(run, replace(given, rows=rows), progress)


def taken_in_at(session: Session, instant: datetime) -> list[int]:
    """The ids of the matters that an import opened, or to whose dockets it added, by its instant."""
    opened = select(Matter.id).where(Matter.opened_at == instant)
    added = select(Entry.matter_id).where(Entry.recorded_at == instant).distinct()
    return sorted({*session.exec(opened).all(), *session.exec(added).all()})


def _import(run: ImportRun, given: FileRows, progress: Progress) -> Imported:
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
    run.done.kinds = {number: matter.lifecycle for number, matter in run.matters.items()}
    if not run.done.bad:
        run.keep()
    progress(len(given.rows), len(given.rows))
    return run.done


def _rows_of(sheets: list[Sheet], dates: DateOrder) -> FileRows:
    """The rows, those of matters first."""
    found = FileRows()
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
