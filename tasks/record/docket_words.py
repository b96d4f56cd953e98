"""What the law's reader refuses, in the words of the forms: it speaks of facts and events by their names."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from models.errors import RecordError
from models.forms.fact_labels import words_of
from models.law.engine.docket import DocketError
from models.law.load import load_law
from models.law.text.vocabulary import FACTS

_PLACE = r"(?P<place>E\d+|Entry \d+)(?: \((?P<kind>\w+)\))?: "
_VALUES = {
    "a day as YYYY-MM-DD": "a date such as 2025-06-02",
    "true or false": "Yes or No",
    "a number of 0 or more": "a number of at least 0, such as 1500",
}
_Found = re.Match[str]


def in_form_words(said: str) -> str:
    """Returns the refusal as the form names its fields; a sentence that is plain already stays as it is.

    The law counts the entries that it was given from 0, the record from E1.
    """
    for pattern, words in _SENTENCES:
        found = re.fullmatch(_PLACE + pattern, said)
        if found is not None:
            return f"{_entry(found)}: {words(found)}"
    circle = re.fullmatch(r"(Corrections|Links) go in a circle at the entries (.*)\.", said)
    if circle is not None:
        field = "Corrects" if circle[1] == "Corrections" else "Belongs to"
        numbers = re.sub(r"(?<!E)\b\d+", lambda counted: f"E{int(counted[0]) + 1}", circle[2])
        return (
            f"The entries {numbers} name each other in {field}, in a circle. Expected each to name an "
            "earlier entry, such as E1."
        )
    return said


def cause_words(error: Exception) -> str:
    """Returns why a docket on record cannot be calculated: a refusal of the law in the forms' words."""
    return in_form_words(str(error)) if isinstance(error, DocketError) else f"{type(error).__name__}: {error}"


@contextmanager
def spoken_as_forms() -> Iterator[None]:
    """Raises what the record refuses within the block as a `RecordError` in the words of the forms."""
    try:
        yield
    except RecordError as error:
        raise RecordError(in_form_words(str(error))) from None


def _entry(found: _Found) -> str:
    kind = found["kind"]
    place = re.sub(r"Entry (\d+)", lambda counted: f"E{int(counted[1]) + 1}", found["place"])
    return f"{place} ({load_law().title_of(kind)})" if kind in load_law().events else place


def _label(name: str) -> str:
    return words_of(name) if name in FACTS else {"on": "Occurred on", "of": "Belongs to"}.get(name, name)


def _labels(names: str) -> str:
    return ", ".join(_label(name) for name in names.split(", "))


def _expected(said: str) -> str:
    for machine, plain in _VALUES.items():
        said = said.replace(machine, plain)
    return said


def _given(said: str) -> str:
    """A value as a form shows it, without the quotes and names of the program."""
    plain = {"True": "Yes", "False": "No", "None": "empty"}.get(said)
    return plain or f'"{said.strip(chr(39)).strip(chr(34))}"'


_SENTENCES: tuple[tuple[str, Callable[[_Found], str]], ...] = (
    (
        r"unknown fact '(?P<name>\w+)'; this event has the facts: (?P<known>.*)\.",
        lambda found: (
            f"{_label(found['name'])} does not go with this event; expected it blank. "
            f"Fields that go with it: {_labels(found['known'])}."
        ),
    ),
    (
        r"the fact '(?P<name>\w+)' is missing; expected (?P<expected>.*)\.",
        lambda found: f"{_label(found['name'])} is empty; expected {_expected(found['expected'])}.",
    ),
    (
        r"kind is .*; expected an event of the lifecycle (?P<lifecycle>\w+): .*\.",
        lambda found: (
            f"its event does not belong to a matter of the kind {found['lifecycle']}. Choose an "
            "event that the form offers."
        ),
    ),
    (
        r"expected replaces, the id of the entry to withdraw\.",
        lambda _: "the entry to withdraw is missing. Enter it in Corrects, such as E3.",
    ),
    (
        r"replaces '(?P<id>\w+)', but no other entry has that id\.",
        lambda found: (
            f"Corrects is {found['id']}, but the docket has no other entry of that number. "
            "Expected an earlier entry, such as E1."
        ),
    ),
    (
        r"'(?P<id>\w+)' is replaced twice; expected one correction at most\.",
        lambda found: (
            f"Corrects is {found['id']}, which another entry corrects already. Correct that one instead."
        ),
    ),
    (
        r"of names '(?P<id>\w+)', but no other entry has that id\.",
        lambda found: (
            f"Belongs to is {found['id']}, but the docket has no other entry of that number. "
            "Expected an earlier entry, such as E1."
        ),
    ),
    (
        r"of names '(?P<id>\w+)' twice; expected each id once\.",
        lambda found: f"Belongs to names {found['id']} twice. Expected each entry once, such as E1, E3.",
    ),
    (
        r"(?P<name>\w+) is (?P<given>.*?); expected (?P<expected>.*)\.",
        lambda found: (
            f"{_label(found['name'])} is {_given(found['given'])}; expected {_expected(found['expected'])}."
        ),
    ),
)
"""The sentences of `models.law.engine`, each with what a person reads instead."""
