"""Rows of a spreadsheet as the forms that they fill in: the columns are the titles of the forms' fields."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from models.forms import fact_labels
from models.forms.entry import FormError, entry_form
from models.forms.fields import Form
from models.forms.matter import MatterForm
from models.inputs import EntryInput, MatterInput
from models.law.text.vocabulary import Lifecycle
from tasks.exchange.import_cells import CellError, nearest, value_of
from tasks.exchange.sheets import Cell, Row, Sheet

AnyForm = TypeVar("AnyForm", bound=Form)

NUMBER, SHA256 = "number", "document_sha256"
"""Two columns that no form has: the number an entry is to have, and the hash of its document."""

_MORE_COLUMNS = {"Entry": NUMBER, "SHA-256 of the document": SHA256}
_NO_COLUMNS = ("try_only", "happened_again")
_MARKED_BY = {"entries": "Event", "matters": "Kind of matter"}
DERIVED = "deadlines"
"""A sheet that an export has and an import passes over: it follows from the entries."""


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


@dataclass(frozen=True, slots=True)
class Given:
    """What a row gives, by the forms' fields."""

    sheet: str
    row: int
    fields: Mapping[str, Cell]
    columns: Mapping[str, str]
    """The columns' titles by the fields."""

    def bad(self, field: str, reason: str) -> BadCell:
        """What is wrong in the column of a field."""
        return BadCell(self.sheet, self.row, self.columns.get(field, field), reason)


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


def columns_of(sheet: str) -> dict[str, str]:
    """The columns of a sheet by its kind."""
    return entry_columns() if sheet == "entries" else matter_columns()


def kind_of(sheet: Sheet) -> str:
    """Whether a sheet is of matters or of entries; `deadlines` is only derived, empty is none of them."""
    name, titles = sheet.name.strip().lower(), {title.casefold() for title in sheet.titles}
    if name in (*_MARKED_BY, DERIVED):
        return name
    return next((kind for kind, mark in _MARKED_BY.items() if mark.casefold() in titles), "")


def read_titles(sheet: Sheet, kind: str) -> tuple[dict[int, str], list[BadCell]]:
    """The fields by their places in the sheet, and what is wrong with its titles."""
    former = fact_labels.FORMER if kind == "entries" else {}
    known = {title.casefold(): name for title, name in (former | columns_of(kind)).items()}
    places: dict[int, str] = {}
    bad = []
    for place, title in enumerate(sheet.titles):
        field = known.get(" ".join(title.split()).casefold())
        if field in places.values():
            bad.append(BadCell(sheet.name, 1, title, "this column appears twice; expected it once"))
        elif field is not None:
            places[place] = field
        elif title:
            meant = nearest(title, list(columns_of(kind)))
            bad.append(BadCell(sheet.name, 1, title, f"the sheet {kind} has no such column; {meant}"))
    bad += [
        BadCell(sheet.name, 1, title, "this column is missing")
        for title in _needed(kind)
        if columns_of(kind)[title] not in places.values()
    ]
    return places, bad


def _needed(kind: str) -> Sequence[str]:
    if kind == "entries":
        return ("Docket number", "Event", "Occurred on")
    return ("Docket number", "Kind of matter", "Importer", "Opened on", "Time zone")


def read_rows(sheet: Sheet, kind: str, places: Mapping[int, str]) -> Iterator[Given]:
    """What each row gives; a cell under no title is one of the column of its letter."""
    titles = {field: title for title, field in columns_of(kind).items()}
    for row in sheet.rows:
        fields = {places.get(place, _letter(place)): cell for place, cell in _filled(row)}
        yield Given(sheet.name, row.number, fields, titles)


def _filled(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((place, cell) for place, cell in enumerate(row.cells) if cell is not None)


def _letter(place: int) -> str:
    return f"column {get_column_letter(place + 1)}"


def docket_number_of(given: Given) -> str:
    """The docket number of a row of either sheet, empty where it has none that can be used."""
    cell = given.fields.get("matter", given.fields.get("docket_number"))
    try:
        return "" if cell is None else str(value_of(cell, str))
    except CellError:
        return ""


def matter_of(given: Given, *, by: str) -> tuple[MatterInput | None, list[BadCell]]:
    """The matter of a row; None with what is wrong."""
    form, bad = _form_of(MatterForm, given, {"recorded_by": by})
    return (None, bad) if form is None else (form.to_input(), [])


def entry_of(given: Given, lifecycle: Lifecycle, *, by: str) -> tuple[EntryInput | None, list[BadCell]]:
    """The entry of a row; None with all that is wrong."""
    fields = dict(given.fields)
    sha256, bad = _sha256_of(given)
    for field in (NUMBER, SHA256):
        fields.pop(field, None)
    while True:
        tried = replace(given, fields=fields)
        form, wrong = _form_of(entry_form(lifecycle), tried, {"recorded_by": by})
        if form is None:
            return None, bad + wrong
        try:
            draft = form.to_input()
            return (None if bad else replace(draft, document_sha256=sha256)), bad
        except FormError as error:
            field = _field_in(str(error), given)
            bad.append(given.bad(field, str(error)))
            if fields.pop(field, None) is None:
                return None, bad


def _field_in(said: str, given: Given) -> str:
    """The field that a form's error begins with the title of, or else ends with."""
    begins = [field for field, title in given.columns.items() if said.startswith(f"{title} ")]
    ends = [field for field, title in given.columns.items() if said.endswith(f" {title}.")]
    return max(begins or ends, key=lambda field: len(given.columns[field]), default="")


def number_of(given: Given) -> tuple[int | None, list[BadCell]]:
    """The number that an entry is to have, where the row says one."""
    cell = given.fields.get(NUMBER)
    said = str(cell).upper().removeprefix("E")
    if cell is None or said.isdecimal():
        return (None if cell is None else int(said)), []
    return None, [given.bad(NUMBER, f"{cell!r}; expected a number such as E3")]


def _sha256_of(given: Given) -> tuple[str, list[BadCell]]:
    cell = given.fields.get(SHA256)
    said = "" if cell is None else str(cell).lower()
    if cell is None or re.fullmatch(r"[0-9a-f]{64}", said):
        return said, []
    return "", [given.bad(SHA256, f"{cell!r}; expected 64 hexadecimal digits, as sha256sum prints them")]


def _form_of(
    form: type[AnyForm], given: Given, otherwise: Mapping[str, Any]
) -> tuple[AnyForm | None, list[BadCell]]:
    """The form that a row fills in, `otherwise` where it gives nothing; None with all that is wrong."""
    values, wrong = dict(otherwise), {}
    for field, cell in given.fields.items():
        known = form.model_fields.get(field)
        try:
            if known is None:
                raise CellError(_no_place(field, given))
            values[field] = value_of(cell, known.annotation)
        except CellError as error:
            wrong[field] = str(error)
    try:
        made = form.model_validate(values)
    except ValidationError as error:
        for each in error.errors():
            wrong.setdefault(str(each["loc"][0]), _reason(form, each["type"], each["msg"], each["loc"][0]))
    bad = [given.bad(field, reason) for field, reason in wrong.items()]
    return (None, bad) if bad else (made, [])


def _no_place(field: str, given: Given) -> str:
    if field not in given.columns:
        return "a value in a column without a title; expected a title in the first row"
    return f"{given.columns[field]} does not apply to a matter of this kind; expected an empty cell"


def _reason(form: type[Form], kind: str, message: str, field: int | str) -> str:
    if kind == "missing":
        return f"the cell is empty; expected: {form.model_fields[str(field)].description}"
    return f"{message[0].lower()}{message[1:]}"
