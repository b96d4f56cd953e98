"""The office's own templates and letterhead, in the directory that LANDWAITER_TEMPLATES names."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from notifications.channels.templates import (
    TemplateError,
    Templates,
    check_templates,
    own_templates,
    templates_in,
)
from notifications.papers.catalog import own_papers
from notifications.papers.docx_writer import write_docx
from notifications.papers.draft import draft
from notifications.papers.facts import ClockFacts, Dated, Facts

LETTERHEAD = "letterhead.docx"


@dataclass(frozen=True, slots=True)
class Stationery:
    """What messages and papers are written on; without a letterhead papers are plain."""

    templates: Templates
    letterhead: bytes | None = None
    flaws: tuple[str, ...] = ()
    """What of the office's own cannot be read; Landwaiter's own stands in."""


@cache
def plain() -> Stationery:
    """Landwaiter's own."""
    return Stationery(own_templates())


def stationery_in(directory: Path | None) -> Stationery:
    """An office's own, where it has a directory for it; Landwaiter's own where that cannot be read."""
    if directory is None:
        return plain()
    try:
        return _read(directory)
    except OSError as error:
        says = f"{directory} of LANDWAITER_TEMPLATES cannot be read: {error.strerror}."
        return replace(plain(), flaws=(says,))


def _read(directory: Path) -> Stationery:
    letterhead = directory / LETTERHEAD
    names = {path.name for path in directory.iterdir()}
    content = letterhead.read_bytes() if LETTERHEAD in names else None
    return Stationery(templates_in(directory), content)


def check_stationery(directory: Path | None) -> None:
    """Writes each message and each paper on an office's own stationery, as a trial.

    Raises `TemplateError`, `PaperError` or `LetterheadError`: each names the file, and the line where it can.
    """
    stationery = stationery_in(directory)
    if stationery.flaws:
        raise TemplateError(f"{stationery.flaws[0]} Expected a directory that exists.")
    check_templates(stationery.templates)
    for rule, paper in own_papers().items():
        drafted = draft(paper, _sample(rule), stationery.templates.environment)
        write_docx(drafted, stationery.letterhead)


def _sample(rule: str) -> Facts:
    day = date(2026, 3, 2)
    clock = ClockFacts(
        rule=rule,
        title="A clock",
        citation="19 CFR 163",
        quote="words",
        anchor_kind="an_event",
        strict_on=day,
        lenient_on=day,
        anchor_on=day,
    )
    entry = Dated(what="An event", on=day)
    return Facts(
        docket_number="AUD-1", lifecycle="audit", importer="An importer", clock=clock, entries=(entry,)
    )
