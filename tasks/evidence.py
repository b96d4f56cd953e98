"""Claims what a person should hear of evidence that expires."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.clock import morning_of
from models.law.load import load_law
from models.office import Evidence, evidence_of
from notifications.notices import evidence_message
from notifications.policy import Decision, Reason
from tasks.claim import Claim, Desk, claim_for, key_of, told_of

_STEPS = ((-30, "30 days before", Reason.REMINDER), (1, "expired", Reason.MISSED))
"""Days after the last day on which it counts, with what is said from then on."""


def claim_evidence(session: Session, desk: Desk) -> list[Claim]:
    """Claims what each person in scope should hear of evidence that is due, and sets its next look.

    Only the newest of a point is spoken of.
    """
    newest = {row.id for row in evidence_of(session, desk.matter).values()}
    due = select(Evidence).where(Evidence.matter_id == desk.matter.id, col(Evidence.next_step_at) <= desk.now)
    claims = []
    for row in session.exec(due).all():
        row.next_step_at = None
        if row.id in newest and row.expires_on is not None:
            claims += _claim(session, desk, row, row.expires_on)
            ahead = [day for day, *_ in _steps(row.expires_on) if day > desk.today]
            row.next_step_at = morning_of(min(ahead), desk.matter.timezone) if ahead else None
            if not desk.contacts:
                row.next_step_at = desk.now
        session.add(row)
    return claims


def _claim(session: Session, desk: Desk, row: Evidence, expires_on: date) -> list[Claim]:
    reached = [(step, reason) for day, step, reason in _steps(expires_on) if day <= desk.today]
    if not reached:
        return []
    step, reason = reached[-1]
    subject = f"evidence:{row.id}"
    decision = Decision(reason=reason, step=step, due=expires_on.isoformat())
    claims = []
    for contact in desk.contacts:
        if any(each.step == step for each in told_of(session, subject, contact)):
            continue
        words = evidence_message(
            key_of(subject, contact, decision),
            desk.about,
            f"{row.point} {load_law().points[row.point].title}",
            row.document,
            expires_on,
            decision,
            links=desk.links,
        )
        claims += claim_for(session, desk, subject, contact, decision, words)
    return claims


def _steps(expires_on: date) -> list[tuple[date, str, Reason]]:
    return [(expires_on + timedelta(days=days), step, reason) for days, step, reason in _STEPS]
