"""The papers that a right calls for: as data, and drafted from a docket's facts. Pure.

`papers.toml` names each paper, the rules it serves and whom it goes to; its words are a Jinja template in
`templates/papers`, in the lines of `paper_blocks`. A draft says nothing that is not in its facts: each date
is one of them, and what the docket does not hold is a blank in [square brackets].
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment

from models.in_words import calendar_date
from notifications.papers.blocks import (
    Block,
    Heading,
    Item,
    PaperError,
    Parts,
    Table,
    fill,
    in_plain_text,
    own_templates,
    read_blocks,
)

__all__ = ["Draft", "Facts", "Paper", "PaperError", "draft", "paper_for", "read_papers"]

DRAFT_MARK = "Draft prepared by Landwaiter for review by counsel; not legal advice"
FOR_COUNSEL = "For counsel: remove this page before sending"
_FOLDER = "papers/"

_NEEDED = {"name", "rules", "addressee", "citation", "template", "file_stem"}
_KEYS = _NEEDED | {"named_by", "delivery", "closing", "copies"}
_TEXTS = _KEYS - {"rules", "addressee", "copies"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as data. `named_by` is the law that names the addressee, blank where none does."""

    name: str
    rules: tuple[str, ...]
    addressee: tuple[str, ...]
    citation: str
    template: str
    file_stem: str
    named_by: str = ""
    delivery: str = ""
    closing: str = "Respectfully submitted,"
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A standing entry of the docket; `number` is its place there."""

    number: int
    title: str
    on: date
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """The clock that calls for the paper; `quote` holds the operative words of its wording.

    `anchor_kind` is the kind of the event that it counts from.
    """

    rule: str
    title: str
    citation: str
    quote: str
    anchor_kind: str
    strict_on: date
    lenient_on: date
    anchor_on: date
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a paper may say; the entries are those that stand, oldest first."""

    docket_number: str
    lifecycle: str
    importer: str
    clock: ClockFacts
    entries: tuple[Dated, ...] = ()
    importer_number: str = ""
    title: str = ""
    customs_office: str = ""

    @property
    def latest_on(self) -> date:
        """The last day of the docket: the date of the file, which knows no clock."""
        return max((entry.on for entry in self.entries), default=self.clock.anchor_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A paper in words, ready to be written in any format. Its own date is a blank."""

    title: str
    file_name: str
    dated_on: date
    delivery: str
    addressee: tuple[str, ...]
    subject: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: str
    signature: tuple[str, ...]
    copies: tuple[str, ...]
    notes: tuple[Block, ...]
    """For counsel alone."""


@cache
def own_papers() -> Mapping[str, Paper]:
    """The papers that come with Landwaiter, by rule."""
    return read_papers((files("notifications.papers") / "papers.toml").read_text(encoding="utf-8"))


def paper_for(rule: str) -> Paper | None:
    """The paper that a rule calls for, if it calls for one."""
    return own_papers().get(rule)


def read_papers(
    source: str, file: str = "papers.toml", templates: Environment | None = None
) -> Mapping[str, Paper]:
    """Reads papers from TOML, strictly, and gives them by rule. Raises `PaperError`."""
    try:
        given = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise PaperError(f"{file}: this is not valid TOML: {error}.") from None
    for key, value in given.items():
        if key != "paper" or not isinstance(value, list):
            raise PaperError(f"{file}: {key} is not a list of papers. Write [[paper]].")
    found: dict[str, Paper] = {}
    for table in given.get("paper", []):
        paper = _paper(table, f"{file}: paper {table.get('name', '')!r}", templates or own_templates())
        for rule in paper.rules:
            if rule in found:
                raise PaperError(
                    f"{file}: {rule} is named twice. Keep it in one paper, such as {found[rule].name!r}."
                )
            found[rule] = paper
    return found


def _paper(table: dict[str, Any], where: str, templates: Environment) -> Paper:
    for key in table:
        if key not in _KEYS:
            raise PaperError(
                f"{where}: the key {key!r} is unknown. Known keys are: {', '.join(sorted(_KEYS))}."
            )
    for key in sorted(_NEEDED | set(table)):
        _check(key, table.get(key), where)
    if not re.fullmatch(r"[a-z0-9-]+", table["file_stem"]):
        raise PaperError(f"{where}: file_stem is {table['file_stem']!r}. Use only a-z, 0-9 and hyphens.")
    if _FOLDER + table["template"] not in templates.list_templates():
        raise PaperError(
            f"{where}: no template {table['template']!r}. Use the name of a file in templates/papers."
        )
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Paper(**{**table, **lists})


def _check(key: str, value: object, where: str) -> None:
    """Texts are words, and lists are lists of words; nothing is empty."""
    if key in _TEXTS:
        if not isinstance(value, str) or not value.strip():
            raise PaperError(f"{where}: {key} is {value!r}. Write words in quotation marks.")
    elif not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise PaperError(f'{where}: {key} is {value!r}. Write a list of words, such as ["one", "two"].')


def draft(paper: Paper, facts: Facts, templates: Environment | None = None) -> Draft:
    """The paper drafted from the facts; `templates` may hold others. Raises `PaperError`, naming the line."""
    facts = in_plain_text(facts)
    blocks, notes = _blocks(paper, facts, templates or own_templates())
    number = re.sub(r"[^A-Za-z0-9]+", "-", facts.docket_number).strip("-")
    return Draft(
        title=f"{paper.name}: {facts.docket_number}",
        file_name=f"{paper.file_stem}-{number}.docx",
        dated_on=facts.latest_on,
        delivery=paper.delivery,
        addressee=paper.addressee,
        subject=f"Re: {paper.name}, {paper.citation}",
        about=_about(facts),
        blocks=blocks,
        closing=paper.closing,
        signature=(f"By: {'_' * 34}", "Name: [name]", "Title: [title]", f"for {facts.importer}"),
        copies=paper.copies,
        notes=(*_checks(paper, facts.clock, blocks), *notes, *_counted(facts.clock)),
    )


def _blocks(paper: Paper, facts: Facts, templates: Environment) -> Parts:
    name = _FOLDER + paper.template
    values = {"paper": paper, "facts": facts, "clock": facts.clock, "day": calendar_date}
    try:
        return read_blocks(fill(templates, name, values), {"docket": _docket(facts)}, name)
    except PaperError as error:
        raise PaperError(f"Paper {paper.name!r}: {error}") from error.__cause__


def _docket(facts: Facts) -> Table:
    """The entries as rows; no column of references where there is none."""
    referred = any(entry.reference for entry in facts.entries)
    head = ("Entry", "Date", "What happened", *(("Reference",) if referred else ()))
    entries = facts.entries
    rows = (
        (f"E{each.number}", calendar_date(each.on), each.title, each.reference or "none") for each in entries
    )
    return Table(
        caption=f"The docket of {facts.docket_number}, oldest entry first",
        head=head,
        rows=tuple(row[: len(head)] for row in rows),
    )


def _about(facts: Facts) -> tuple[str, ...]:
    title = f", {facts.title}" if facts.title else ""
    office = (f"CBP office: {facts.customs_office}",) if facts.customs_office else ()
    return (
        f"Importer: {facts.importer}, importer number {facts.importer_number or '[importer number]'}",
        f"Our reference: {facts.lifecycle} {facts.docket_number}{title}",
        "Your reference: [the addressee's reference number, if any]",
        *office,
    )


def _checks(paper: Paper, clock: ClockFacts, blocks: tuple[Block, ...]) -> list[Block]:
    """The day, and what counsel checks in every paper."""
    days = calendar_date(clock.strict_on)
    if clock.strict_on != clock.lenient_on:
        days = f"earliest date {days}, latest date {calendar_date(clock.lenient_on)}"
    says = [
        f"{clock.title} ({clock.rule}, {clock.citation}): {days}.",
        "This draft uses only what is on the docket. Check each statement against the documents.",
    ]
    if any(isinstance(block, Table) for block in blocks):
        says.append(
            "The table lists every current entry on the docket. Delete those that the reader does not need."
        )
    says.append(
        f"{paper.named_by} names the addressee. Confirm the title and address; they may have changed (A11)."
        if paper.named_by
        else "The docket does not name the addressee. Take the name from the letters on file."
    )
    return [Item(sentence) for sentence in says]


def _counted(clock: ClockFacts) -> list[Block]:
    """How the date was counted, as the alert says it."""
    return [Heading("How the date was counted"), *(Item(sentence) for sentence in clock.trace)]
