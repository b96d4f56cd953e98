"""Lets go of what waited for somebody's morning and is of no use any more: what is over warns nobody."""

from collections.abc import Sequence

from sqlmodel import Session, select

from models.record.tables.alerts import Alert
from models.record.tables.dockets import Deadline
from notifications.policy.reasons import Reason
from tasks.alerts.deadline_view import SUBJECT, state_of


def still_wanted(session: Session, alerts: Sequence[Alert]) -> list[Alert]:
    """Those of one contact's alerts that are still to be sent; the others are undone.

    Of a clock that has ended or moved a warning that waited is let go, and so is the news of its end where
    nothing was told before.
    """
    kept: list[Alert] = []
    for alert in alerts:
        clock = _clock_of(session, alert)
        if clock is None or not _is_stale(session, alert, clock, kept):
            kept.append(alert)
        else:
            session.delete(alert)
            session.flush()
    return kept


def _clock_of(session: Session, alert: Alert) -> Deadline | None:
    kind, _, number = alert.subject.partition(":")
    waited = alert.not_before > alert.claimed_at
    return session.get(Deadline, int(number)) if waited and kind == SUBJECT else None


def _is_stale(session: Session, alert: Alert, clock: Deadline, kept: Sequence[Alert]) -> bool:
    watched, reason = state_of(clock), Reason(alert.reason)
    if reason.ends_a_round:
        return not _was_told(session, alert, kept, needs_alarm=reason is Reason.MET)
    return watched.is_over or (reason is not Reason.MOVED and alert.due != watched.due)


def _was_told(session: Session, alert: Alert, kept: Sequence[Alert], *, needs_alarm: bool) -> bool:
    """Whether the contact was sent, or is about to be, anything of this clock, or anything that alarmed."""
    same = (Alert.subject == alert.subject, Alert.contact_id == alert.contact_id)
    before = session.exec(select(Alert).where(*same, Alert.id < alert.id)).all()
    sent = [Reason(each.reason) for each in before if each.message_id is not None or each in kept]
    return any(reason.alarms or not needs_alarm for reason in sent)
