"""Claims alerts: decides for each person in scope and takes the alert by its unique constraint."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.law.text.vocabulary import Party
from models.record.controls import is_before_controls
from models.record.deadlines import running
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Deadline
from models.roles import Role
from models.wall_clock import morning_of, today_in
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import decide, hearing
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step
from notifications.policy.working_hours import Hours, reached_at
from notifications.wording.message import Message as Words
from tasks.alerts.deadline_alert import deadline_alert
from tasks.alerts.deadline_view import DeadlineView, Recipient, subject_of, view_of
from tasks.alerts.matter_context import HANDED_ON, MatterContext
from tasks.alerts.office_context import History, OfficeContext
from tasks.alerts.papers import claim_paper, is_overtaken

_WORDS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """An alert that is taken and will be sent."""

    contact: str
    reason: Reason
    step: str
    words: Words
    kind: str
    """What it is of: `deadline`, `defect`, `evidence` …"""

    waits_until: datetime | None = None
    """When it goes out, where it waits for somebody's working hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is to be told: of what, the decision, by which ladder, until when it may wait."""

    subject: str
    decision: Decision
    ladder: str = ""
    latest: datetime | None = None
    matter_id: int | None = None
    told_on: date


def claim_deadline(session: Session, context: MatterContext, row: Deadline) -> list[Claim]:
    """Claims what each person in scope should hear of a deadline now: decide, claim, then word."""
    view, claims = view_of(context, row), []
    is_old = is_overtaken(session, view)
    for recipient in hearings(session, view):
        for decision in _decisions(view, recipient, is_old=is_old):
            alert = take(session, context.office, _telling(view, decision), recipient.contact)
            if alert is not None:
                paper = claim_paper(session, view) if decision.drafts else None
                words = deadline_alert(session, view, recipient, decision, paper)
                claims.append(_said(alert, recipient.contact, words, context.office))
    return claims


def _decisions(view: DeadlineView, recipient: Recipient, *, is_old: bool) -> Iterator[Decision]:
    """What a contact should hear now; `is_old`: the papers drafted for it are out of date.

    A second word may follow at once: a day that is moved, and missed by that.
    """
    context, told = view.context, view.context.told_of(view.subject, recipient.contact)
    for _ in range(_WORDS_AT_ONCE):
        decision = decide(view.state, told, recipient.hearing, context.today)
        if decision.reason.is_silence:
            return
        drafts = decision.drafts or (is_old and _still_helps(decision, view.state))
        yield replace(decision, drafts=drafts)
        told.append(Told(decision.due, decision.step, decision.reason, context.today))


def _still_helps(decision: Decision, watched: DeadlineState) -> bool:
    """Whether a paper that the docket overtook is drafted anew for a word: not once it is too late for it."""
    ours = watched.bound is Party.RECORDKEEPER
    return decision.reason.redrafts or (decision.reason is Reason.MISSED and not ours)


def _telling(view: DeadlineView, decision: Decision) -> Telling:
    return Telling(
        subject=view.subject,
        decision=decision,
        ladder=view.ladder.name,
        latest=_last_safe_morning(view),
        matter_id=view.context.matter.id,
        told_on=view.context.today,
    )


def _last_safe_morning(view: DeadlineView) -> datetime | None:
    """The last morning to which news of a clock may be held back for somebody's working hours."""
    day = view.state.act_by or view.state.strict_on
    return morning_of(day, view.context.matter.timezone) if day >= view.context.today else None


def muting_now(session: Session, context: MatterContext, row: Deadline) -> list[Deadline]:
    """The graver clocks that mute a clock today; one of which nobody has heard mutes nothing."""
    near = context.office.ladders.muting(row.rule)
    return [
        each
        for each in running(session, row, list(near))
        if mutes_from(each, near) <= context.today
        and any(context.told_of(subject_of(each), contact) for contact in context.contacts)
    ]


def mutes_from(row: Deadline, near: Mapping[str, int]) -> date:
    """From which day a graver clock mutes others."""
    return row.strict_on - timedelta(days=near[row.rule])


def hearings(session: Session, view: DeadlineView) -> Iterator[Recipient]:
    """Everybody of the importer, with what they hear of a clock."""
    people = list(view.context.people(view.row))
    # Whose the clock no longer is, their word no longer quiets it.
    concerned = {contact.name for contact, role in people if role is not None}
    holds = [hold for hold in view.holds if hold.by in concerned]
    muted = bool(muting_now(session, view.context, view.row))
    silent = is_before_controls(view.row, view.context.office.controls_from)
    for contact, role in people:
        if silent and not view.context.told_of(view.subject, contact):
            continue
        own = hearing(
            contact.name,
            role,
            view.state,
            [*view.steps, *_handed_on(view, contact, role)],
            ladder=view.ladder,
            held=view.context.roles,
            holds=holds,
            muted=muted,
        )
        yield Recipient(contact, own)


def _handed_on(view: DeadlineView, contact: Contact, role: Role | None) -> list[Step]:
    """That a clock of which somebody heard before is theirs now; who did not hears of it as of any other."""
    handed = view.context.handed_to(view.row, contact)
    if handed is None or role is None or not view.context.told_of(view.subject, contact):
        return []
    on = today_in(view.context.matter.timezone, handed.recorded_at)
    return [Step(name=f"{HANDED_ON} {handed.id}", reason=Reason.REMINDER, on=on, up_to=role)]


def claim_for(
    session: Session, context: MatterContext, subject: str, contact: Contact, decision: Decision, words: Words
) -> list[Claim]:
    """Takes an alert of a matter that is of no deadline."""
    telling = Telling(subject=subject, decision=decision, matter_id=context.matter.id, told_on=context.today)
    context.told_of(subject, contact).append(
        Told(decision.due, decision.step, decision.reason, context.today)
    )
    return claim(session, context.office, telling, contact, words)


def claim(
    session: Session, office: OfficeContext, telling: Telling, contact: Contact, words: Words
) -> list[Claim]:
    """Takes an alert of which the words are known; none where somebody else took it."""
    alert = take(session, office, telling, contact, urgent=words.urgent)
    return [] if alert is None else [_said(alert, contact, words, office)]


def _said(alert: Alert, contact: Contact, words: Words, office: OfficeContext) -> Claim:
    """An alert that is taken, with the words that will be sent."""
    history = _history(office, alert.matter_id, Reason(alert.reason))
    alert.content = replace(words, history=history is not None).to_json()
    waits_until = alert.not_before if alert.not_before > office.now else None
    kind = alert.subject.partition(":")[0]
    return Claim(contact.name, Reason(alert.reason), alert.step, words, kind, waits_until)


def take(
    session: Session, office: OfficeContext, telling: Telling, contact: Contact, *, urgent: bool | None = None
) -> Alert | None:
    """Takes an alert, without words yet; whoever comes second finds the unique constraint and stays silent.

    What is urgent waits for nobody's working hours: where it is not said, the reason decides.
    """
    decision = telling.decision
    at_once = decision.reason.breaks_quiet if urgent is None else urgent
    alert = Alert(
        subject=telling.subject,
        due=decision.due,
        step=decision.step,
        contact_id=contact.id,
        matter_id=telling.matter_id,
        reason=decision.reason.value,
        ladder=telling.ladder,
        line=decision.line,
        content={},
        told_on=telling.told_on,
        not_before=_not_before(office, telling, contact, at_once=at_once),
        claimed_at=office.now,
    )
    try:
        with session.begin_nested():
            session.add(alert)
            session.flush()
    except IntegrityError:
        return None
    return alert


def _history(office: OfficeContext, matter_id: int | None, reason: Reason) -> History | None:
    """As part of which history it is told; what can be done today only waits for no summary."""
    return None if reason in (Reason.DUE_NOW, Reason.IN_GAP) else office.history_of(matter_id)


def _not_before(office: OfficeContext, telling: Telling, contact: Contact, *, at_once: bool) -> datetime:
    history = _history(office, telling.matter_id, telling.decision.reason)
    if history is not None:
        return office.now + history.wait
    return office.now if at_once else _at_work(office, contact, telling.latest)


def _at_work(office: OfficeContext, contact: Contact, latest: datetime | None) -> datetime:
    hours = Hours.read(contact.timezone, contact.works_from, contact.works_to)
    return reached_at(office.now, hours, office.calendar, latest=latest)
