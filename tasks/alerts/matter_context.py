"""One matter while it is looked at: its words, its people, what they were told, the day in its zone."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from models.record.confirmations import provisional
from models.record.contacts import contacts_of, roles_held
from models.record.dockets import entries_of
from models.record.tables.alerts import Acknowledgement, Alert, Contact, OwnAcknowledgement, Reassignment
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from models.record.tables.office import OwnDeadline
from models.roles import Role, audience
from models.wall_clock import today_in
from notifications.policy.deadline_state import Told
from notifications.policy.pauses import Hold, HoldKind
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import About
from tasks.alerts.office_context import OfficeContext

HANDED_ON = "handed on"
"""How the step begins by which somebody hears that a clock is theirs now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterContext:
    """What is needed to speak of a matter."""

    office: OfficeContext
    matter: Matter
    account: Account
    about: About
    contacts: Sequence[Contact]
    entries: Sequence[Entry]
    provisional: Collection[int] = ()
    """The numbers of the entries that wait for a second pair of eyes."""

    holds: dict[int, list[Hold]] = field(default_factory=dict)
    """What quiets a clock, by the clock's id."""

    own_holds: dict[int, list[Hold]] = field(default_factory=dict)
    """The same of the deadlines of the office's own, by their ids."""

    reassigned: Sequence[Reassignment] = ()
    told: dict[tuple[str, int], list[Told]] = field(default_factory=dict)
    """What each contact was told of each subject of the matter, oldest first."""

    @property
    def today(self) -> date:
        """The day in the matter's zone."""
        return today_in(self.matter.timezone, self.office.now)

    @property
    def roles(self) -> list[Role]:
        """The roles that somebody holds for this importer."""
        return roles_held(self.contacts)

    def told_of(self, subject: str, contact: Contact) -> list[Told]:
        """What a contact was told of a subject, oldest first."""
        return self.told.setdefault((subject, contact.id), [])

    def up_to(self, role: Role) -> list[Contact]:
        """Who hears what goes up to a role."""
        heard_by = audience(role, self.roles)
        return [contact for contact in self.contacts if contact.role in heard_by]

    def people(self, row: Deadline | None) -> Iterator[tuple[Contact, Role | None]]:
        """Everybody of the importer with the role that they play for a clock; None for who handed it on.

        Each holds a seat of their own until they hand it on; who sits on several hears as the earliest does.
        """
        own = {each.id: Role(each.role) for each in self.contacts}
        sits = self.seats(row)
        for contact in self.contacts:
            roles = [own[seat] for seat, holder in sits.items() if holder == contact.id]
            yield contact, min(roles, key=lambda role: role.rank, default=None)

    def seats(self, row: Deadline | None) -> dict[int, int]:
        """Who holds the seat of each contact, by their ids; without a clock, for the matter as a whole."""
        own = {each.id for each in self.contacts}
        sits = {seat: seat for seat in own}
        for handed in self._concerning(row):
            if handed.from_id in own and handed.to_id in own:
                _hand_on(sits, handed.from_id, handed.to_id)
        return sits

    def handed_to(self, row: Deadline, contact: Contact) -> Reassignment | None:
        """The last time that a clock was handed to somebody."""
        return next((each for each in reversed(self._concerning(row)) if each.to_id == contact.id), None)

    def _concerning(self, row: Deadline | None) -> list[Reassignment]:
        these = (None,) if row is None else (None, row.id)
        return [each for each in self.reassigned if each.deadline_id in these]


def _hand_on(sits: dict[int, int], former: int, new: int) -> None:
    """Hands on all seats of somebody; who gets the own one back gets only that."""
    if sits[new] == former:
        sits[new] = new
        return
    for seat, holder in sits.items():
        if holder == former:
            sits[seat] = new


def matter_context(session: Session, matter: Matter, office: OfficeContext) -> MatterContext:
    """Reads what is needed to speak of a matter."""
    account = session.get_one(Account, matter.account_id)
    about = About(
        docket_number=matter.docket_number,
        lifecycle=matter.lifecycle,
        importer=account.name,
        title=matter.title,
        page=office.links.artifact(matter.page_id) if matter.page_id else "",
    )
    entries = entries_of(session, matter)
    handed = select(Reassignment).where(Reassignment.matter_id == matter.id).order_by(col(Reassignment.id))
    return MatterContext(
        office=office,
        matter=matter,
        account=account,
        about=about,
        contacts=contacts_of(session, account.id),
        entries=entries,
        provisional=provisional(session, entries),
        holds=holds_of(session, matter),
        own_holds=own_holds_of(session, matter),
        reassigned=session.exec(handed).all(),
        told=_told(session, matter),
    )


def holds_of(session: Session, matter: Matter) -> dict[int, list[Hold]]:
    """The acknowledgements and snoozes of a matter, by the ids of their clocks."""
    answered = (
        select(Acknowledgement.deadline_id, Acknowledgement, Contact)
        .join(Contact)
        .join(Deadline, col(Acknowledgement.deadline_id) == Deadline.id)
        .where(Deadline.matter_id == matter.id)
    )
    return _by_id(session.exec(answered.order_by(col(Acknowledgement.id))).all())


def own_holds_of(session: Session, matter: Matter) -> dict[int, list[Hold]]:
    """The same of the deadlines of the office's own, by their ids."""
    answered = (
        select(OwnAcknowledgement.own_id, OwnAcknowledgement, Contact)
        .join(Contact)
        .join(OwnDeadline, col(OwnAcknowledgement.own_id) == OwnDeadline.id)
        .where(OwnDeadline.matter_id == matter.id)
    )
    return _by_id(session.exec(answered.order_by(col(OwnAcknowledgement.id))).all())


def _by_id(
    rows: Iterable[tuple[int, Acknowledgement | OwnAcknowledgement, Contact]],
) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = {}
    for id_, row, contact in rows:
        found.setdefault(id_, []).append(hold_of(row, contact))
    return found


def hold_of(row: Acknowledgement | OwnAcknowledgement, contact: Contact) -> Hold:
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


def _told(session: Session, matter: Matter) -> dict[tuple[str, int], list[Told]]:
    alerts = session.exec(select(Alert).where(Alert.matter_id == matter.id).order_by(col(Alert.id))).all()
    found: dict[tuple[str, int], list[Told]] = {}
    for each in alerts:
        told = Told(each.due, each.step, Reason(each.reason), each.told_on, each.claimed_at)
        found.setdefault((each.subject, each.contact_id), []).append(told)
    return found
