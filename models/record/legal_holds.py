"""Legal holds: set and lifted on a matter, with a reason. Functions take the session first, never commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.tables.dockets import Matter
from models.record.tables.documents import LegalHold
from models.wall_clock import moment


def hold_of(session: Session, matter: Matter) -> LegalHold | None:
    """The legal hold under which a matter is; None where there is none."""
    wanted = select(LegalHold).where(LegalHold.matter_id == matter.id, col(LegalHold.lifted_at).is_(None))
    return session.exec(wanted.order_by(col(LegalHold.id))).first()


def ended_holds(session: Session, matter: Matter) -> Sequence[LegalHold]:
    """The legal holds of a matter that were lifted, the oldest first."""
    wanted = select(LegalHold).where(LegalHold.matter_id == matter.id, col(LegalHold.lifted_at).is_not(None))
    return session.exec(wanted.order_by(col(LegalHold.id))).all()


def set_hold(session: Session, matter: Matter, *, reason: str, by: str, at: datetime) -> LegalHold:
    """Puts a matter under a legal hold. Raises `RecordError` where it is under one."""
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    present = hold_of(session, matter)
    if present is not None:
        raise RecordError(
            f"{matter.docket_number} is already under a legal hold, set on "
            f"{moment(present.set_at)}. Lift that one first."
        )
    row = LegalHold(matter_id=matter.id, reason=reason, set_by=by, set_at=at)
    session.add(row)
    session.flush()
    return row


def lift_hold(session: Session, matter: Matter, id_: int, *, reason: str, by: str, at: datetime) -> LegalHold:
    """Lifts the legal hold of a matter, which the caller has read. Raises `RecordError` for another one."""
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    present = hold_of(session, matter)
    if present is None or present.id != id_:
        raise RecordError(
            f"The legal hold on {matter.docket_number} that this page showed has ended. Nothing was done. "
            "Open the page again."
        )
    present.lifted_at, present.lifted_by, present.lift_reason = at, by, reason
    session.add(present)
    session.flush()
    return present


def refuse_under_hold(session: Session, matter: Matter) -> None:
    """Raises `RecordError` where a matter is under a legal hold."""
    present = hold_of(session, matter)
    if present is not None:
        raise RecordError(
            f"{matter.docket_number} is under a legal hold since {moment(present.set_at)}. "
            "No document may be deleted before it is lifted."
        )
