"""Claims alerts: decides for each person in scope and takes the alert by its unique constraint."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.deadlines import running
from models.record.hash_chain import digest
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Deadline
from models.roles import Role
from models.wall_clock import morning_of, today_in
from notifications.policy.deadline_state import Decision, Told, Watched
from notifications.policy.decide import Hearing, decide, hearing
from notifications.policy.reasons import Reason
from notifications.policy.steps import Step, steps_of
from notifications.policy.working_hours import Hours, reached_at
from notifications.wording.message import Message as Words
from tasks.alerts.deadline_alert import clock_words
from tasks.alerts.matter_context import HANDED_ON, Desk
from tasks.alerts.office_context import House
from tasks.alerts.papers import draft_for, is_overtaken

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


def claim_clock(session: Session, desk: Desk, row: Deadline) -> list[Claim]:
    """Claims what each person in scope should hear of a clock now."""
    watched, claims = watched_of(row), []
    steps = steps_for(desk, row, watched)
    is_old = is_overtaken(session, desk, row, watched)
    for contact, own in hearings(session, desk, row, watched, steps):
        # A second word may follow at once: a day that is moved, and missed by that.
        for _ in range(_WORDS_AT_ONCE):
            told = desk.told_of(subject_of(row), contact)
            decision = decide(watched, told, own, desk.today)
            if decision.reason.is_silence:
                break
            decision = replace(
                decision, drafts=decision.drafts or (is_old and _still_helps(decision, watched))
            )
            claims += _claim_word(session, desk, row, watched, contact, own, decision)
            told.append(Told(decision.due, decision.step, decision.reason, desk.today))
    return claims


def _still_helps(decision: Decision, watched: Watched) -> bool:
    """Whether a paper that the docket overtook is drafted anew for a word: not once it is too late for it."""
    ours = watched.bound is Party.RECORDKEEPER
    return decision.reason in _STILL_HELP or (decision.reason is Reason.MISSED and not ours)


_STILL_HELP = (Reason.REMINDER, Reason.ESCALATED, Reason.DUE_NOW, Reason.RIGHT_OPENED, Reason.THRESHOLD_NEAR)


def steps_for(desk: Desk, row: Deadline, watched: Watched) -> list[Step]:
    """The steps of a clock by its ladder."""
    ladder = desk.house.ladders.of(row.rule, watched.kind, watched.bound)
    return steps_of(watched, ladder, desk.house.calendar)


def muting_now(session: Session, desk: Desk, row: Deadline) -> list[Deadline]:
    """The graver clocks that mute a clock today; one of which nobody has heard mutes nothing."""
    near = desk.house.ladders.muting(row.rule)
    return [
        each
        for each in running(session, row, list(near))
        if mutes_from(each, near) <= desk.today
        and any(desk.told_of(subject_of(each), contact) for contact in desk.contacts)
    ]


def mutes_from(row: Deadline, near: Mapping[str, int]) -> date:
    """From which day a graver clock mutes others."""
    return row.strict_on - timedelta(days=near[row.rule])


def hearings(
    session: Session, desk: Desk, row: Deadline, watched: Watched, steps: list[Step]
) -> Iterator[tuple[Contact, Hearing]]:
    """Everybody of the importer, with what they hear of a clock."""
    ladder = desk.house.ladders.of(row.rule, watched.kind, watched.bound)
    people = list(desk.people(row))
    # Whose the clock no longer is, their word no longer quiets it.
    concerned = {contact.name for contact, role in people if role is not None}
    holds = [hold for hold in desk.holds.get(row.id, []) if hold.by in concerned]
    muted = bool(muting_now(session, desk, row))
    for contact, role in people:
        own = hearing(
            contact.name,
            role,
            watched,
            [*steps, *_handed_on(desk, row, contact, role)],
            ladder=ladder,
            held=desk.roles,
            holds=holds,
            muted=muted,
        )
        yield contact, own


def _handed_on(desk: Desk, row: Deadline, contact: Contact, role: Role | None) -> list[Step]:
    """That a clock of which somebody heard before is theirs now; who did not hears of it as of any other."""
    handed = desk.handed_to(row, contact)
    if handed is None or role is None or not desk.told_of(subject_of(row), contact):
        return []
    on = today_in(desk.matter.timezone, handed.recorded_at)
    return [Step(name=f"{HANDED_ON} {handed.id}", reason=Reason.REMINDER, on=on, up_to=role)]


def _claim_word(
    session: Session,
    desk: Desk,
    row: Deadline,
    watched: Watched,
    contact: Contact,
    own: Hearing,
    decision: Decision,
) -> list[Claim]:
    paper = draft_for(session, desk, row, watched) if decision.drafts else None
    telling = Telling(
        subject=subject_of(row),
        decision=decision,
        ladder=desk.house.ladders.of(row.rule, watched.kind, watched.bound).name,
        latest=_last_safe_morning(desk, watched),
        matter_id=desk.matter.id,
        told_on=desk.today,
    )
    key = key_of(telling.subject, contact, decision)
    words = clock_words(session, desk, row, watched, contact, key, own=own, decision=decision, paper=paper)
    return claim(session, desk.house, telling, contact, words)


def _last_safe_morning(desk: Desk, watched: Watched) -> datetime | None:
    """The last morning to which news of a clock may be held back for somebody's working hours."""
    day = watched.act_by or watched.strict_on
    return morning_of(day, desk.matter.timezone) if day >= desk.today else None


SUBJECT = "deadline"
"""What a clock is called as the subject of alerts."""


def subject_of(row: Deadline) -> str:
    """A clock as the subject of alerts."""
    return f"{SUBJECT}:{row.id}"


def watched_of(row: Deadline) -> Watched:
    """A stored clock as the policy sees it."""
    return Watched(
        kind=RuleKind(row.kind),
        bound=Party(row.bound),
        strict_on=row.strict_on,
        lenient_on=row.lenient_on,
        act_by=row.act_by,
        status=Status(row.status),
        settled_on=row.settled_on,
        withdrawn=row.withdrawn,
        set_on=row.set_on,
        looked_on=row.looked_on,
    )


def key_of(subject: str, contact: Contact, decision: Decision) -> str:
    """The alert's key: the same however often it is worked out."""
    return digest([subject, decision.due, decision.step, contact.id])[:32]


def claim_for(
    session: Session, desk: Desk, subject: str, contact: Contact, decision: Decision, words: Words
) -> list[Claim]:
    """Takes an alert of the desk's matter that is of no clock."""
    telling = Telling(subject=subject, decision=decision, matter_id=desk.matter.id, told_on=desk.today)
    desk.told_of(subject, contact).append(Told(decision.due, decision.step, decision.reason, desk.today))
    return claim(session, desk.house, telling, contact, words)


def claim(session: Session, house: House, telling: Telling, contact: Contact, words: Words) -> list[Claim]:
    """Takes an alert; none where somebody else took it."""
    taken = take(session, house, telling, contact, words)
    if taken is None:
        return []
    decision, kind = telling.decision, telling.subject.partition(":")[0]
    waits_until = taken.not_before if taken.not_before > house.now else None
    return [Claim(contact.name, decision.reason, decision.step, words, kind, waits_until)]


def take(session: Session, house: House, telling: Telling, contact: Contact, words: Words) -> Alert | None:
    """Takes an alert; whoever comes second finds the unique constraint and stays silent."""
    decision = telling.decision
    alert = Alert(
        subject=telling.subject,
        due=decision.due,
        step=decision.step,
        contact_id=contact.id,
        matter_id=telling.matter_id,
        reason=decision.reason.value,
        ladder=telling.ladder,
        line=decision.line,
        content=words.to_json(),
        told_on=telling.told_on,
        not_before=_not_before(house, contact, words, telling.latest),
        claimed_at=house.now,
    )
    try:
        with session.begin_nested():
            session.add(alert)
            session.flush()
    except IntegrityError:
        return None
    return alert


def _not_before(house: House, contact: Contact, words: Words, latest: datetime | None) -> datetime:
    if words.urgent:
        return house.now
    hours = Hours.read(contact.timezone, contact.works_from, contact.works_to)
    return reached_at(house.now, hours, house.calendar, latest=latest)
