"""Claims the paper that a rule calls for, once for each day told of; `delivery.write_papers` writes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.in_words import long_date
from models.law.load import load_law
from models.law.text.vocabulary import Status
from models.record.bulk import insert_rows
from models.record.docket_rows import docket_rows
from models.record.dockets import current_entries, entries_of
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from notifications.papers.catalog import Paper as Kind
from notifications.papers.catalog import paper_for
from notifications.papers.facts import ClockFacts, Dated, Facts
from notifications.wording.message import DRAFTED, Line, Link
from tasks.alerts.deadline_view import DeadlineView, state_of
from tasks.alerts.matter_context import MatterContext
from tasks.record.office_law import office_law
from tasks.record.reasons import Why


def paper_of(view: DeadlineView) -> Paper | None:
    """The paper of a deadline, claimed where it is not yet; None where its rule calls for none.

    Two deadlines of a matter that call for the same paper by the same day have it in common. Where an entry
    that it names came in or was corrected since, it is another paper.
    """
    kind = paper_for(view.row.rule)
    if kind is None:
        return None
    return _in_context(view.context, view.row, kind)


def up_to_date(session: Session, paper: Paper, now: datetime) -> Paper | None:
    """The paper itself, a new one where the docket overtook it, None where `why_not` says why not.

    One that an earlier version drafted is overtaken too: it may show what its reader must not see.
    """
    row = session.get_one(Deadline, paper.deadline_id)
    kind = paper_for(row.rule)
    if kind is None or why_not(row):
        return None
    matter = session.get_one(Matter, paper.matter_id)
    account, entries = session.get_one(Account, matter.account_id), entries_of(session, matter)
    facts = _facts(matter, account, entries, row, kind)
    return paper if _agrees(paper, row, facts) else _claim(session, row, kind, facts, now)


def why_not(row: Deadline) -> str:
    """Why the paper of a deadline is of no use now, in words to follow *because*; empty where it helps."""
    kind = paper_for(row.rule)
    if kind is None or not still_helps(kind, row):
        return "the deadline that it was for is over"
    if kind.overdue and state_of(row).status is not Status.MISSED:
        return f"it says that the deadline was missed, and it runs through {long_date(row.lenient_on)}"
    if state_of(row).status is Status.NOT_OPEN:
        return f"the right that it uses does not open before {long_date(row.strict_on)}"
    return ""


def still_helps(kind: Kind, row: Deadline) -> bool:
    """Whether a paper is of use: its deadline runs, or what came too late is what the paper is about."""
    state = state_of(row)
    return not state.is_over or (kind.late and not row.withdrawn and state.status is Status.MET_LATE)


def paper_on_defect(context: MatterContext, code: str) -> Paper | None:
    """The paper that a defect calls for: that something came too late. None where it calls for none."""
    law = load_law()
    for row in context.docket.deadlines:
        kind, rule = paper_for(row.rule), law.rules.get(row.rule)
        if kind is None or rule is None or rule.late_problem != code:
            continue
        if kind.late and still_helps(kind, row):
            return _in_context(context, row, kind)
    return None


def _in_context(context: MatterContext, row: Deadline, kind: Kind) -> Paper:
    """The paper of a deadline of a matter that is looked at; a new one gets its number from `keep_papers`."""
    facts = _facts(context.matter, context.account, context.entries, row, kind)
    found = _same(context.papers, row, kind, facts)
    if found is None:
        found = _new(row, kind, facts, context.office.now)
        context.papers.append(found)
    return found


def keep_papers(session: Session, contexts: Iterable[MatterContext]) -> None:
    """Keeps the papers that were claimed in these matters; each has its number from here on."""
    papers = [paper for context in contexts for paper in context.papers]
    insert_rows(session, papers, ("deadline_id", "name", "due", "facts_hash"))


def is_overtaken(view: DeadlineView) -> bool:
    """Whether papers of this deadline were drafted, and none of them says what is on record now."""
    if paper_for(view.row.rule) is None:
        return False
    drafted = [paper for paper in view.context.papers if paper.deadline_id == view.row.id]
    return bool(drafted) and not any(is_current(view, paper) for paper in drafted)


def is_current(view: DeadlineView, paper: Paper) -> bool:
    """Whether a paper of a deadline says what the docket and its days say now."""
    kind, context = paper_for(view.row.rule), view.context
    if kind is None:
        return False
    return _agrees(paper, view.row, _facts(context.matter, context.account, context.entries, view.row, kind))


def _agrees(paper: Paper, row: Deadline, facts: Facts) -> bool:
    return (paper.due, paper.facts_hash) == (state_of(row).due, _hash_of(facts))


def _hash_of(facts: Facts) -> str:
    """Tells apart what a paper shows; of what deadline it is stands in its other columns.

    The first word is another one than before November 2026, when a paper showed the whole docket.
    """
    entries = [[each.what, each.on] for each in facts.entries]
    return digest(["names", facts.importer, facts.importer_number, facts.customs_office, entries])


def _claim(session: Session, row: Deadline, kind: Kind, facts: Facts, now: datetime) -> Paper:
    """The paper of these facts, of a deadline on record."""
    papers = session.exec(select(Paper).where(Paper.matter_id == row.matter_id).order_by(col(Paper.id)))
    found = _same(papers.all(), row, kind, facts)
    if found is None:
        found = _new(row, kind, facts, now)
        session.add(found)
        session.flush()
    return found


def _same(papers: Sequence[Paper], row: Deadline, kind: Kind, facts: Facts) -> Paper | None:
    wanted = (kind.name, state_of(row).due, _hash_of(facts))
    return next((each for each in papers if (each.name, each.due, each.facts_hash) == wanted), None)


def _new(row: Deadline, kind: Kind, facts: Facts, now: datetime) -> Paper:
    """A paper without content and without a hash: it waits to be written."""
    return Paper(
        matter_id=row.matter_id,
        deadline_id=row.id,
        name=kind.name,
        due=state_of(row).due,
        facts_hash=_hash_of(facts),
        file_name=f"{kind.file_stem}-{_plain(facts.docket_number)}.docx",
        content=b"",
        sha256="",
        drafted_at=now,
    )


def facts_of(session: Session, matter: Matter, row: Deadline, kind: Kind, *, now: datetime) -> Facts:
    """All that a paper of a deadline may say at an instant."""
    (docket,) = docket_rows(session, [matter])
    quote = Why(docket, office_law(session), now).of(row).quote
    return _facts(matter, session.get_one(Account, matter.account_id), docket.entries, row, kind, quote)


def _facts(
    matter: Matter,
    account: Account,
    entries: Sequence[Entry],
    row: Deadline,
    kind: Kind,
    quote: str = "",
) -> Facts:
    """`quote` are the operative words of the rule: they are no part of what tells papers apart."""
    dated = [
        Dated(what=kind.names[each.kind], on=each.occurred_on)
        for each in sorted(current_entries(entries), key=lambda each: (each.occurred_on, each.number))
        if each.kind in kind.names
    ]
    clock = ClockFacts(
        rule=row.rule,
        title=row.title,
        citation=row.citation,
        quote=quote,
        anchor_kind=row.anchor_kind,
        strict_on=row.strict_on,
        lenient_on=row.lenient_on,
        anchor_on=row.anchor_on,
    )
    return Facts(
        docket_number=matter.docket_number,
        lifecycle=matter.lifecycle,
        importer=account.name,
        importer_number=account.importer_number,
        customs_office=matter.customs_office,
        entries=tuple(dated),
        clock=clock,
    )


def drafted_line(paper: Paper) -> Line:
    """The line of a message that names the draft that goes with it."""
    says = (
        f"{paper.name}. The file {paper.file_name} is attached if this channel accepts files. "
        "Have counsel review the draft before you send it."
    )
    return Line(label=DRAFTED, text=says)


def paper_link(context: MatterContext, paper: Paper, contact: Contact) -> Link:
    """The form that sends the paper again, where it did not come or was lost."""
    url = context.office.links.draft(paper.id, contact.name, matter_id=context.matter.id)
    return Link(words="Send me this draft again", url=url)


def _plain(name: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in name).strip("-")
