"""Claims alerts: takes each by its unique constraint, and keeps what its words are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.record.bulk import insert_new
from models.record.tables.alerts import Alert, Contact
from notifications.policy.deadline_state import Decision
from notifications.policy.reasons import Reason
from notifications.policy.working_hours import Hours, reached_at
from notifications.wording.head import HeadAndFacts
from notifications.wording.message import Message as Words
from tasks.alerts.office_context import History, OfficeContext

_UNIQUE = ("subject", "due", "step", "contact_id")
"""By these columns whoever comes second finds that an alert is taken."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An alert that is taken and will be sent."""

    contact: str
    reason: Reason
    step: str
    content: HeadAndFacts | Words
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """An alert that a contact should hear and that is not taken yet, with what makes its content."""

    telling: Telling
    contact: Contact
    make_content: Callable[[], HeadAndFacts | Words]


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert, in words or as facts, that is not taken yet. What is urgent waits for no working hours."""

    telling: Telling
    contact: Contact
    content: HeadAndFacts | Words


def claim_all(session: Session, office: OfficeContext, alerts: Sequence[NewAlert]) -> list[Claim | None]:
    """Takes alerts, in their order; None for each that somebody else took."""
    rows = [_row(office, each) for each in alerts]
    taken = insert_new(session, Alert, rows, _UNIQUE)
    return [
        _claimed(each, row["not_before"], office.now)
        if tuple(row[name] for name in _UNIQUE) in taken
        else None
        for each, row in zip(alerts, rows, strict=True)
    ]


def claim(
    session: Session, office: OfficeContext, telling: Telling, contact: Contact, content: HeadAndFacts | Words
) -> list[Claim]:
    """Takes one alert; none where somebody else took it."""
    return [
        each for each in claim_all(session, office, [NewAlert(telling, contact, content)]) if each is not None
    ]


def take(
    session: Session, office: OfficeContext, telling: Telling, contact: Contact, content: HeadAndFacts | Words
) -> Alert | None:
    """Takes one alert, and returns its row; None where somebody else took it."""
    taken = insert_new(session, Alert, [_row(office, NewAlert(telling, contact, content))], _UNIQUE)
    return session.get(Alert, next(iter(taken.values()))) if taken else None


def _claimed(alert: NewAlert, not_before: datetime, now: datetime) -> Claim:
    decision = alert.telling.decision
    return Claim(
        alert.contact.name,
        decision.reason,
        decision.step,
        alert.content,
        alert.telling.subject.partition(":")[0],
        not_before if not_before > now else None,
    )


def _row(office: OfficeContext, alert: NewAlert) -> dict[str, Any]:
    """The columns of an alert that is claimed now."""
    telling, decision = alert.telling, alert.telling.decision
    history = _history(office, telling)
    return {
        "subject": telling.subject,
        "due": decision.due,
        "step": decision.step,
        "contact_id": alert.contact.id,
        "matter_id": telling.matter_id,
        "reason": decision.reason.value,
        "ladder": telling.ladder,
        "line": decision.line,
        "content": replace(alert.content, history=history is not None).to_json(),
        "told_on": telling.told_on,
        "not_before": _not_before(office, alert, history),
        "message_id": None,
        "claimed_at": office.now,
    }


def _history(office: OfficeContext, telling: Telling) -> History | None:
    """As part of which history it is told; what can be done today only waits for no summary."""
    at_once = telling.decision.reason in (Reason.DUE_NOW, Reason.IN_GAP)
    return None if at_once else office.history_of(telling.matter_id)


def _not_before(office: OfficeContext, alert: NewAlert, history: History | None) -> datetime:
    if history is not None:
        return office.now + history.wait
    return office.now if alert.content.urgent else _at_work(office, alert.contact, alert.telling.latest)


def _at_work(office: OfficeContext, contact: Contact, latest: datetime | None) -> datetime:
    hours = Hours.read(contact.timezone, contact.works_from, contact.works_to)
    return reached_at(office.now, hours, office.calendar, latest=latest)
