"""Claims alerts: decides for each person in scope and takes the alert by its unique constraint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.chain import digest
from models.clock import today_in
from models.dockets import entries_of
from models.law.load import load_law
from models.law.vocabulary import Party, RuleKind, Status
from models.office import unclear_words
from models.store import contacts_of
from models.tables import Account, Alert, Contact, Deadline, Entry, Matter, Message
from notifications.compose import About, Clock, clock_message
from notifications.ladder import own_ladders
from notifications.links import Links
from notifications.message import Link
from notifications.message import Message as Words
from notifications.policy import Decision, Reason, Told, Watched, decide
from tasks.leads import leads_of

_WORDS_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One matter while it is looked at: its words, its people, the day in its zone."""

    matter: Matter
    about: About
    contacts: Sequence[Contact]
    entries: Sequence[Entry]
    links: Links
    now: datetime
    unclear: Mapping[str, str]
    """The ambiguities in words, with counsel's notes, by their numbers."""

    @property
    def today(self) -> date:
        """The day in the matter's zone."""
        return today_in(self.matter.timezone, self.now)


@dataclass(frozen=True, slots=True)
class Claim:
    """An alert that is taken and will be sent."""

    contact: str
    reason: Reason
    step: str
    words: Words


def desk_of(session: Session, matter: Matter, links: Links, now: datetime) -> Desk:
    """What is needed to speak of a matter."""
    account = session.get_one(Account, matter.account_id)
    about = About(
        docket_number=matter.docket_number,
        lifecycle=matter.lifecycle,
        importer=account.name,
        title=matter.title,
    )
    return Desk(
        matter=matter,
        about=about,
        contacts=contacts_of(session, account.id),
        entries=entries_of(session, matter),
        links=links,
        now=now,
        unclear=unclear_words(session, load_law()),
    )


def claim_clock(session: Session, desk: Desk, row: Deadline) -> list[Claim]:
    """Claims what each person in scope should hear of a clock now."""
    watched = watched_of(row)
    subject = f"deadline:{row.id}"
    ladder = own_ladders()[watched.kind, watched.bound]
    leads = leads_of(session, desk.matter, desk.entries, row, desk.links)
    claims = []
    for contact in desk.contacts:
        # A second word may follow at once: a day that is moved, and missed by that.
        for _ in range(_WORDS_AT_ONCE):
            decision = decide(watched, told_of(session, subject, contact), ladder, desk.today)
            if decision.reason.is_silence:
                break
            words = _clock_words(desk, row, watched, subject, contact, decision, leads)
            claims += claim_for(session, desk, subject, contact, decision, words)
    return claims


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
    )


def told_of(session: Session, subject: str, contact: Contact) -> list[Told]:
    """What a person was told of a subject, oldest first."""
    wanted = select(Alert).where(Alert.subject == subject, Alert.contact_id == contact.id)
    alerts = session.exec(wanted.order_by(col(Alert.id))).all()
    return [Told(alert.due, alert.step, Reason(alert.reason), alert.told_on) for alert in alerts]


def key_of(subject: str, contact: Contact, decision: Decision) -> str:
    """The alert's key: the same however often it is worked out."""
    return digest([subject, decision.due, decision.step, contact.id])[:32]


def _clock_words(
    desk: Desk,
    row: Deadline,
    watched: Watched,
    subject: str,
    contact: Contact,
    decision: Decision,
    leads: Sequence[Link],
) -> Words:
    clock = Clock(
        watched=watched,
        rule=row.rule,
        title=row.title,
        citation=row.citation,
        quote=row.quote,
        if_missed=row.if_missed,
        trace=tuple(row.trace),
        ambiguities=tuple(row.ambiguities),
        is_law=row.rule not in load_law().office,
    )
    key = key_of(subject, contact, decision)
    return clock_message(key, desk.about, clock, decision, names=desk.unclear, leads=leads, links=desk.links)


def claim_for(
    session: Session, desk: Desk, subject: str, contact: Contact, decision: Decision, words: Words
) -> list[Claim]:
    """Takes an alert of the desk's matter."""
    return claim(
        session,
        subject,
        contact,
        decision,
        words,
        now=desk.now,
        told_on=desk.today,
        matter_id=desk.matter.id,
    )


def claim(
    session: Session,
    subject: str,
    contact: Contact,
    decision: Decision,
    words: Words,
    *,
    now: datetime,
    told_on: date,
    matter_id: int | None,
) -> list[Claim]:
    """Takes an alert; whoever comes second finds the unique constraint and stays silent."""
    try:
        with session.begin_nested():
            message = Message(
                key=words.key,
                contact_id=contact.id,
                matter_id=matter_id,
                content=words.to_json(),
                leased_until=now,
                claimed_at=now,
            )
            session.add(message)
            session.flush()
            session.add(
                Alert(
                    subject=subject,
                    due=decision.due,
                    step=decision.step,
                    contact_id=contact.id,
                    reason=decision.reason.value,
                    told_on=told_on,
                    message_id=message.id,
                    claimed_at=now,
                )
            )
    except IntegrityError:
        return []
    return [Claim(contact.name, decision.reason, decision.step, words)]
