"""Whose deadlines are, and who has them in hand: by name, for the pages of the desk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from models.in_words import short_date
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind
from models.record.contacts import contacts_by_account
from models.record.tables.alerts import Acknowledgement, Contact, Reassignment
from models.record.tables.dockets import Deadline, Matter
from models.roles import Role, audience
from notifications.policy.pauses import HoldKind
from tasks.alerts.deadline_view import state_of
from tasks.alerts.hearers import seats_of

_NAMES = {
    Party.RECORDKEEPER: "you, the importer",
    Party.CUSTOMS: "CBP",
    Party.COURT: "the court",
    Party.OTHER: "a third party",
}


def must_act(row: Deadline) -> str:
    """Who must act by law, or may: *must be met by you, the importer*; your own setting is marked so."""
    kind, who = RuleKind(row.kind), _NAMES[Party(row.bound)]
    not_law = " (your own setting, not law)" if row.rule in load_law().office else ""
    if kind.is_answered:
        return f"must be met by {who}{not_law}"
    if kind is RuleKind.RETENTION and row.bound == Party.RECORDKEEPER:
        return f"records must be kept by {who}{not_law}"
    return f"{'right of' if kind is RuleKind.RIGHT else 'concerns'} {who}{not_law}"


@dataclass(frozen=True, slots=True)
class InHand:
    """Who acknowledged a deadline, what they do next, and until when reminders are paused."""

    name: str
    next_action: str
    until: date

    @property
    def words(self) -> str:
        """In a few words."""
        does = f": {self.next_action}" if self.next_action else ""
        return f"{self.name} acknowledged it until {short_date(self.until)}{does}"


def owners_of(session: Session, rows: Sequence[tuple[Deadline, Matter]]) -> dict[int, list[Contact]]:
    """Who answers first for each deadline, by its id: the owners, or whom they handed it to."""
    people = contacts_by_account(session, {matter.account_id for _, matter in rows})
    handed = _handed(session, {matter.id for _, matter in rows})
    return {
        row.id: _owners(people[matter.account_id], handed.get(matter.id, []), row.id) for row, matter in rows
    }


def _owners(people: Sequence[Contact], handed: Sequence[Reassignment], deadline_id: int) -> list[Contact]:
    by_id = {each.id: each for each in people}
    first = audience(Role.OWNER, {Role(each.role) for each in people})
    sits = seats_of(by_id, [each for each in handed if each.deadline_id in (None, deadline_id)])
    holders = dict.fromkeys(sits[each.id] for each in people if each.role in first)
    return [by_id[id_] for id_ in holders]


def _handed(session: Session, matter_ids: Collection[int]) -> Mapping[int, list[Reassignment]]:
    wanted = select(Reassignment).where(col(Reassignment.matter_id).in_(matter_ids))
    found: dict[int, list[Reassignment]] = {}
    for each in session.exec(wanted.order_by(col(Reassignment.id))).all():
        found.setdefault(each.matter_id, []).append(each)
    return found


def in_hand_of(session: Session, rows: Sequence[tuple[Deadline, Matter]], today: date) -> dict[int, InHand]:
    """Who has which deadline in hand today, by its id.

    An answer to other days than those it has now is none, nor is one of a person who no longer answers for
    the importer: a matter may have moved.
    """
    people = contacts_by_account(session, {matter.account_id for _, matter in rows})
    known = {row.id: (row, {each.id for each in people[matter.account_id]}) for row, matter in rows}
    wanted = (
        select(Acknowledgement, Contact)
        .join(Contact, col(Acknowledgement.contact_id) == Contact.id)
        .where(col(Acknowledgement.deadline_id).in_(known))
        .where(Acknowledgement.kind == HoldKind.ACKNOWLEDGED.value, col(Acknowledgement.until) >= today)
        .order_by(col(Acknowledgement.id))
    )
    found = {}
    for each, contact in session.exec(wanted).all():
        row, theirs = known[each.deadline_id]
        if contact.id in theirs and each.due == state_of(row).due:
            found[row.id] = InHand(contact.name, each.next_action, each.until)
    return found
