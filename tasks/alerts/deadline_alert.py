"""Words an alert about a deadline: its reasons, the forms that answer it, a paper, a day for a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.in_words import dates
from models.law.load import load_law
from models.law.text.vocabulary import MATTER_CLOSED, RuleKind
from models.record.dockets import current_entries
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Deadline
from models.roles import empty_roles
from notifications.policy.deadline_state import Decision
from notifications.policy.ladder_lines import role_of
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import Beside, Clock, Setting, deadline_message
from notifications.wording.message import CalendarDay, Line, Link
from notifications.wording.message import Message as Words
from notifications.wording.standing import first_upper, means
from tasks.alerts.alert_key import key_of
from tasks.alerts.deadline_view import DeadlineView, Recipient
from tasks.alerts.hearers import HANDED_ON
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.next_steps import next_steps_of
from tasks.alerts.papers import drafted_line, paper_link
from tasks.alerts.reply_lines import pause_lines, reply_links
from tasks.alerts.stake import at_stake, ways_out
from tasks.alerts.still_owed import still_owed
from tasks.record.deadline_name import latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Beforehand:
    """What was so when an alert was decided."""

    paper: Paper | None
    """The paper that goes with it, if any."""

    is_old: bool
    """Whether papers that were drafted before are out of date."""

    told: int
    """How often the contact was told of the deadline before."""


def deadline_alert(
    session: Session, view: DeadlineView, recipient: Recipient, decision: Decision, before: Beforehand
) -> Words:
    """The alert for one contact."""
    context, row, contact, paper = view.context, view.row, recipient.contact, before.paper
    rule, reasons = load_law().rules.get(row.rule), context.why.of(row)
    clock = Clock(
        watched=view.state,
        name=view.name,
        title=row.title,
        citation=row.citation,
        quote=reasons.quote,
        if_missed=row.if_missed,
        trace=reasons.trace,
        ambiguities=tuple(row.ambiguities),
        is_law=row.rule not in load_law().office,
        missed_to_do=rule.missed_to_do if rule is not None else "",
    )
    beside = Beside(
        notes=[
            *pause_lines(recipient.hearing, decision, context.today),
            *_handed_on(session, context, row, contact, decision),
            *_provisional(view),
            *_runway(view),
            *_nobody(context, decision),
            *([drafted_line(paper)] if paper else _out_of_date(before, decision)),
        ],
        owed=_owed(view, decision),
        next_steps=[
            *next_steps_of(session, context.matter, context.entries, row, context.office.links),
            *([paper_link(context, paper, contact)] if paper else []),
            *_answers(view, contact),
            *_staffing(context, decision),
        ],
        calendar=_calendar(view, before) if decision.reason.for_a_calendar else (),
        papers=() if paper is None else (paper.id,),
    )
    setting = Setting(links=context.office.links, today=context.today, unclear=context.office.unclear)
    key = key_of(view.subject, contact, decision)
    return deadline_message(key, context.about, clock, decision, setting, beside)


def _out_of_date(before: Beforehand, decision: Decision) -> list[Line]:
    """That a draft which went out before is wrong, where its deadline moved or is withdrawn."""
    if decision.reason not in (Reason.MOVED, Reason.WITHDRAWN) or not before.is_old:
        return []
    says = "A draft for this deadline went out before. It is out of date: do not send it."
    return [Line(label="Earlier draft", text=says)]


def _owed(view: DeadlineView, decision: Decision) -> Sequence[str]:
    """What is still owed in the matter, where a deadline of it is over."""
    if not decision.reason.ends_a_round:
        return ()
    context = view.context
    closed = [each.occurred_on for each in current_entries(context.entries, MATTER_CLOSED)]
    return still_owed(view.row, context.docket.deadlines, closed_on=max(closed, default=None))


def _runway(view: DeadlineView) -> list[Line]:
    """What is at stake in what happens by itself, and what can still stop it."""
    if view.state.kind is not RuleKind.THRESHOLD or view.state.is_over:
        return []
    law, entries = load_law(), view.context.entries
    stake, ways = at_stake(entries, view.row), [law.title_of(kind) for kind in ways_out(view.row)]
    lines = [Line(label="At stake", text=f"{stake}.")] if stake else []
    return [*lines, *([Line(label="What can still stop it", text=f"{'; '.join(ways)}.")] if ways else [])]


def _answers(view: DeadlineView, contact: Contact) -> list[Link]:
    """The filled-in forms by which a contact acknowledges, snoozes or reassigns."""
    context = view.context
    if view.state.is_over:
        return []
    return reply_links(context.office.links, context.matter, view.name, contact)


def _handed_on(
    session: Session, context: MatterContext, row: Deadline, contact: Contact, decision: Decision
) -> list[Line]:
    handed = context.handed_to(row, contact)
    if handed is None or not decision.step.startswith(HANDED_ON):
        return []
    former = session.get_one(Contact, handed.from_id).name
    return [Line(label="Reassigned to you", text=f"from {former}; recorded by {handed.recorded_by}.")]


def _provisional(view: DeadlineView) -> list[Line]:
    """That the deadline depends on entries, or was settled by some, which nobody has confirmed yet."""
    context = view.context
    roots = {latest(context.entries, number) for number in view.roots}
    settling = {each.number for each in context.entries if each.occurred_on == view.row.settled_on}
    waiting = sorted((roots | settling) & set(context.provisional))
    if not waiting:
        return []
    named = " and ".join(f"E{number}" for number in waiting)
    return [Line(label="Provisional", text=f"nobody has confirmed {named} against the document yet.")]


def _nobody(context: MatterContext, decision: Decision) -> list[Line]:
    """That an alert is meant for roles which no contact holds."""
    empty = _empty(context, decision)
    if not empty:
        return []
    roles, importer = " or ".join(empty), context.account.name
    says = f"No contact is {roles} for {importer}. Add one, so that alerts can escalate."
    return [Line(label="Missing role", text=says)]


def _empty(context: MatterContext, decision: Decision) -> Sequence[str]:
    role = role_of(decision.line)
    return [] if role is None else empty_roles(role, context.roles)


def _staffing(context: MatterContext, decision: Decision) -> list[Link]:
    """The form that fills a role which nobody holds."""
    asked = {"contact": {"importers": context.account.name}}
    form = context.office.links.form("add-contact", asked)
    return [Link(words="Add a contact", url=form)] if _empty(context, decision) else []


def _calendar(view: DeadlineView, before: Beforehand) -> Sequence[CalendarDay]:
    context, row, watched = view.context, view.row, view.state
    said = f"{means(watched)} {dates((watched.strict_on, watched.lenient_on))}"
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(watched.act_by or watched.strict_on).isoformat(),
        title=f"{row.title} ({context.matter.docket_number})",
        text=f"{first_upper(said)}. {row.citation}. {_NOT_THE_ALARM}",
        withdrawn=watched.withdrawn,
        revision=before.told,
        written_at=context.office.now.isoformat(),
    )
    return (day,)


_NOT_THE_ALARM = "This calendar entry may be out of date. Rely on Landwaiter's alerts."
