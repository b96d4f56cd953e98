"""The workbook that people fill in: the columns with their titles, an example of each, and what they mean."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, get_args

from models.forms.entry import entry_form
from models.forms.fact_labels import words_of
from models.forms.fields import Form
from models.forms.matter import LifecycleChoice, MatterForm
from models.law.load import load_law
from models.law.text.rule import Event
from models.law.text.vocabulary import Lifecycle
from tasks.exchange.import_titles import EXAMPLE, NUMBER, SHA256, columns_of, needed_titles
from tasks.exchange.sheets import Table, Value, safe_book

LEFT_TO_WHO_IMPORTS = "recorded_by"
"""The column that the desk does not read: whoever is signed in records every row."""

_EXAMPLES: dict[str, dict[str, Value]] = {
    "matters": {
        "docket_number": EXAMPLE,
        "lifecycle": LifecycleChoice.AUDIT.value,
        "importer": "Acme Imports",
        "opened_on": date(2026, 1, 5),
        "timezone": "America/New_York",
        "title": "Focused assessment 2026",
    },
    "entries": {
        "matter": EXAMPLE,
        "event": "Closing conference held",
        "occurred_on": date(2026, 3, 2),
        "reference": "Minutes of March 2",
    },
}
_ABOUT = {
    NUMBER: "Only to check: the number that the entry must get in its docket, such as E3.",
    SHA256: "The SHA-256 of the document, 64 hexadecimal digits.",
}


_AS_THE_DESK_SAYS = {"customs_office": "CBP office"}
"""Titles of new templates where the desk has another word than Prefect's form, whose titles stay."""


def template_book() -> bytes:
    """The workbook. An import passes over its example rows, and over the sheets that explain it."""
    return safe_book([_form("matters"), _form("entries"), _columns(), _events()])


def titles_of(kind: str) -> dict[str, str]:
    """The columns of a sheet that the desk reads: titles by fields, in the order of the forms."""
    titles = {field: title for title, field in columns_of(kind).items() if field != LEFT_TO_WHO_IMPORTS}
    return {field: _AS_THE_DESK_SAYS.get(field, title) for field, title in titles.items()}


def _form(kind: str) -> Table:
    titles = titles_of(kind)
    return Table(kind, list(titles.values()), [[_EXAMPLES[kind].get(field) for field in titles]])


def _columns() -> Table:
    about = "Rows whose docket number is “" + EXAMPLE + "” are examples. An import passes over them."
    rows: list[Sequence[Value]] = [["", "", "", about, ""]]
    for kind in ("matters", "entries"):
        for field, title in titles_of(kind).items():
            needed = "yes" if title in needed_titles(kind) else ""
            rows.append([kind, title, needed, _said_of(kind, field), _choices_of(kind, field)])
    return Table("Read me", ("Sheet", "Column", "Needed", "What to enter", "Choices"), rows)


def _events() -> Table:
    """Every event with the columns that go with it."""
    rows = [
        [LifecycleChoice[kind.name].value, event.title, _words(event.required), _words(event.optional)]
        for kind in Lifecycle
        for event in _known(kind)
    ]
    return Table(
        "Notes", ("For a matter of the kind", "The event", "Columns it needs", "Columns it may have"), rows
    )


def _known(kind: Lifecycle) -> Sequence[Event]:
    return load_law().events_of(kind)


def _words(facts: Sequence[str]) -> str:
    return "; ".join(map(words_of, facts))


def _forms(kind: str) -> Iterator[type[Form]]:
    if kind == "matters":
        yield MatterForm
    else:
        yield from map(entry_form, Lifecycle)


def _said_of(kind: str, field: str) -> str:
    """What the forms say of a field; of a fact each kind of matter says when it goes with an event."""
    said = [str(form.model_fields[field].description) for form in _forms(kind) if field in form.model_fields]
    return _ABOUT.get(field) or " ".join(dict.fromkeys(said))


def _choices_of(kind: str, field: str) -> str:
    if field == "event":
        return "See the sheet Notes."
    found: dict[str, None] = {}
    for form in _forms(kind):
        if field in form.model_fields:
            found |= dict.fromkeys(_members(form.model_fields[field].annotation))
    return "; ".join(found)


def _members(annotation: Any) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from (str(member.value) for member in annotation)
    for part in get_args(annotation):
        yield from _members(part)
