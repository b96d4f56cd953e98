"""What a person may do at the desk, by role. What is not listed is refused.

An administrator keeps people, channels and settings, and sees every importer, since the record lies on their
machine; but no privileged note, unless they are counsel too.
"""

from collections.abc import Collection
from enum import StrEnum

from models.roles import Role


class Right(StrEnum):
    """One thing that a person may do, in the words of the page that lists them."""

    READ = "see matters, deadlines, papers and documents"
    RECORD = "open matters, record entries, add documents"
    ANSWER = "acknowledge, snooze and reassign"
    CONFIRM = "confirm another person's entry"
    CORRECT = "correct matters and importers"
    READ_NOTES = "read privileged notes"
    EXPORT = "export"
    IMPORT = "import"
    SET_LADDERS = "set ladders"
    SET_OFFICE = "set office periods, closures and second review"
    APPROVE_LAW = "approve a change of the law"
    MANAGE_CHANNELS = "manage channels"
    MANAGE_PEOPLE = "manage people"
    READ_LOG = "read and export the log of sign-ins"
    SEE_EVERYTHING = "see every importer"


ADMINISTRATOR = "administrator"
"""Who keeps the installation. It may come beside a role, or alone."""

_OWNER = {Right.READ, Right.RECORD, Right.ANSWER, Right.CONFIRM}

BY_ROLE: dict[str, frozenset[Right]] = {
    Role.OWNER: frozenset(_OWNER),
    Role.LEAD: frozenset({*_OWNER, Right.CORRECT, Right.EXPORT, Right.IMPORT, Right.SET_LADDERS}),
    Role.COUNSEL: frozenset({*_OWNER, Right.CORRECT, Right.READ_NOTES, Right.EXPORT, Right.APPROVE_LAW}),
    Role.EXECUTIVE: frozenset({Right.READ, Right.ANSWER, Right.EXPORT}),
    ADMINISTRATOR: frozenset(Right) - {Right.READ_NOTES},
}
"""The table of rights."""

FOR_THE_WHOLE_OFFICE = frozenset({Right.SET_LADDERS, Right.SET_OFFICE, Right.APPROVE_LAW})
"""What changes the alerts of every importer: only for who sees them all."""


def rights_of(roles: Collection[str], *, sees_everything: bool) -> frozenset[Right]:
    """What somebody of these roles may do; a role that the table does not have may do nothing."""
    held = frozenset[Right]().union(*(BY_ROLE.get(role, frozenset()) for role in roles))
    return held if sees_everything or Right.SEE_EVERYTHING in held else held - FOR_THE_WHOLE_OFFICE
