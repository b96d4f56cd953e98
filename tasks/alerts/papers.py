"""Claims the paper that a rule calls for, once for each day told of; `delivery.write_papers` writes it."""

from collections.abc import Sequence

from sqlmodel import Session, select

from models.law.load import load_law
from models.record.dockets import current_entries, entries_of
from models.record.hash_chain import digest
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from notifications.papers.catalog import Paper as Kind
from notifications.papers.catalog import paper_for
from notifications.papers.facts import ClockFacts, Dated, Facts
from tasks.alerts.deadline_view import DeadlineView


def claim_paper(session: Session, view: DeadlineView) -> Paper | None:
    """The paper of a deadline, claimed where it is not yet; None where its rule calls for none.

    Two deadlines of a matter that call for the same paper by the same day have it in common. Where an entry
    came in or was corrected since, it is another paper.
    """
    kind = paper_for(view.row.rule)
    if kind is None:
        return None
    same = (
        Paper.matter_id == view.row.matter_id,
        Paper.name == kind.name,
        Paper.due == view.state.due,
        Paper.facts_hash == _hash_of(view),
    )
    found = session.exec(select(Paper).where(*same)).first()
    return found or _claimed(session, view, kind)


def is_overtaken(session: Session, view: DeadlineView) -> bool:
    """Whether papers of this deadline were drafted, and none of them says what is on record now."""
    if paper_for(view.row.rule) is None:
        return False
    drafted = session.exec(select(Paper).where(Paper.deadline_id == view.row.id)).all()
    return bool(drafted) and not any(is_current(view, paper) for paper in drafted)


def is_current(view: DeadlineView, paper: Paper) -> bool:
    """Whether a paper of a deadline says what the docket and its days say now."""
    return (paper.due, paper.facts_hash) == (view.state.due, _hash_of(view))


def _hash_of(view: DeadlineView) -> str:
    """Tells apart what the docket holds; of what deadline the paper is stands in its other columns."""
    context = view.context
    entries = [
        [each.number, each.kind, each.occurred_on, each.reference] for each in _in_order(context.entries)
    ]
    account, matter = context.account, context.matter
    return digest([account.name, account.importer_number, matter.title, matter.customs_office, entries])


def _claimed(session: Session, view: DeadlineView, kind: Kind) -> Paper:
    """A paper without content and without a hash: it waits to be written."""
    context = view.context
    paper = Paper(
        matter_id=context.matter.id,
        deadline_id=view.row.id,
        name=kind.name,
        due=view.state.due,
        facts_hash=_hash_of(view),
        file_name=f"{kind.file_stem}-{_plain(context.matter.docket_number)}.docx",
        content=b"",
        sha256="",
        drafted_at=context.office.now,
    )
    session.add(paper)
    session.flush()
    return paper


def facts_of(session: Session, matter: Matter, row: Deadline) -> Facts:
    """All that a paper of a deadline may say."""
    law, account = load_law(), session.get_one(Account, matter.account_id)
    dated = [
        Dated(
            number=each.number, title=law.title_of(each.kind), on=each.occurred_on, reference=each.reference
        )
        for each in _in_order(entries_of(session, matter))
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
        docket_number=matter.docket_number,
        lifecycle=matter.lifecycle,
        importer=account.name,
        importer_number=account.importer_number,
        title=matter.title,
        customs_office=matter.customs_office,
        entries=tuple(dated),
        clock=clock,
    )


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(current_entries(entries), key=lambda each: (each.occurred_on, each.number))


def _plain(name: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in name).strip("-")
