"""A paper drafted from the facts of a docket, in words, ready to be written in any format. Pure.

A draft says nothing that is not in its facts: each date is one of them, and what the docket does not hold is
a blank in [square brackets].
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from jinja2 import Environment

from models.in_words import calendar_date
from notifications.papers.blocks import (
    Block,
    Item,
    PaperError,
    Parts,
    Table,
    fill,
    in_plain_text,
    own_templates,
    read_blocks,
)
from notifications.papers.catalog import FOLDER, Paper
from notifications.papers.facts import ClockFacts, Facts

DRAFT_MARK = "Draft prepared by Landwaiter for review by counsel; not legal advice"


FOR_COUNSEL = "For counsel: remove this page before sending"


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
        about=_about(facts, outside=paper.outside),
        blocks=blocks,
        closing=paper.closing,
        signature=(f"By: {'_' * 34}", "Name: [name]", "Title: [title]", f"for {facts.importer}"),
        copies=paper.copies,
        notes=(*_checks(paper, facts.clock, blocks), *notes),
    )


def _blocks(paper: Paper, facts: Facts, templates: Environment) -> Parts:
    name = FOLDER + paper.template
    values = {
        "paper": paper,
        "facts": facts,
        "clock": facts.clock,
        "day": calendar_date,
        "the_day": partial(_the_day, facts),
    }
    try:
        return read_blocks(fill(templates, name, values), {"docket": _docket(facts)}, name)
    except PaperError as error:
        raise PaperError(f"Paper {paper.name!r}: {error}") from error.__cause__


def _the_day(facts: Facts, what: str) -> str:
    """The day of the one entry in these words of the paper; empty where there is none, or more than one."""
    days = [calendar_date(each.on) for each in facts.entries if each.what == what]
    return days[0] if len(days) == 1 else ""


def _docket(facts: Facts) -> Table:
    """The entries that the paper may name, as rows."""
    return Table(
        caption=f"The events of {facts.docket_number}, oldest first",
        head=("Date", "What happened"),
        rows=tuple((calendar_date(each.on), each.what) for each in facts.entries),
    )


def _about(facts: Facts, *, outside: bool) -> tuple[str, ...]:
    importer = f"Importer: {facts.importer}"
    office = (f"CBP office: {facts.customs_office}",) if facts.customs_office else ()
    return (
        importer
        if outside
        else f"{importer}, importer number {facts.importer_number or '[importer number]'}",
        f"Our reference: {facts.docket_number}",
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
            "The table lists only the kinds of events that this paper needs. Delete what this reader does "
            "not need."
        )
    says.append(
        f"{paper.named_by} names the addressee. Confirm the title and address; they may have changed (A11)."
        if paper.named_by
        else "The docket does not name the addressee. Take the name from the letters on file."
    )
    says.append("How the date was counted is in the alert and on the matter's page, not here.")
    return [Item(sentence) for sentence in says]
