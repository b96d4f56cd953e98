"""The blocks of a paper, and the lines in which they are written. Pure.

A blank line ends a block; a line that begins with a mark begins one:

    # a heading
    1. a numbered paragraph; the paper counts, whatever the number says
    - an item
    > words of the law
    | docket
    ---

`| docket` stands for the table of the docket's entries. What follows `---` is for counsel, on a page of its
own. All else is a paragraph. No line begins with what a person typed, so that a name is never read as a mark.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from traceback import extract_tb
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.errors import Refused


class PaperError(Refused):
    """A paper that cannot be used: the message names the file, the paper and what was expected."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the blocks that follow."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered paragraph; the numbers run through the whole paper, past its headings."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list without numbers."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the law, set apart."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head; the caption says what they are to who cannot see them."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Numbered | Item | Quotation | Table
Parts = tuple[tuple[Block, ...], tuple[Block, ...]]
"""The letter, and what is for counsel."""

_MARKS: Mapping[str, type[Heading] | type[Numbered] | type[Item] | type[Quotation]] = {
    "#": Heading,
    "1.": Numbered,
    "-": Item,
    ">": Quotation,
}
_MARKED = re.compile(r"(#|\d+\.|-|>|\|) +(.*)")
_FOR_COUNSEL = "---"
_NO_TEXT = {"Cc", "Cn", "Cs"}
"""Control characters, and code points that are no characters."""


@cache
def own_templates() -> Environment:
    """The templates that come with Landwaiter."""
    return ImmutableSandboxedEnvironment(loader=PackageLoader("notifications"), autoescape=False)


def fill(templates: Environment, name: str, values: Mapping[str, object]) -> str:
    """A template filled in; a name that is not given is an error. Raises `PaperError`, naming the line."""
    strict = templates.overlay(
        autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    try:
        template = strict.get_template(name)
    except TemplateNotFound:
        raise PaperError(f"{name}: no such template. Use the name of a file in templates/papers.") from None
    except TemplateSyntaxError as error:
        raise PaperError(f"{name}:{error.lineno}: {error.message}") from None
    try:
        return template.render(values)
    # An installation's own template may do anything wrong; whatever it is, its line is what helps.
    except Exception as error:
        places = [place for place in extract_tb(error.__traceback__) if place.filename == template.filename]
        raise PaperError(f"{name}:{places[-1].lineno if places else 1}: {error}") from error


def read_blocks(text: str, tables: Mapping[str, Table], name: str = "text") -> Parts:
    """The blocks of the letter, and those for counsel. Raises `PaperError`, with the name of the text."""
    lines = [line.strip() for line in text.splitlines()]
    if lines.count(_FOR_COUNSEL) > 1:
        raise PaperError(f"{name}: two lines {_FOR_COUNSEL!r}. Keep one, above the notes for counsel.")
    cut = lines.index(_FOR_COUNSEL) if _FOR_COUNSEL in lines else len(lines)
    letter = tuple(_block(written, tables, name) for written in _written(lines[:cut]))
    if not letter:
        raise PaperError(f"{name}: it is blank. Write the paragraphs of a letter.")
    return letter, tuple(_block(written, tables, name) for written in _written(lines[cut + 1 :]))


def _written(lines: list[str]) -> Iterator[str]:
    """Each block as one line, its mark in front."""
    held: list[str] = []
    for line in [*lines, ""]:
        if held and (not line or _MARKED.fullmatch(line)):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)


def _block(written: str, tables: Mapping[str, Table], name: str) -> Block:
    found = _MARKED.fullmatch(written)
    if found is None:
        return Paragraph(written)
    mark, words = found.groups()
    if mark != "|":
        return _MARKS["1." if mark[0].isdigit() else mark](words)
    if words not in tables:
        raise PaperError(f"{name}: the table {written!r} is unknown. Write | {', | '.join(tables)}.")
    return tables[words]


def in_plain_text(value: Any) -> Any:
    """Typed text on one line, without what no document can hold; days as they are."""
    if isinstance(value, str):
        kept = (each for each in " ".join(value.split()) if unicodedata.category(each) not in _NO_TEXT)
        return "".join(kept)
    if isinstance(value, tuple):
        return tuple(in_plain_text(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: in_plain_text(getattr(value, each.name)) for each in fields(value)}
        )
    return value
