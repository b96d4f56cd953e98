"""Who hears what of a deadline now: decides for each person in scope, and takes nothing yet."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from models.law.text.vocabulary import Party
from models.record.controls import is_before_controls
from models.record.deadline_days import DeadlineDays
from models.record.tables.alerts import Contact
from models.roles import Role
from models.wall_clock import morning_of, today_in
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.decide import decide, hearing
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step
from tasks.alerts.claim import Telling
from tasks.alerts.deadline_view import DeadlineView, Recipient, Watched, subject_of
from tasks.alerts.hearers import HANDED_ON, Hearers

_WORDS_AT_ONCE = 2


def decisions(view: Watched, recipient: Recipient) -> Iterator[Decision]:
    """What a contact should hear now, each kept as told once the next is asked for.

    A second word may follow at once: a day that is moved, and missed by that.
    """
    today, told = view.hearers.today, view.hearers.told_of(view.subject, recipient.contact)
    for _ in range(_WORDS_AT_ONCE):
        decision = decide(view.state, told, recipient.hearing, today)
        if decision.reason.is_silence:
            return
        yield decision
        told.append(Told(decision.due, decision.step, decision.reason, today))


def with_paper(decision: Decision, watched: DeadlineState, *, is_old: bool) -> Decision:
    """The decision with a paper where one helps; `is_old`: those drafted for the deadline are out of date.

    A paper that the docket overtook is drafted anew for a word, unless it is too late for it.
    """
    ours = watched.bound is Party.RECORDKEEPER
    still_helps = decision.reason.redrafts or (decision.reason is Reason.MISSED and not ours)
    return replace(decision, drafts=decision.drafts or (is_old and still_helps))


def telling_of(view: DeadlineView, decision: Decision) -> Telling:
    """A decision of a deadline as what is to be told."""
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


def graver(hearers: Hearers, row: DeadlineDays) -> list[DeadlineDays]:
    """The clocks that run in the matter and mute this one once they are near."""
    near = hearers.office.ladders.muting(row.rule)
    if not near:
        return []
    running = (each for each in hearers.deadlines if not each.withdrawn and each.settled_on is None)
    return [each for each in running if each.rule in near]


def muting_now(hearers: Hearers, row: DeadlineDays) -> list[DeadlineDays]:
    """The graver clocks that mute a clock today; one of which nobody has heard mutes nothing."""
    near = hearers.office.ladders.muting(row.rule)
    return [
        each
        for each in graver(hearers, row)
        if mutes_from(each, near) <= hearers.today
        and any(hearers.told_of(subject_of(each), contact) for contact in hearers.contacts)
    ]


def mutes_from(row: DeadlineDays, near: Mapping[str, int]) -> date:
    """From which day a graver clock mutes others."""
    return row.strict_on - timedelta(days=near[row.rule])


def hearings(view: Watched) -> Iterator[Recipient]:
    """Everybody of the importer, with what they hear of a clock."""
    people = list(view.hearers.people(view.row))
    # Whose the clock no longer is, their word no longer quiets it.
    concerned = {contact.name for contact, role in people if role is not None}
    holds = [hold for hold in view.holds if hold.by in concerned]
    muted = bool(muting_now(view.hearers, view.row))
    silent = is_before_controls(view.row, view.hearers.office.controls_from)
    for contact, role in people:
        if silent and not view.hearers.told_of(view.subject, contact):
            continue
        own = hearing(
            contact.name,
            role,
            view.state,
            [*view.steps, *_handed_on(view, contact, role)],
            ladder=view.ladder,
            held=view.hearers.roles,
            holds=holds,
            muted=muted,
        )
        yield Recipient(contact, own)


def _handed_on(view: Watched, contact: Contact, role: Role | None) -> list[Step]:
    """That a clock of which somebody heard before is theirs now; who did not hears of it as of any other."""
    handed = view.hearers.handed_to(view.row, contact)
    if handed is None or role is None or not view.hearers.told_of(view.subject, contact):
        return []
    on = today_in(view.hearers.timezone, handed.recorded_at)
    return [Step(name=f"{HANDED_ON} {handed.id}", reason=Reason.REMINDER, on=on, up_to=role)]
