"""What ends when a person leaves the office. Functions take the session first, and never commit."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.record.invitations import open_invitations
from models.record.people import refuse_last
from models.record.sign_ins import log_sign_in
from models.record.tables.people import CalendarAddress, Person, SignInAct


def let_leave(session: Session, person: Person, *, by: str, at: datetime, address: str = "") -> None:
    """Ends a person's sessions, sign-in, invitations and calendars. Raises for the last administrator."""
    if person.left_at is not None:
        return
    if person.is_administrator:
        refuse_last(session, person)
    person.epoch += 1
    person.left_at, person.password_hash, person.subject, person.is_administrator = at, "", "", False
    session.add(person)
    for invitation in open_invitations(session, person):
        invitation.ended_as, invitation.ended_at = "left", at
        session.add(invitation)
    wanted = select(CalendarAddress).where(CalendarAddress.person_id == person.id)
    for calendar in session.exec(wanted.where(col(CalendarAddress.revoked_at).is_(None))).all():
        calendar.revoked_at = at
        session.add(calendar)
    log_sign_in(session, SignInAct.LEFT, person, by=by, at=at, address=address)
