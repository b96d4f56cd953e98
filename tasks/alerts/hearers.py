"""Who hears of a matter, what each was told, and whose a deadline is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.record.deadline_days import DeadlineDays
from models.record.tables.alerts import Contact, Reassignment
from models.roles import Role, audience
from notifications.policy.deadline_state import Told
from notifications.policy.pauses import Hold
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.telling_rows import ToldOf

HANDED_ON = "handed on"
"""How the step begins by which somebody hears that a clock is theirs now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearers:
    """The people of a matter's importer, while the matter is looked at."""

    office: OfficeContext
    timezone: str
    today: date
    """The day in the matter's zone."""

    deadlines: Sequence[DeadlineDays]
    """Every deadline of the matter, those withdrawn too."""

    contacts: Sequence[Contact]
    roles: Sequence[Role]
    """The roles that somebody holds for this importer."""

    holds: Mapping[int, Sequence[Hold]]
    """What quiets a clock, by the clock's id."""

    reassigned: Sequence[Reassignment]
    told: ToldOf
    """What each contact was told of each subject of the matter, oldest first."""

    def told_of(self, subject: str, contact: Contact) -> list[Told]:
        """What a contact was told of a subject, oldest first."""
        return self.told.setdefault((subject, contact.id), [])

    def up_to(self, role: Role) -> list[Contact]:
        """Who hears what goes up to a role."""
        heard_by = audience(role, self.roles)
        return [contact for contact in self.contacts if contact.role in heard_by]

    def people(self, row: DeadlineDays | None) -> Iterator[tuple[Contact, Role | None]]:
        """Everybody of the importer with the role that they play for a clock; None for who handed it on.

        Each holds a seat of their own until they hand it on; who sits on several hears as the earliest does.
        """
        own = {each.id: Role(each.role) for each in self.contacts}
        sits = self.seats(row)
        for contact in self.contacts:
            roles = [own[seat] for seat, holder in sits.items() if holder == contact.id]
            yield contact, min(roles, key=lambda role: role.rank, default=None)

    def seats(self, row: DeadlineDays | None) -> dict[int, int]:
        """Who holds the seat of each contact, by their ids; without a clock, for the matter as a whole."""
        return seats_of({each.id for each in self.contacts}, self._concerning(row))

    def handed_to(self, row: DeadlineDays, contact: Contact) -> Reassignment | None:
        """The last time that a clock was handed to somebody."""
        return next((each for each in reversed(self._concerning(row)) if each.to_id == contact.id), None)

    def _concerning(self, row: DeadlineDays | None) -> list[Reassignment]:
        these = (None,) if row is None else (None, row.id)
        return [each for each in self.reassigned if each.deadline_id in these]


def seats_of(own: Collection[int], handed_on: Sequence[Reassignment]) -> dict[int, int]:
    """Who holds the seat of each of these contacts, by their ids, after all that was handed on."""
    sits = {seat: seat for seat in own}
    for handed in handed_on:
        if handed.from_id in own and handed.to_id in own:
            _hand_on(sits, handed.from_id, handed.to_id)
    return sits


def _hand_on(sits: dict[int, int], former: int, new: int) -> None:
    """Hands on all seats of somebody; who gets the own one back gets only that."""
    if sits[new] == former:
        sits[new] = new
        return
    for seat, holder in sits.items():
        if holder == former:
            sits[seat] = new
