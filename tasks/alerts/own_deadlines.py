"""Claims and foresees the alerts about the deadlines that an office sets itself, which are never law."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from models.in_words import long_date
from models.law.engine.answer import status_on
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.own_deadlines import Ended, Own
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Matter
from models.record.tables.office import OwnDeadline
from models.roles import Role
from models.wall_clock import morning_of, today_in
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import Hearing, decide, hearing, next_look
from notifications.policy.forecast import Foreseen, Outlook, foresee
from notifications.policy.pauses import Hold
from notifications.policy.steps import Step
from notifications.wording.message import CalendarDay
from notifications.wording.own_deadline import NO_LAW, NOT_LAW, OwnText, marked, name_of, own_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Telling, Wanted
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.reply_lines import PAUSES, Answered, pause_lines, reply_links

OWN = "own"
"""What a deadline of the office's own is called as the subject of alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """A deadline of the office's own as a look sees it."""

    context: MatterContext
    own: Own
    state: DeadlineState
    steps: tuple[Step, ...]

    @property
    def holds(self) -> Sequence[Hold]:
        """The acknowledgements and snoozes of it, oldest first."""
        return self.context.own_holds.get(self.own.row.id, [])

    @property
    def subject(self) -> str:
        """As alerts name it."""
        return own_subject(self.own.row)


def own_subject(row: OwnDeadline) -> str:
    """A deadline of the office's own as the subject of alerts."""
    return f"{OWN}:{row.id}"


def own_state(own: Own, matter: Matter, today: date) -> DeadlineState:
    """As the policy sees it: a target of one plain day, or done, or taken back."""
    row, end = own.row, own.end
    is_done = end is not None and end.ended_as == Ended.DONE
    settled = end.ended_on if is_done and end is not None else None
    status = status_on(RuleKind.TARGET, row.due_on, row.due_on, today)
    if settled is not None:
        status = Status.MET if settled <= row.due_on else Status.MET_LATE
    return DeadlineState(
        kind=RuleKind.TARGET,
        bound=Party.RECORDKEEPER,
        strict_on=row.due_on,
        lenient_on=row.due_on,
        act_by=row.due_on,
        status=status,
        settled_on=settled,
        withdrawn=end is not None and not is_done,
        set_on=today_in(matter.timezone, row.recorded_at),
        looked_on=row.looked_on,
    )


def own_day(own: Own, matter: Matter, importer: str, now: datetime) -> CalendarDay:
    """Its day for a calendar, with the mark that it is not law."""
    row, whose = own.row, own.whose or f"the owner for {importer}"
    text = [f"{matter.docket_number}, {matter.lifecycle} of {importer}", f"Day: {long_date(row.due_on)}"]
    text += [f"Assigned to: {whose}", *([f"Note: {row.note}"] if row.note else [])]
    return CalendarDay(
        uid=f"own-{row.id}@landwaiter",
        on=row.due_on.isoformat(),
        title=f"{marked(row.title)} ({matter.docket_number})",
        text="\n".join([*text, f"{NOT_LAW.capitalize()}. {NO_LAW}"]),
        withdrawn=own.end is not None,
        written_at=now.isoformat(),
    )


def wanted_of_owns(context: MatterContext) -> tuple[list[Wanted], bool]:
    """What each should hear of those that are due; and whether one is due that nobody hears of."""
    wanted: list[Wanted] = []
    unheard = False
    for own in context.owns:
        row, now = own.row, context.office.now
        if row.next_step_at is None or row.next_step_at > now:
            continue
        view = own_view(context, own)
        for contact, heard in _hearings(view):
            wanted += _wanted(view, contact, heard)
        day = next_look(view.state, view.steps, view.holds, context.today)
        row.next_step_at = None if day is None else morning_of(day, context.matter.timezone)
        row.looked_on = context.today
        if not context.contacts and not view.state.is_over:
            row.next_step_at, unheard = now, True
    return wanted, unheard


def foresee_owns(context: MatterContext, last: date) -> list[Foreseen]:
    """What will be told of them from today through a day, if nothing more is recorded."""
    views = [own_view(context, own) for own in context.owns]
    return [
        Foreseen(
            on=on,
            docket_number=context.matter.docket_number,
            clock=f"{name_of(view.own.row.id)} {marked(view.own.row.title)}",
            contact=contact.name,
            channel=contact.channel,
            step=decision.step,
            reason=decision.reason.value,
        )
        for view in views
        for contact, heard in _hearings(view)
        for on, decision in foresee(
            Outlook(watched=view.state, steps=view.steps, holds=view.holds),
            context.told_of(view.subject, contact),
            heard,
            context.today,
            last,
        )
    ]


def own_view(context: MatterContext, own: Own) -> OwnView:
    state, office = own_state(own, context.matter, context.today), context.office
    return OwnView(context=context, own=own, state=state, steps=office.steps(state, office.ladders.own))


def _hearings(view: OwnView) -> Iterator[tuple[Contact, Hearing]]:
    """Everybody of the importer with what they hear; whose it is sits in the place of the owner."""
    people = list(_people(view))
    held = [role for role in Role if any(role is each for _, each in people)]
    for contact, role in people:
        yield (
            contact,
            hearing(
                contact.name,
                role,
                view.state,
                view.steps,
                ladder=view.context.office.ladders.own,
                held=held,
                holds=view.holds,
            ),
        )


def _people(view: OwnView) -> Iterator[tuple[Contact, Role | None]]:
    context = view.context
    # Who has left, or was taken off the importer, hears nothing more: then it is the owner's again.
    holder = context.seats(None).get(view.own.row.contact_id or 0)
    for contact, role in context.people(None):
        if holder is None:
            yield contact, role
        elif contact.id == holder:
            yield contact, Role.OWNER
        else:
            yield contact, None if role is Role.OWNER else role


def _wanted(view: OwnView, contact: Contact, heard: Hearing) -> list[Wanted]:
    context, told = view.context, view.context.told_of(view.subject, contact)
    decision = decide(view.state, told, heard, context.today)
    if decision.reason.is_silence:
        return []
    telling = Telling(
        subject=view.subject,
        decision=decision,
        ladder=context.office.ladders.own.name,
        latest=_last_safe_morning(view),
        matter_id=context.matter.id,
        told_on=context.today,
    )
    theirs = context.for_contact(contact)
    word = partial(
        own_message,
        key_of(view.subject, contact, decision),
        theirs.about,
        _text(replace(view, context=theirs), contact, heard, decision),
        decision,
        today=context.today,
        links=theirs.office.links,
        calendar=own_day(view.own, context.matter, context.account.name, context.office.now),
    )
    told.append(Told(decision.due, decision.step, decision.reason, context.today))
    return [Wanted(telling, contact, word)]


def _last_safe_morning(view: OwnView) -> datetime | None:
    """The last morning to which news of it may be held back for somebody's working hours."""
    day = view.state.strict_on
    return morning_of(day, view.context.matter.timezone) if day >= view.context.today else None


def _text(view: OwnView, contact: Contact, heard: Hearing, decision: Decision) -> OwnText:
    own, context = view.own, view.context
    to = Answered(name=name_of(own.row.id), subject=view.subject, due=view.state.due)
    replies = reply_links(context.office.links, context.matter, to, contact, forms=PAUSES)
    return OwnText(
        number=own.row.id,
        title=own.row.title,
        whose=own.whose or f"The owner for {view.context.account.name}",
        note=own.row.note,
        end_reason=own.end.reason if own.end is not None else "",
        watched=view.state,
        pauses=tuple(pause_lines(heard.hold, heard.quiet_until, decision, context.today)),
        replies=() if view.state.is_over else tuple(replies),
    )
