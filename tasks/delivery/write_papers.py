"""Writes the papers that were claimed: after the claim is kept, before anything is sent, outside both.

To fill in a template and to lay out a document takes longer than the record may be held, and what fails there
must hold up no alert.
"""

import hashlib
from collections.abc import Collection

from sqlalchemy import Engine
from sqlmodel import col, select, update

from models.record.change_log import changed
from models.record.database import reading, transaction
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Deadline, Matter
from notifications.papers.blocks import PaperError
from notifications.papers.catalog import Paper as Kind
from notifications.papers.catalog import paper_for
from notifications.papers.docx_writer import LetterheadError, write_docx
from notifications.papers.draft import draft
from notifications.papers.facts import Facts
from tasks.alerts.papers import facts_of
from tasks.alerts.stationery import Stationery


def write_papers(engine: Engine, stationery: Stationery, ids: Collection[int] | None = None) -> list[str]:
    """Writes the papers that are claimed and not written yet, or only those of these numbers.

    Returns, as sentences, what of the office's own words or letterhead could not be used, and which paper
    could not be written at all: it is tried again the next time.
    """
    wanted = select(Paper.id).where(Paper.sha256 == "")
    if ids is not None:
        wanted = wanted.where(col(Paper.id).in_(ids))
    with reading(engine) as session:
        unwritten = session.exec(wanted.order_by(col(Paper.id))).all()
    return sorted({flaw for id_ in unwritten for flaw in _write(engine, stationery, id_)})


def _write(engine: Engine, stationery: Stationery, paper_id: int) -> list[str]:
    with reading(engine) as session:
        paper = session.get_one(Paper, paper_id)
        row = session.get_one(Deadline, paper.deadline_id)
        kind = _kind_of(paper, row.rule)
        matter = session.get_one(Matter, paper.matter_id)
        facts = facts_of(session, matter, row, kind, now=paper.drafted_at)
    flaws: list[str] = []
    try:
        content = _content(facts, kind, stationery, flaws)
    except Exception as error:
        # Whatever is wrong with one paper, the alert that it goes with must not wait for it.
        return [f"{paper.file_name} could not be written: {type(error).__name__}: {error}"]
    written = {"content": content, "sha256": hashlib.sha256(content).hexdigest()}
    with transaction(engine) as session:
        once = update(Paper).where(col(Paper.id) == paper_id, col(Paper.sha256) == "")
        changed(session, once.values(**written))
    return flaws


def _kind_of(paper: Paper, rule: str) -> Kind:
    kind = paper_for(rule)
    if kind is None:
        raise PaperError(f"{rule} calls for no paper any more; {paper.name} was claimed for it.")
    return kind


def _content(facts: Facts, kind: Kind, stationery: Stationery, flaws: list[str]) -> bytes:
    """By the office's own words on its own letterhead; what cannot be used gives way, and is told."""
    try:
        drafted = draft(kind, facts, stationery.templates.environment)
    except PaperError as error:
        flaws.append(f"{error} Landwaiter used its built-in text.")
        drafted = draft(kind, facts)
    try:
        return write_docx(drafted, stationery.letterhead)
    except LetterheadError as error:
        flaws.append(f"{error} Landwaiter used plain paper.")
        return write_docx(drafted)
