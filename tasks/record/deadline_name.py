"""How people name a deadline of a matter in a form: `AUD-06 of E3`."""

from collections.abc import Sequence

from models.errors import RecordError
from models.record.tables.dockets import Deadline, Entry, Matter


def deadline_name(row: Deadline) -> str:
    """The rule, and the entries that the deadline depends on, where there are any."""
    roots = list(dict.fromkeys(number for number in (row.trigger_root, row.chain_root) if number))
    return f"{row.rule} of {', '.join(f'E{number}' for number in roots)}" if roots else row.rule


def latest(entries: Sequence[Entry], root: int) -> int:
    """The number of the newest version of an entry, by the number of its first."""
    newer = {entry.replaces: entry.number for entry in entries if entry.replaces is not None}
    while root in newer:
        root = newer[root]
    return root


def deadline_named(matter: Matter, rows: Sequence[Deadline], name: str) -> Deadline:
    """The deadline of a name, not one that was withdrawn; the rule alone will do if it has only one.

    Raises `RecordError`, listing the names.
    """
    running = [row for row in rows if not row.withdrawn]
    said = " ".join(name.split())
    found = [row for row in running if deadline_name(row) == said]
    found = found or [row for row in running if row.rule == said]
    if len(found) != 1:
        known = "; ".join(sorted(deadline_name(row) for row in running)) or "none"
        raise RecordError(
            f"{name!r} names {'no' if not found else 'more than one'} deadline in {matter.docket_number}. "
            f"Enter one of: {known}."
        )
    return found[0]
