"""What the link in a mail may answer: one deadline, as one contact, once. Nothing commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select

from models.errors import RecordError
from models.forms.tap_tokens import Tap, read_tap
from models.in_words import long_date
from models.record.matters import held_matter
from models.record.sign_ins import log_sign_in
from models.record.tables.alerts import Contact, Reassignment
from models.record.tables.dockets import Deadline, Matter
from models.record.tables.office import OwnDeadline
from models.record.tables.people import Person, SignInAct
from models.rights import Right, rights_of
from models.wall_clock import today_in
from tasks.desk.answers import Answerer, Asking, asking_of

BY_LINK = "by the link in a mail"


class TapClosed(RecordError):
    """The link cannot answer (any more). The sentence names neither the matter nor anybody."""


class TapUsed(TapClosed):
    """Its contact has answered since it was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """What a link may answer, and as whom. `person`: who they are at the desk, where they may sign in."""

    asking: Asking
    contact: Contact
    person: Person | None

    def answerer(self, now: datetime) -> Answerer:
        """Who answers, in the words of the run that shows it."""
        person_id = self.person.id if self.person else None
        return Answerer(person_id=person_id, name=self.contact.name, at=now, how=BY_LINK)


def read_tapped(session: Session, token: str, key: str, *, now: datetime, holds: bool = False) -> Tapped:
    """What a link may answer now. `holds`: nobody else changes the matter until the transaction ends.

    Raises `TapClosed`.
    """
    tap = read_tap(token, key)
    if tap is None:
        raise TapClosed(
            "Landwaiter did not make this link, or it is not complete. Use the link in your alert."
        )
    if now >= tap.expires_at:
        raise TapClosed(f"This link has expired: it works for 14 days. {_INSTEAD}")
    contact, person = _whose(session, tap)
    matter = _matter(session, tap.subject, holds=holds)
    asking = asking_of(session, matter, tap.subject, now=now) if matter is not None else None
    if asking is None or asking.contact(contact.id) is None:
        raise TapClosed(_NOT_YOURS)
    _refuse_used(session, asking, contact, tap)
    if asking.asked.state.is_over:
        raise TapClosed("This deadline is over. There is nothing to answer.")
    if asking.asked.due != tap.due:
        raise TapClosed(f"The days of this deadline have changed since the alert was sent. {_INSTEAD}")
    return Tapped(asking=asking, contact=contact, person=person)


_INSTEAD = "Use the link in a newer alert, or sign in."
_NOT_YOURS = "This link no longer works: these alerts are not sent to you any more."


def log_answer(session: Session, tapped: Tapped, *, at: datetime, address: str) -> None:
    """Keeps, beside the answer, that it came by the link in a mail, and from where."""
    log_sign_in(
        session, SignInAct.ANSWERED_BY_LINK, tapped.person, by=tapped.contact.name, at=at, address=address
    )


def matter_of(session: Session, subject: str) -> int | None:
    """The id of the matter of a deadline as alerts name it; None where there is none."""
    kind, _, number = subject.partition(":")
    table = OwnDeadline if kind == "own" else Deadline
    # The column alone: a row that is read before the matter is held may be older than what is read then.
    return session.exec(select(table.matter_id).where(table.id == int(number))).first()


def _whose(session: Session, tap: Tap) -> tuple[Contact, Person | None]:
    """The contact, who gets alerts and may answer, and who they are at the desk."""
    contact = session.get(Contact, tap.contact_id)
    if contact is None or contact.left_at is not None:
        raise TapClosed(_NOT_YOURS)
    person = session.exec(select(Person).where(Person.contact_id == contact.id)).first()
    may = Right.ANSWER in rights_of([contact.role], sees_everything=contact.every_importer)
    if not may or (person is not None and person.left_at is not None):
        raise TapClosed(_NOT_YOURS)
    return contact, person


def _matter(session: Session, subject: str, *, holds: bool) -> Matter | None:
    id_ = matter_of(session, subject)
    matter = None if id_ is None else session.get_one(Matter, id_)
    return held_matter(session, matter.docket_number) if matter is not None and holds else matter


def _refuse_used(session: Session, asking: Asking, contact: Contact, tap: Tap) -> None:
    """Raises where the contact has answered since the link was sent, by it or in any other way."""
    table = asking.asked.table
    theirs = select(table).filter_by(**asking.asked.key, contact_id=contact.id, due=tap.due)
    since = theirs.where(col(table.recorded_at) >= tap.sent_at)
    answer = session.exec(since.order_by(col(table.id).desc()).limit(1)).first()
    if answer is not None:
        raise TapUsed(f"You have already {answer.kind} this deadline, on {long_date(answer.since)}.")
    if handed := _handed_on(session, asking, contact, tap):
        on = today_in(asking.matter.timezone, handed.recorded_at)
        raise TapUsed(f"This deadline was already handed to a colleague, on {long_date(on)}.")


def _handed_on(session: Session, asking: Asking, contact: Contact, tap: Tap) -> Reassignment | None:
    if asking.is_own:
        return None
    this = or_(col(Reassignment.deadline_id) == asking.asked.row.id, col(Reassignment.deadline_id).is_(None))
    wanted = select(Reassignment).where(
        Reassignment.matter_id == asking.matter.id,
        Reassignment.from_id == contact.id,
        col(Reassignment.recorded_at) >= tap.sent_at,
        this,
    )
    return session.exec(wanted.order_by(col(Reassignment.id).desc()).limit(1)).first()
