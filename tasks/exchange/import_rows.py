"""Rows of a spreadsheet as the forms that they fill in: a wrong cell hides no other."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from openpyxl.utils import get_column_letter
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.forms.entry import entry_form
from models.forms.entry_faults import is_number
from models.forms.exchange import DateOrder
from models.forms.fields import Form
from models.forms.matter import LifecycleChoice, MatterForm
from models.inputs import EntryInput, MatterInput
from models.law.load import load_law
from models.law.text.vocabulary import FACTS, Lifecycle
from tasks.exchange.import_cells import CellError, text_of, value_of
from tasks.exchange.import_titles import NUMBER, SHA256, BadCell, columns_of
from tasks.exchange.sheets import Cell, Row, Sheet

AnyForm = TypeVar("AnyForm", bound=Form)


_LONGEST_REASON = 1_000
"""Characters of a reason, which may repeat what a cell holds."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a row gives, by the forms' fields."""

    sheet: str
    row: int
    fields: Mapping[str, Cell]
    columns: Mapping[str, str]
    """The columns' titles by the fields."""

    dates: DateOrder = DateOrder.YEAR_FIRST

    def bad(self, field: str, reason: str) -> BadCell:
        """What is wrong in the column of a field."""
        return BadCell(self.sheet, self.row, self.columns.get(field, field), reason[:_LONGEST_REASON])


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """The entry of a row, or what can be checked of it, with all that is wrong."""

    bad: list[BadCell]
    draft: EntryInput | None = None
    """The entry; where something is wrong, without the cells of `unread`, or None where nothing is left."""

    unread: frozenset[str] = frozenset()
    """Fields whose cells are wrong."""


def read_rows(sheet: Sheet, kind: str, places: Mapping[int, str], dates: DateOrder) -> Iterator[Given]:
    """What each row gives; a cell under no title is one of the column of its letter.

    A column whose title is wrong is passed over: its title is refused already.
    """
    titles = {field: title for title, field in columns_of(kind).items()}
    refused = {place for place, title in enumerate(sheet.titles) if title and place not in places}
    for row in sheet.rows:
        filled = [(place, cell) for place, cell in _filled(row) if place not in refused]
        fields = {places.get(place, _letter(place)): cell for place, cell in filled}
        yield Given(sheet.name, row.number, fields, titles, dates)


def _filled(row: Row) -> Iterator[tuple[int, Cell]]:
    return ((place, cell) for place, cell in enumerate(row.cells) if cell is not None)


def _letter(place: int) -> str:
    return f"column {get_column_letter(place + 1)}"


def docket_number_of(given: Given) -> str:
    """The docket number of a row of either sheet, empty where it has none that can be used."""
    try:
        return text_of(given.fields.get("matter", given.fields.get("docket_number")))
    except CellError:
        return ""


def readable_texts(given: Given) -> dict[str, str]:
    """The cells of a row that can be read as text, by field."""
    found = {}
    for field, cell in given.fields.items():
        with suppress(CellError):
            found[field] = text_of(cell)
    return found


def matter_of(given: Given, *, by: str) -> tuple[MatterInput | None, list[BadCell]]:
    """The matter of a row; None with what is wrong."""
    values, wrong = _values(MatterForm, given)
    form, more = _filled_in(MatterForm, {"recorded_by": by} | values)
    wrong = more | wrong
    bad = [given.bad(field, reason) for field, reason in wrong.items()]
    return (None if bad or form is None else form.to_input()), bad


def kind_of_matter(given: Given) -> Lifecycle | None:
    """The kind that the row of a matter says, whatever else is wrong with it."""
    try:
        said = value_of(given.fields.get("lifecycle"), LifecycleChoice)
    except CellError:
        return None
    return Lifecycle(LifecycleChoice(str(said)).name.lower())


def entry_of(given: Given, lifecycle: Lifecycle, *, by: str) -> ReadEntry:
    """The entry of a row, or all that is wrong with it and what is left to check."""
    kind = entry_form(lifecycle)
    own = {name: cell for name, cell in given.fields.items() if name not in (NUMBER, SHA256)}
    values, wrong = _values(kind, replace(given, fields=own))
    values = {"recorded_by": by} | values
    form, more = _filled_in(kind, values)
    wrong = more | wrong
    left = {name: value for name, value in values.items() if name not in wrong}
    if form is None:
        form, _ = _filled_in(kind, _instead(lifecycle) | left)
    sha256, misread = sha256_of(given)
    if form is None:
        return ReadEntry([*_bad(given, wrong), *misread])
    found = [
        (field, fault.words)
        for fault in form.faults()
        for field in fault.fields
        if field not in wrong and not _follows(field, wrong)
    ]
    bad = [*_bad(given, wrong), *(given.bad(*each) for each in found), *misread]
    unread = frozenset([*wrong, *(field for field, _ in found)])
    draft = form.without(unread)
    return ReadEntry(bad, replace(draft, document_sha256=sha256), unread)


def _follows(field: str, wrong: Mapping[str, str]) -> bool:
    """Whether nothing can be said of a field before another one is mended."""
    return ("event" in wrong and field in (*FACTS, "corrects")) or (
        "corrects" in wrong and field == "why_corrected"
    )


def _bad(given: Given, wrong: Mapping[str, str]) -> list[BadCell]:
    return [given.bad(field, reason) for field, reason in wrong.items()]


def _instead(lifecycle: Lifecycle) -> dict[str, Any]:
    """What a form needs beside the cells that can be read, so that these are checked."""
    first = load_law().events_of(lifecycle)[0].title
    return {"matter": "-", "event": first, "occurred_on": date(2000, 1, 1), "recorded_by": "-"}


def loose_faults(given: Given) -> list[BadCell]:
    """What is wrong with the cells of an entry that mean the same in every kind of matter."""
    bad = [*number_of(given)[1], *sha256_of(given)[1]]
    for field, annotation in (("occurred_on", date), ("belongs_to", str), ("corrects", str)):
        try:
            if field in given.fields:
                value_of(given.fields[field], annotation, given.dates)
        except CellError as error:
            bad.append(given.bad(field, str(error)))
    return bad


def number_of(given: Given) -> tuple[int | None, list[BadCell]]:
    """The number that an entry is to have, where the row says one."""
    said, bad = _text_in(given, NUMBER)
    if bad or not said:
        return None, bad
    number = said.upper().removeprefix("E")
    if is_number(number):
        return int(number), []
    return None, [given.bad(NUMBER, f'"{said}"; expected a number such as E3')]


def sha256_of(given: Given) -> tuple[str, list[BadCell]]:
    """The hash of an entry's document, where the row says one."""
    said, bad = _text_in(given, SHA256)
    if bad or not said or re.fullmatch(r"[0-9a-f]{64}", said.lower()):
        return said.lower(), bad
    return "", [given.bad(SHA256, f'"{said}"; expected 64 hexadecimal digits, as sha256sum prints them')]


def _text_in(given: Given, field: str) -> tuple[str, list[BadCell]]:
    try:
        return text_of(given.fields.get(field)), []
    except CellError as error:
        return "", [given.bad(field, str(error))]


def _values(form: type[Form], given: Given) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row for the fields of a form, and what is wrong with its cells."""
    values, wrong = dict[str, Any](), dict[str, str]()
    for field, cell in given.fields.items():
        known = form.model_fields.get(field)
        try:
            if known is None:
                raise CellError(_no_place(field, given))
            values[field] = value_of(cell, known.annotation, given.dates)
        except CellError as error:
            wrong[field] = str(error)
    return values, wrong


def _filled_in(form: type[AnyForm], values: Mapping[str, Any]) -> tuple[AnyForm | None, dict[str, str]]:
    try:
        return form.model_validate(values), {}
    except ValidationError as error:
        return None, {str(each["loc"][0]): _reason(form, each) for each in error.errors()}


def _no_place(field: str, given: Given) -> str:
    if field not in given.columns:
        return "a value in a column without a title; expected a title in the first row"
    return f"{given.columns[field]} does not apply to a matter of this kind; expected an empty cell"


def _reason(form: type[Form], error: ErrorDetails) -> str:
    """What a form refuses, in a sentence of its own: pydantic's speak of strings and patterns."""
    about, limits = form.model_fields[str(error["loc"][0])].description, error.get("ctx", {})
    match error["type"]:
        case "missing" | "string_too_short":
            return f"the cell is empty; expected: {about}"
        case "string_too_long":
            return (
                f"{len(str(error['input']))} characters; expected at most {limits['max_length']} characters"
            )
        case "value_error":
            return str(limits["error"])
        case _:
            return f'"{error["input"]}"; expected: {about}'
