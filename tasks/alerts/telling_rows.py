"""Who hears of many matters, what they were told and answered, read with a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select as select_core
from sqlalchemy.orm import Mapped, QueryableAttribute, defer
from sqlmodel import Session, col, select

from models.record.contacts import contacts_by_account
from models.record.docket_rows import by_matter
from models.record.tables.alerts import (
    Acknowledgement,
    Alert,
    Contact,
    OwnAcknowledgement,
    Paper,
    Pause,
    Reassignment,
)
from models.record.tables.dockets import Account, Deadline
from models.record.tables.office import OwnDeadline
from models.roles import Role
from notifications.policy.deadline_state import Told
from notifications.policy.pauses import Hold, HoldKind
from notifications.policy.reasons import Reason

ToldOf = dict[tuple[str, int], list[Told]]
"""What was told of each subject to each contact by id, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRows:
    """By what it is decided who hears what: by the ids of importers, of deadlines, and of matters."""

    contacts: Mapping[int, Sequence[Contact]]
    holds: Mapping[int, Sequence[Hold]]
    reassigned: Mapping[int, Sequence[Reassignment]]
    told: Mapping[int, ToldOf]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingRows:
    """What is needed beside it to speak: by the ids of importers, of own deadlines, and of matters."""

    accounts: Mapping[int, Account]
    own_holds: Mapping[int, Sequence[Hold]]
    papers: Mapping[int, list[Paper]]


def read_heard(session: Session, ids: Sequence[int], account_ids: Collection[int]) -> HeardRows:
    """Reads it for matters and their importers, by ids."""
    handed = select(Reassignment).where(col(Reassignment.matter_id).in_(ids)).order_by(col(Reassignment.id))
    return HeardRows(
        contacts=contacts_by_account(session, account_ids),
        holds=holds_of(session, ids),
        reassigned=by_matter(session.exec(handed).all()),
        told=_told(session, ids),
    )


def read_telling(session: Session, ids: Sequence[int], account_ids: Collection[int]) -> TellingRows:
    """Reads it for matters and their importers, by ids."""
    accounts = session.exec(select(Account).where(col(Account.id).in_(account_ids))).all()
    papers = select(Paper).where(col(Paper.matter_id).in_(ids)).order_by(col(Paper.id))
    without_content = papers.options(defer(cast(QueryableAttribute[bytes], Paper.content)))
    return TellingRows(
        accounts={account.id: account for account in accounts},
        own_holds=own_holds_of(session, ids),
        papers=by_matter(session.exec(without_content).all()),
    )


def holds_of(session: Session, ids: Sequence[int]) -> dict[int, list[Hold]]:
    """The acknowledgements and snoozes in these matters, by the ids of their deadlines, oldest first."""
    return _holds(session, ids, Acknowledgement, col(Acknowledgement.deadline_id), Deadline)


def own_holds_of(session: Session, ids: Sequence[int]) -> dict[int, list[Hold]]:
    """The same of the deadlines of the office's own, by their ids."""
    return _holds(session, ids, OwnAcknowledgement, col(OwnAcknowledgement.own_id), OwnDeadline)


def _holds(
    session: Session,
    ids: Sequence[int],
    answer: type[Acknowledgement] | type[OwnAcknowledgement],
    answered: Mapped[int],
    deadline: type[Deadline] | type[OwnDeadline],
) -> dict[int, list[Hold]]:
    wanted = (
        select(answered, answer, Contact)
        .join(Contact, col(answer.contact_id) == Contact.id)
        .join(deadline, answered == deadline.id)
        .where(col(deadline.matter_id).in_(ids))
    )
    found: dict[int, list[Hold]] = {}
    for id_, row, contact in session.exec(wanted.order_by(col(answer.id))).all():
        found.setdefault(id_, []).append(hold_of(row, contact))
    return found


def hold_of(row: Pause, contact: Contact) -> Hold:
    """An acknowledgement or a snooze as the policy sees it."""
    return Hold(
        number=row.id,
        kind=HoldKind(row.kind),
        by=contact.name,
        role=Role(contact.role),
        due=row.due,
        since=row.since,
        until=row.until,
        next_action=row.next_action,
    )


_TOLD = (
    col(Alert.matter_id),
    col(Alert.subject),
    col(Alert.contact_id),
    col(Alert.due),
    col(Alert.step),
    col(Alert.reason),
    col(Alert.told_on),
    col(Alert.claimed_at),
)


def _told(session: Session, ids: Sequence[int]) -> dict[int, ToldOf]:
    wanted = select_core(*_TOLD).where(col(Alert.matter_id).in_(ids)).order_by(col(Alert.id))
    found: dict[int, ToldOf] = defaultdict(dict)
    for matter_id, subject, contact_id, due, step, reason, on, at in session.connection().execute(wanted):
        told = Told(due, step, Reason(reason), on, at)
        found[matter_id].setdefault((subject, contact_id), []).append(told)
    return found
