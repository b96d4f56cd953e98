"""The chain of people who are told: an owner first, then who leads, counsel, an executive."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import cache


class Role(StrEnum):
    """What a contact is to the matters of an importer, in the order in which alerts go up."""

    OWNER = "owner"
    LEAD = "lead"
    COUNSEL = "counsel"
    EXECUTIVE = "executive"

    @property
    def rank(self) -> int:
        """Its place in the chain, from 0."""
        return _RANKS[self]

    @property
    def above(self) -> "Role":
        """The next one up; nobody is above an executive."""
        return list(Role)[min(self.rank + 1, len(Role) - 1)]


_RANKS = {role: place for place, role in enumerate(Role)}


def audience(up_to: Role, held: Iterable[Role]) -> frozenset[Role]:
    """The roles that hear what goes up to a role, of those that somebody holds.

    Where nobody holds any of them, the next one up hears it in their place: nothing falls between two chairs.
    """
    return _audience(up_to, frozenset(held))


@cache
def _audience(up_to: Role, held: frozenset[Role]) -> frozenset[Role]:
    wanted = frozenset(role for role in held if role.rank <= up_to.rank)
    return wanted or frozenset(sorted(held, key=lambda role: role.rank)[:1])


def empty_roles(up_to: Role, held: Collection[Role]) -> list[Role]:
    """The roles up to this one that nobody holds, though alerts go to them."""
    return [role for role in Role if role.rank <= up_to.rank and role not in held]
