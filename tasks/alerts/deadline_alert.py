"""Words what is told of a clock: its reasons, the forms that answer it, a paper, a day for a calendar."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from models.law.load import load_law
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Deadline
from models.roles import empty_roles
from notifications.policy.deadline_state import Decision, Told, Watched
from notifications.policy.decide import Hearing
from notifications.policy.ladder_lines import role_of
from notifications.policy.pauses import LIMITS
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import Clock, clock_message
from notifications.wording.message import CalendarDay, Line, Link
from notifications.wording.message import Message as Words
from tasks.alerts.deadline_view import DeadlineView
from tasks.alerts.matter_context import HANDED_ON, Desk
from tasks.alerts.next_steps import leads_of
from tasks.record.deadline_name import latest

_FOR_A_CALENDAR = (Reason.DEADLINE_SET, Reason.MOVED, Reason.WITHDRAWN)


def clock_words(
    session: Session,
    view: DeadlineView,
    contact: Contact,
    key: str,
    *,
    own: Hearing,
    decision: Decision,
    paper: Paper | None,
) -> Words:
    """The alert for one contact."""
    desk, row, watched = view.desk, view.row, view.state
    clock = Clock(
        watched=watched,
        name=view.name,
        title=row.title,
        citation=row.citation,
        quote=row.quote,
        if_missed=row.if_missed,
        trace=tuple(row.trace),
        ambiguities=tuple(row.ambiguities),
        is_law=row.rule not in load_law().office,
    )
    told = desk.told_of(view.subject, contact)
    leads = leads_of(session, desk.matter, desk.entries, row, desk.house.links)
    return clock_message(
        key,
        desk.about,
        clock,
        decision,
        names=desk.house.unclear,
        notes=[
            *_held(own, decision, desk.today),
            *_handed_on(session, desk, row, contact, decision),
            *_provisional(view),
            *_nobody(desk, decision),
            *_drafted(paper),
        ],
        leads=[
            *leads,
            *_paper_links(desk, paper, contact),
            *answers(view, contact),
            *_staffing(desk, decision),
        ],
        calendar=_calendar(desk, row, watched, told) if decision.reason in _FOR_A_CALENDAR else (),
        papers=() if paper is None else (paper.id,),
        urgent=decision.reason.breaks_quiet,
        links=desk.house.links,
        today=desk.today,
    )


def answers(view: DeadlineView, contact: Contact) -> list[Link]:
    """The forms, filled in, by which a contact says: in hand, not now, not mine."""
    if view.state.is_over:
        return []
    asked = {"matter": view.desk.matter.docket_number, "clock": view.name, "name": contact.name}
    forms = {
        "acknowledge": ("acknowledgement", "Acknowledge: say who does what, and by when"),
        "snooze": ("snooze", "Snooze: quiet for me until a day"),
        "reassign": ("reassignment", "Reassign: it is somebody else's"),
    }
    links = view.desk.house.links
    return [Link(words=words, url=links.form(name, {form: asked})) for name, (form, words) in forms.items()]


def _held(own: Hearing, decision: Decision, today: date) -> list[Line]:
    """In whose hands it is, or was until just now."""
    if own.hold is None or own.quiet_until is None:
        return []
    hold, is_over = own.hold, own.quiet_until < today
    its_own = (f"acknowledgement {hold.number} ", f"snooze {hold.number} ")
    if is_over and not decision.step.startswith(its_own):
        return []
    was = "was " if is_over else ""
    says = f"{was}{hold.reason.value} by {hold.by} on {hold.since}, until {own.quiet_until}"
    if own.quiet_until < hold.until:
        says += f" (asked until {hold.until}; {LIMITS})"
    return [Line(label="In hand", text=f"{says}: {hold.next_action}" if hold.next_action else says)]


def _handed_on(
    session: Session, desk: Desk, row: Deadline, contact: Contact, decision: Decision
) -> list[Line]:
    handed = desk.handed_to(row, contact)
    if handed is None or not decision.step.startswith(HANDED_ON):
        return []
    former = session.get_one(Contact, handed.from_id).name
    return [Line(label="Yours now", text=f"{former} had it; {handed.recorded_by} recorded that it is yours.")]


def _provisional(view: DeadlineView) -> list[Line]:
    """That the clock hangs from entries, or was settled by some, which nobody has confirmed yet."""
    desk = view.desk
    roots = {latest(desk.entries, number) for number in view.roots}
    settling = {each.number for each in desk.entries if each.occurred_on == view.row.settled_on}
    waiting = sorted((roots | settling) & set(desk.provisional))
    if not waiting:
        return []
    named = " and ".join(f"E{number}" for number in waiting)
    return [Line(label="Provisional", text=f"nobody has confirmed {named} against the document yet.")]


def _nobody(desk: Desk, decision: Decision) -> list[Line]:
    """That an alert goes up to roles which nobody holds: said to who hears it in their place."""
    empty = _empty(desk, decision)
    if not empty:
        return []
    says = f"Nobody is {' or '.join(empty)} for {desk.account.name}. Add a contact with that role."
    return [Line(label="Defect", text=says)]


def _empty(desk: Desk, decision: Decision) -> Sequence[str]:
    role = role_of(decision.line)
    return [] if role is None else empty_roles(role, desk.roles)


def _staffing(desk: Desk, decision: Decision) -> list[Link]:
    """The form that fills a role which nobody holds."""
    asked = {"contact": {"importers": desk.account.name}}
    form = desk.house.links.form("add-contact", asked)
    return [Link(words="Add a contact", url=form)] if _empty(desk, decision) else []


def _drafted(paper: Paper | None) -> list[Line]:
    if paper is None:
        return []
    says = (
        f"{paper.name}: {paper.file_name}, attached where this channel takes files. "
        "Have counsel review it before it is sent."
    )
    return [Line(label="Drafted for you", text=says)]


def _paper_links(desk: Desk, paper: Paper | None, contact: Contact) -> list[Link]:
    """The form that sends the paper again, where it did not come or was lost."""
    if paper is None:
        return []
    asked = {"paper": {"number": str(paper.id), "name": contact.name}}
    return [Link(words="Send me the paper again", url=desk.house.links.form("send-paper", asked))]


def _calendar(desk: Desk, row: Deadline, watched: Watched, told: Sequence[Told]) -> Sequence[CalendarDay]:
    means = watched.kind.day_means.capitalize()
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(watched.act_by or watched.strict_on).isoformat(),
        title=f"{desk.matter.docket_number}: {row.title}",
        text=f"{means} {watched.due.replace('/', ' or ')}. {row.citation}. A mirror, not the alarm.",
        withdrawn=watched.withdrawn,
        revision=len(told),
        written_at=desk.house.now.isoformat(),
    )
    return (day,)
