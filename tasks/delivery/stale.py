"""Lets go of what waited for somebody's morning and is of no use any more: what is over warns nobody."""

from collections.abc import Sequence

from sqlmodel import Session, select

from models.record.tables.alerts import Alert, Message, MessageState
from models.record.tables.dockets import Deadline, Defect
from models.record.tables.office import OwnDeadline
from notifications.policy.reasons import Reason
from tasks.alerts.deadline_view import SUBJECT, state_of
from tasks.alerts.own_deadlines import OWN

DEFECT = "defect"


def still_wanted(session: Session, alerts: Sequence[Alert]) -> list[Alert]:
    """Those of one contact's alerts that are still to be sent; the others are undone.

    Of a clock that has ended or moved a warning that waited is let go, and so is the news of its end where
    nothing was told before.
    """
    kept: list[Alert] = []
    for alert in alerts:
        if alert.not_before <= alert.claimed_at or not is_stale(session, alert, kept):
            kept.append(alert)
        else:
            session.delete(alert)
            session.flush()
    return kept


def is_stale(session: Session, alert: Alert, kept: Sequence[Alert]) -> bool:
    """Whether what an alert says is no longer so; `kept` are those that go out with it or before it."""
    kind, _, number = alert.subject.partition(":")
    if kind == DEFECT:
        defect = session.get(Defect, int(number))
        return defect is not None and defect.withdrawn
    if kind == OWN:
        return _is_ended(session, alert, int(number), kept)
    clock = session.get(Deadline, int(number)) if kind == SUBJECT else None
    return clock is not None and _is_overtaken(session, alert, clock, kept)


def _is_ended(session: Session, alert: Alert, number: int, kept: Sequence[Alert]) -> bool:
    """Of a deadline of the office's own: whether it has ended, or was never told of where its end is."""
    reason = Reason(alert.reason)
    if reason.ends_a_round:
        return not _was_told(session, alert, kept, needs_alarm=reason is Reason.MET)
    return session.exec(select(OwnDeadline.id).where(OwnDeadline.ends == number)).first() is not None


def _is_overtaken(session: Session, alert: Alert, clock: Deadline, kept: Sequence[Alert]) -> bool:
    watched, reason = state_of(clock), Reason(alert.reason)
    if reason is Reason.MET and watched.leaves_exposure:
        return False
    if reason.ends_a_round:
        return not _was_told(session, alert, kept, needs_alarm=reason is Reason.MET)
    return watched.is_over or (reason is not Reason.MOVED and alert.due != watched.due)


def _was_told(session: Session, alert: Alert, kept: Sequence[Alert], *, needs_alarm: bool) -> bool:
    """Whether the contact was sent, or is about to be, anything of this clock, or anything that alarmed."""
    same = (Alert.subject == alert.subject, Alert.contact_id == alert.contact_id)
    before = session.exec(select(Alert).where(*same, Alert.id < alert.id)).all()
    sent = [Reason(each.reason) for each in before if _has_gone(session, each) or each in kept]
    return any(reason.alarms or not needs_alarm for reason in sent)


def _has_gone(session: Session, alert: Alert) -> bool:
    """Whether it is in a message that went out, or may have."""
    message = None if alert.message_id is None else session.get(Message, alert.message_id)
    return message is not None and message.state in (MessageState.SENT, MessageState.CLAIMED)
