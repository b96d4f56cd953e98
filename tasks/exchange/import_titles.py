"""The sheets of an import and their columns: the titles of the forms' fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.forms import fact_labels
from models.forms.entry import entry_form
from models.forms.matter import MatterForm
from models.law.text.vocabulary import Lifecycle
from tasks.exchange.grids import Titles
from tasks.exchange.import_cells import nearest
from tasks.exchange.sheets import Sheet

NUMBER, SHA256 = "number", "document_sha256"
"""Two columns that no form has: the number an entry is to have, and the hash of its document."""

_MORE_COLUMNS = {"Entry": NUMBER, "SHA-256 of the document": SHA256}
_OTHER_TITLES = {"matters": {"CBP office": "customs_office"}, "entries": fact_labels.FORMER}
"""Titles that are read too: former ones, and those of newer templates."""

_NO_COLUMNS = ("try_only", "history")
_MARKED_BY = {"entries": "Event", "matters": "Kind of matter"}
DERIVED = "deadlines"
"""A sheet that an export has and an import passes over: it follows from the entries."""

EXAMPLE = "EXAMPLE (not imported)"
"""The docket number of the template's example rows, which an import passes over and counts."""

REMARKS = ("notes", "note", "readme", "read me", "instructions")
"""Sheets that people add for one another; an import passes over them and says so."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in a file: the sheet, the row's number in it, the column's title, the reason."""

    sheet: str
    row: int
    column: str
    reason: str

    @property
    def words(self) -> str:
        """The cell and what is wrong with it, on one line."""
        where = f", {self.column}" if self.column else ""
        return f"{self.sheet}, row {self.row}{where}: {self.reason}"


@cache
def matter_columns() -> dict[str, str]:
    """The columns of the sheet of matters: fields by titles."""
    return {str(each.title): name for name, each in MatterForm.model_fields.items()}


@cache
def entry_columns() -> dict[str, str]:
    """The columns of the sheet of entries, with the facts of every lifecycle: fields by titles."""
    found = {"Entry": NUMBER}
    for lifecycle in Lifecycle:
        for name, each in entry_form(lifecycle).model_fields.items():
            if name not in _NO_COLUMNS:
                found[str(each.title)] = name
    return found | _MORE_COLUMNS


@cache
def known_titles() -> Titles:
    """Every title by which a file's titles are found below a heading."""
    return Titles.of([*read_columns("entries"), *read_columns("matters")])


def columns_of(sheet: str) -> dict[str, str]:
    """The columns of a sheet by its kind."""
    return entry_columns() if sheet == "entries" else matter_columns()


def read_columns(sheet: str) -> dict[str, str]:
    """The same with every other title that is read."""
    return _OTHER_TITLES[sheet] | columns_of(sheet)


def kind_of(sheet: Sheet) -> str:
    """Whether a sheet is of matters or of entries; `deadlines` is only derived, empty is none of them."""
    name, titles = sheet.name.strip().lower(), {title.casefold() for title in sheet.titles}
    if name in (*_MARKED_BY, DERIVED):
        return name
    return next((kind for kind, mark in _MARKED_BY.items() if mark.casefold() in titles), "")


def read_titles(sheet: Sheet, kind: str) -> tuple[dict[int, str], list[BadCell]]:
    """The fields by their places in the sheet, and what is wrong with its titles."""
    known = {title.casefold(): name for title, name in read_columns(kind).items()}
    places: dict[int, str] = {}
    bad = []
    for place, title in enumerate(sheet.titles):
        field = known.get(" ".join(title.split()).casefold())
        if field in places.values():
            bad.append(
                BadCell(sheet.name, sheet.titles_row, title, "this column appears twice; expected it once")
            )
        elif field is not None:
            places[place] = field
        elif title:
            meant = nearest(title, list(columns_of(kind)))
            bad.append(
                BadCell(sheet.name, sheet.titles_row, title, f"the sheet {kind} has no such column; {meant}")
            )
    bad += [
        BadCell(sheet.name, sheet.titles_row, title, "this column is missing")
        for title in needed_titles(kind)
        if columns_of(kind)[title] not in places.values()
    ]
    return places, bad


def needed_titles(kind: str) -> Sequence[str]:
    """The columns that a sheet must have."""
    if kind == "entries":
        return ("Docket number", "Event", "Occurred on")
    return ("Docket number", "Kind of matter", "Importer", "Opened on", "Time zone")
