"""Claims what is defective on a docket, and offers the forms that fix it."""

from dataclasses import replace
from functools import partial

from models.forms.mending import mending_fields
from models.in_words import short_date
from models.law.load import load_law
from models.record.dockets import draft_of
from models.record.hash_chain import digest
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Defect, Entry
from models.roles import Role
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import DefectText, defect_message
from notifications.wording.message import Link
from notifications.wording.message import Message as Words
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Wanted
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.papers import drafted_line, paper_link, paper_on_defect
from tasks.alerts.wanted_in import wanted_in


def wanted_of_defect(context: MatterContext, row: Defect) -> list[Wanted]:
    """What owner and lead should hear of a defect, each time it is raised; nothing once it is cleared."""
    if row.withdrawn:
        return []
    subject = f"defect:{row.id}"
    decision = Decision(reason=Reason.DEFECT, step="defect", due=row.derived_at.isoformat())
    wanted, paper = [], paper_on_defect(context, row.code)
    for contact in context.up_to(Role.LEAD):
        if all(told.due != decision.due for told in context.told_of(subject, contact)):
            word = partial(_flaw_words, context.for_contact(contact), row, paper, subject, contact, decision)
            wanted.append(wanted_in(context, subject, contact, decision, word))
    return wanted


def wanted_of_broken(context: MatterContext, cause: str) -> list[Wanted]:
    """That a docket cannot be derived, once for each cause: nothing of it is checked meanwhile."""
    subject = f"matter:{context.matter.id}"
    decision = Decision(reason=Reason.DEFECT, step="not derived", due=digest(cause)[:16])
    text = (
        "Landwaiter cannot calculate the deadlines of this matter, and checks none of them until this is "
        f"fixed. The error is: {cause}"
    )
    flaw = DefectText(
        code="deadlines_not_calculated",
        citation="",
        text=text,
        entry="the whole docket",
        to_do="Track these deadlines by hand, and send the error to the person who runs Landwaiter.",
    )
    wanted = []
    for contact in context.contacts:
        if not any(told.due == decision.due for told in context.told_of(subject, contact)):
            key, theirs = key_of(subject, contact, decision), context.for_contact(contact)
            word = partial(defect_message, key, theirs.about, flaw, mends=(), links=theirs.office.links)
            wanted.append(wanted_in(context, subject, contact, decision, word))
    return wanted


def _flaw_words(
    context: MatterContext,
    row: Defect,
    paper: Paper | None,
    subject: str,
    contact: Contact,
    decision: Decision,
) -> Words:
    flaw = DefectText(
        code=row.code,
        citation=row.citation,
        text=row.text,
        entry=entry_words(context.entries[row.entry_number - 1]),
    )
    mends = mending_links(context, row)
    words = defect_message(
        key_of(subject, contact, decision), context.about, flaw, mends=mends, links=context.office.links
    )
    if paper is None:
        return words
    return replace(
        words,
        lines=(*words.lines, drafted_line(paper)),
        links=(*words.links, paper_link(context, paper, contact)),
        papers=(paper.id,),
    )


def entry_words(entry: Entry) -> str:
    """An entry as it is named: its number, what it says, its day."""
    return f"E{entry.number}, {load_law().title_of(entry.kind)}, {short_date(entry.occurred_on)}"


def mending_links(context: MatterContext, row: Defect) -> list[Link]:
    """A form for each entry that an entry in doubt could belong to: filled in, it replaces that one."""
    doubtful = context.entries[row.entry_number - 1]
    matter = context.matter
    return [
        Link(
            words=f"It belongs to {entry_words(context.entries[number - 1])}",
            url=context.office.links.record(
                matter.lifecycle,
                matter.docket_number,
                matter_id=matter.id,
                **mending_fields(draft_of(doubtful), number=doubtful.number, belongs_to=number),
            ),
        )
        for number in row.candidates
    ]
