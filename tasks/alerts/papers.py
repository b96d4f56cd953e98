"""Drafts the paper that a rule calls for, once for each day told of, and records that it did."""

import hashlib

from sqlmodel import Session, select

from models.law.load import load_law
from models.record.hash_chain import digest
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Deadline, Entry
from notifications.papers.catalog import ClockFacts, Dated, Facts, PaperError, draft, paper_for
from notifications.papers.catalog import Paper as Kind
from notifications.papers.docx_writer import LetterheadError, write_docx
from notifications.policy.deadline_state import Watched
from tasks.alerts.matter_context import Desk


def draft_for(session: Session, desk: Desk, row: Deadline, watched: Watched) -> Paper | None:
    """The paper of a clock as it stands, drafted where it is not yet; None where its rule calls for none.

    Two clocks of a matter that call for the same paper by the same day have it in common. Where an entry came
    in or was corrected since, it is drafted anew.
    """
    kind = paper_for(row.rule)
    if kind is None:
        return None
    same = (
        Paper.matter_id == row.matter_id,
        Paper.name == kind.name,
        Paper.due == watched.due,
        Paper.facts_hash == _hash_of(desk),
    )
    found = session.exec(select(Paper).where(*same)).first()
    return found or _drafted(session, desk, row, watched, kind)


def is_overtaken(session: Session, desk: Desk, row: Deadline, watched: Watched) -> bool:
    """Whether papers of this clock were drafted, and none of them says what is on record now."""
    if paper_for(row.rule) is None:
        return False
    drafted = session.exec(select(Paper).where(Paper.deadline_id == row.id)).all()
    return bool(drafted) and not any(is_current(desk, watched, paper) for paper in drafted)


def is_current(desk: Desk, watched: Watched, paper: Paper) -> bool:
    """Whether a paper of a clock says what the docket and its days say now."""
    return (paper.due, paper.facts_hash) == (watched.due, _hash_of(desk))


def _hash_of(desk: Desk) -> str:
    """Tells apart what the docket holds; of what clock the paper is stands in its other columns."""
    entries = [[each.number, each.kind, each.occurred_on, each.reference] for each in _standing(desk)]
    account, matter = desk.account, desk.matter
    return digest([account.name, account.importer_number, matter.title, matter.customs_office, entries])


def _drafted(session: Session, desk: Desk, row: Deadline, watched: Watched, kind: Kind) -> Paper:
    content = _written(desk, facts_of(desk, row), kind)
    paper = Paper(
        matter_id=desk.matter.id,
        deadline_id=row.id,
        name=kind.name,
        due=watched.due,
        facts_hash=_hash_of(desk),
        file_name=f"{kind.file_stem}-{_plain(desk.matter.docket_number)}.docx",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        drafted_at=desk.house.now,
    )
    session.add(paper)
    session.flush()
    return paper


def _written(desk: Desk, facts: Facts, kind: Kind) -> bytes:
    """By the office's own words on its own letterhead; what cannot be used gives way, and is told."""
    stationery, flaws = desk.house.stationery, desk.house.flaws
    try:
        drafted = draft(kind, facts, stationery.templates.environment)
    except PaperError as error:
        flaws.append(f"{error} Landwaiter's own words stand in.")
        drafted = draft(kind, facts)
    try:
        return write_docx(drafted, stationery.letterhead)
    except LetterheadError as error:
        flaws.append(f"{error} Plain paper stands in.")
        return write_docx(drafted)


def facts_of(desk: Desk, row: Deadline) -> Facts:
    """All that a paper of a clock may say."""
    law = load_law()
    dated = [
        Dated(
            number=each.number, title=law.title_of(each.kind), on=each.occurred_on, reference=each.reference
        )
        for each in _standing(desk)
    ]
    clock = ClockFacts(
        rule=row.rule,
        title=row.title,
        citation=row.citation,
        quote=row.quote,
        anchor_kind=row.anchor_kind,
        strict_on=row.strict_on,
        lenient_on=row.lenient_on,
        anchor_on=row.anchor_on,
        trace=tuple(row.trace),
    )
    return Facts(
        docket_number=desk.matter.docket_number,
        lifecycle=desk.matter.lifecycle,
        importer=desk.account.name,
        importer_number=desk.account.importer_number,
        title=desk.matter.title,
        customs_office=desk.matter.customs_office,
        entries=tuple(dated),
        clock=clock,
    )


def _standing(desk: Desk) -> list[Entry]:
    """The entries that neither a correction nor a withdrawal took back, oldest first."""
    corrected = {entry.replaces for entry in desk.entries if entry.replaces is not None}
    standing = [
        each for each in desk.entries if each.number not in corrected and each.kind != "entry_withdrawn"
    ]
    return sorted(standing, key=lambda each: (each.occurred_on, each.number))


def _plain(name: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in name).strip("-")
