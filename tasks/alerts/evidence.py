"""Claims the alerts about evidence that expires."""

from datetime import date, datetime, timedelta
from functools import partial

from models.law.load import load_law
from models.record.dockets import current_entries
from models.record.office_settings import newest_of
from models.record.tables.alerts import Contact
from models.record.tables.office import Evidence
from models.roles import Role
from models.wall_clock import morning_of
from notifications.policy.deadline_state import Decision
from notifications.policy.forecast import Foreseen
from notifications.policy.reasons import Reason
from notifications.policy.rounds import named_once, this_round
from notifications.wording.system_messages import evidence_message
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Wanted
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.wanted_in import wanted_in

EVIDENCE = "evidence"
"""The kind of the subject of such alerts."""

ENDED = "certification_ended"
"""The entry with which the checklist of a certification is over."""

_STEPS = ((-30, "30 days before", Reason.REMINDER), (1, "expired", Reason.MISSED))
"""Days after the last day on which it counts, with what is said from then on."""


def foresee_evidence(context: MatterContext, last: date) -> list[Foreseen]:
    """What will be told of evidence from today through a day, if none is filed anew."""
    if _is_over(context):
        return []
    return [
        Foreseen(
            on=max(day, context.today),
            docket_number=context.matter.docket_number,
            clock=f"evidence for {point_words(row.point)}",
            contact=contact.name,
            channel=contact.channel,
            step=step,
            reason=reason.value,
        )
        for row in newest_of(context.evidence).values()
        for contact in context.up_to(Role.LEAD)
        for day, step, reason in _ahead(row, context, contact)
        if day <= last
    ]


def _ahead(row: Evidence, context: MatterContext, contact: Contact) -> list[tuple[date, str, Reason]]:
    """The last step reached, where a contact has not heard it, and those to come."""
    if row.expires_on is None:
        return []
    told = _heard(context, row, contact)
    steps = _steps(row.expires_on)
    latest = [each for each in steps if each[0] <= context.today][-1:]
    ahead = [each for each in steps if each[0] > context.today]
    return [each for each in (*latest, *ahead) if each[1] not in told]


def subject_of(row: Evidence) -> str:
    """Evidence as the subject of alerts."""
    return f"{EVIDENCE}:{row.id}"


def due_evidence(context: MatterContext) -> list[Evidence]:
    """The evidence of which something is to be said; whatever is due and is not to be spoken of is let go.

    Only the newest of a point is spoken of, and none of a certification that has ended.
    """
    looked_at = [row for row in context.evidence if _is_due(row, context.office.now)]
    if not looked_at:
        return []
    newest, is_over = {row.id for row in newest_of(context.evidence).values()}, _is_over(context)
    due = []
    for row in looked_at:
        if row.id in newest and not is_over and _reached(row, context.today):
            due.append(row)
        row.next_step_at = _next_look(row, context) if row.id in newest and not is_over else None
    return due


def _is_due(row: Evidence, now: datetime) -> bool:
    return row.next_step_at is not None and row.next_step_at <= now


def _is_over(context: MatterContext) -> bool:
    return bool(current_entries(context.entries, ENDED))


def wanted_of_evidence(context: MatterContext, row: Evidence) -> list[Wanted]:
    """What owner and lead should hear of it; where nobody is, it stays due."""
    if not context.contacts:
        row.next_step_at = context.office.now
    step, reason = _reached(row, context.today)[-1]
    subject, expires_on = subject_of(row), row.expires_on
    assert expires_on is not None
    decision = Decision(reason=reason, step=step, due=expires_on.isoformat())
    wanted = []
    for contact in context.up_to(Role.LEAD):
        if step in _heard(context, row, contact):
            continue
        own = named_once(decision, context.told_of(subject, contact))
        theirs = context.for_contact(contact)
        word = partial(
            evidence_message,
            key_of(subject, contact, own),
            theirs.about,
            point_words(row.point),
            row.document,
            expires_on,
            own,
            links=theirs.office.links,
        )
        wanted.append(wanted_in(context, subject, contact, own, word))
    return wanted


def _heard(context: MatterContext, row: Evidence, contact: Contact) -> set[str]:
    """The steps that a contact heard and that were not retracted."""
    heard = this_round(context.told_of(subject_of(row), contact))
    return {each.step.split(" #")[0] for each in heard}


def point_words(point: str) -> str:
    """A point of the checklist by its number and title."""
    known = load_law().points.get(point)
    return point if known is None else f"{point} {known.title}"


def _reached(row: Evidence, today: date) -> list[tuple[str, Reason]]:
    if row.expires_on is None:
        return []
    return [(step, reason) for day, step, reason in _steps(row.expires_on) if day <= today]


def _next_look(row: Evidence, context: MatterContext) -> datetime | None:
    if row.expires_on is None:
        return None
    ahead = [day for day, *_ in _steps(row.expires_on) if day > context.today]
    return morning_of(min(ahead), context.matter.timezone) if ahead else None


def _steps(expires_on: date) -> list[tuple[date, str, Reason]]:
    return [(expires_on + timedelta(days=days), step, reason) for days, step, reason in _STEPS]
