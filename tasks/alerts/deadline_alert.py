"""Puts an alert about a deadline into words: its reasons, its forms, a paper, a day for a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from models.in_words import dates
from models.law.load import load_law
from models.law.text.vocabulary import MATTER_CLOSED, RuleKind
from models.record.dockets import current_entries
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Deadline
from models.roles import empty_roles
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.ladder_lines import role_of
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import Beside, Clock, Setting, deadline_head, deadline_message
from notifications.wording.head import Head
from notifications.wording.message import CalendarDay, Line, Link
from notifications.wording.message import Message as Words
from notifications.wording.missing_roles import LABEL as MISSING_ROLE
from notifications.wording.missing_roles import no_contact_words
from notifications.wording.standing import first_upper, means
from tasks.alerts.alert_facts import AlertFacts
from tasks.alerts.deadline_view import state_of, subject_of
from tasks.alerts.hearers import HANDED_ON
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.next_steps import next_steps_of
from tasks.alerts.papers import drafted_line, paper_link
from tasks.alerts.reply_lines import Answered, pause_lines, reply_links
from tasks.alerts.stake import at_stake, ways_out
from tasks.alerts.still_owed import still_owed
from tasks.record.deadline_name import deadline_name, latest
from tasks.record.reasons import Reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much of an alert is put into words: among fifty others nobody reads its reasons."""

    reasons: bool
    links: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedAlert:
    """An alert about a deadline that is to be put into words: to whom, what was kept of it, and when."""

    contact: Contact
    head: Head
    facts: AlertFacts
    told_on: date
    claimed_at: datetime


def deadline_words(
    session: Session, context: MatterContext, row: Deadline, claimed: ClaimedAlert, detail: Detail
) -> Words:
    """The words of an alert: what was decided as it was then, all that stands beside it as it is now."""
    facts, decision, contact = claimed.facts, claimed.facts.decision, claimed.contact
    rule, reasons = load_law().rules.get(row.rule), _reasons(context, row, claimed, detail)
    clock = Clock(
        watched=facts.state,
        name=deadline_name(row),
        title=row.title,
        citation=row.citation,
        quote=reasons.quote,
        if_missed=row.if_missed,
        trace=reasons.trace,
        ambiguities=facts.ambiguities,
        is_law=row.rule not in load_law().office,
        missed_to_do=rule.missed_to_do if rule is not None else "",
    )
    papers = [paper for paper in context.papers if paper.id in claimed.head.papers]
    beside = Beside(
        notes=[
            *pause_lines(facts.hold, facts.quiet_until, decision, claimed.told_on),
            *_handed_on(session, context, row, contact, decision),
            *_provisional(context, row, facts),
            *_runway(context, row, facts),
            *_nobody(context, decision),
            *_other_law(context, row),
            *(map(drafted_line, papers) if papers else _out_of_date(facts)),
        ],
        owed=_owed(context, row, decision),
        next_steps=_links(session, context, row, claimed, papers) if detail.links else (),
        calendar=_calendar(context, row, claimed) if decision.reason.for_a_calendar else (),
    )
    setting = Setting(links=context.office.links, today=claimed.told_on, unclear=context.office.unclear)
    # Named anew: the matter may have another number since.
    made = deadline_head(claimed.head.key, context.about, clock, decision, claimed.told_on)
    head = replace(made, papers=claimed.head.papers, history=claimed.head.history, older=claimed.head.older)
    return deadline_message(head, context.about, clock, decision, setting, beside)


def _reasons(context: MatterContext, row: Deadline, claimed: ClaimedAlert, detail: Detail) -> Reasons:
    """Why the deadline is as it was told; where it is otherwise by now, the words of the rule alone."""
    if not detail.reasons:
        return Reasons()
    found, now = context.why.of(row), state_of(row)
    return found if _standing(now) == _standing(claimed.facts.state) else Reasons(found.quote)


def _standing(state: DeadlineState) -> tuple[object, ...]:
    return state.strict_on, state.lenient_on, state.status, state.settled_on, state.withdrawn


def _links(
    session: Session, context: MatterContext, row: Deadline, claimed: ClaimedAlert, papers: Sequence[Paper]
) -> list[Link]:
    """The forms that a contact may want next."""
    links, contact = context.office.links, claimed.contact
    return [
        *next_steps_of(session, context.matter, context.entries, row, links),
        *(paper_link(context, paper, contact) for paper in papers),
        *_answers(context, row, claimed),
        *_staffing(context, claimed.facts.decision),
    ]


def _other_law(context: MatterContext, row: Deadline) -> list[Line]:
    """Why there are no reasons: the deadline was derived under another law than the one on disk."""
    if row.law_hash == context.office.law.law.hash:
        return []
    says = "not shown while a change of the law awaits approval. See the page law-change."
    return [Line(label="Reasons", text=says)]


def _out_of_date(facts: AlertFacts) -> list[Line]:
    """That a draft which went out before is wrong, where its deadline moved or is withdrawn."""
    if facts.decision.reason not in (Reason.MOVED, Reason.WITHDRAWN) or not facts.is_old:
        return []
    says = "A draft for this deadline went out before. It is out of date: do not send it."
    return [Line(label="Earlier draft", text=says)]


def _owed(context: MatterContext, row: Deadline, decision: Decision) -> Sequence[str]:
    """What is still owed in the matter, where a deadline of it is over."""
    if not decision.reason.ends_a_round:
        return ()
    closed = [each.occurred_on for each in current_entries(context.entries, MATTER_CLOSED)]
    return still_owed(row, context.docket.deadlines, closed_on=max(closed, default=None))


def _runway(context: MatterContext, row: Deadline, facts: AlertFacts) -> list[Line]:
    """What is at stake in what happens by itself, and what can still stop it."""
    if facts.state.kind is not RuleKind.THRESHOLD or facts.state.is_over:
        return []
    law = load_law()
    stake, ways = at_stake(context.entries, row), [law.title_of(kind) for kind in ways_out(row)]
    lines = [Line(label="At stake", text=f"{stake}.")] if stake else []
    return [*lines, *([Line(label="What can still stop it", text=f"{'; '.join(ways)}.")] if ways else [])]


def _answers(context: MatterContext, row: Deadline, claimed: ClaimedAlert) -> list[Link]:
    """The filled-in forms by which a contact acknowledges, snoozes or reassigns."""
    state = claimed.facts.state
    if state.is_over:
        return []
    to = Answered(name=deadline_name(row), subject=subject_of(row), due=state.due)
    return reply_links(context.office.links, context.matter, to, claimed.contact)


def _handed_on(
    session: Session, context: MatterContext, row: Deadline, contact: Contact, decision: Decision
) -> list[Line]:
    handed = context.handed_to(row, contact)
    if handed is None or not decision.step.startswith(HANDED_ON):
        return []
    former = session.get_one(Contact, handed.from_id).name
    return [Line(label="Reassigned to you", text=f"from {former}; recorded by {handed.recorded_by}.")]


def _provisional(context: MatterContext, row: Deadline, facts: AlertFacts) -> list[Line]:
    """That the deadline depends on entries, or was settled by some, which nobody has confirmed yet."""
    roots = {latest(context.entries, number) for number in (row.trigger_root, row.chain_root) if number}
    settling = {each.number for each in context.entries if each.occurred_on == facts.state.settled_on}
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
    return [Line(label=MISSING_ROLE, text=no_contact_words(empty, context.account.name))]


def _empty(context: MatterContext, decision: Decision) -> Sequence[str]:
    role = role_of(decision.line)
    return [] if role is None else empty_roles(role, context.roles)


def _staffing(context: MatterContext, decision: Decision) -> list[Link]:
    """The form that fills a role which nobody holds."""
    form = context.office.links.staffing(context.account.name, matter_id=context.matter.id)
    return [Link(words="Add a contact", url=form)] if _empty(context, decision) else []


def _calendar(context: MatterContext, row: Deadline, claimed: ClaimedAlert) -> Sequence[CalendarDay]:
    watched = claimed.facts.state
    said = f"{means(watched)} {dates((watched.strict_on, watched.lenient_on))}"
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(watched.act_by or watched.strict_on).isoformat(),
        title=f"{row.title} ({context.matter.docket_number})",
        text=f"{first_upper(said)}. {row.citation}. {_NOT_THE_ALARM}",
        withdrawn=watched.withdrawn,
        revision=claimed.facts.told,
        written_at=claimed.claimed_at.isoformat(),
    )
    return (day,)


_NOT_THE_ALARM = "This calendar entry may be out of date. Rely on Landwaiter's alerts."
