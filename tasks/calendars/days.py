"""A stored clock as a day of a calendar, with all that says why; and how long one that is over is shown."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from models.law.load import load_law
from models.law.printing import NOT_ADVICE
from models.law.text.vocabulary import RuleKind, Status
from models.record.tables.dockets import Account, Deadline, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.channels.icalendar_file import FeedDay
from notifications.wording.message import CalendarDay
from tasks.alerts.deadline_view import state_of

GONE_AFTER = timedelta(days=30)
"""How long a clock that is over is still shown."""

BY_ITSELF = (Status.CROSSED, Status.DISPOSABLE)
"""Where it stands once its day has come by itself: shown for a while, and not cancelled."""

_HASH_SHOWN = 12


def is_shown(row: Deadline, since: datetime, busy: Collection[int]) -> bool:
    """Whether a clock runs, or ended after `since`: by its day, or by what was recorded only then.

    `busy` are the matters on which something was recorded since. A new law derives anew what ended long ago;
    where nothing was recorded, that stays gone.
    """
    first = today_in(HOUSE_ZONE, since)
    if row.withdrawn:
        return row.derived_at >= since
    if row.status in BY_ITSELF:
        return row.lenient_on >= first
    if row.settled_on is None:
        return True
    return row.settled_on >= first or (row.derived_at >= since and row.matter_id in busy)


def day_of(
    row: Deadline, matter: Matter, account: Account, unconfirmed: Mapping[int, int] = MappingProxyType({})
) -> FeedDay:
    """The day by which to act, else the strict one. Its identity is that of the alerts' own file.

    `unconfirmed` are the matter's entries that wait for a second pair of eyes, by number.
    """
    happened = " (has happened)" if row.status == Status.CROSSED else ""
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(row.act_by or row.strict_on).isoformat(),
        title=f"{matter.docket_number}: {row.title}{happened}",
        text="\n".join([*_words(row, matter, account), *_provisional(row, unconfirmed)]),
        withdrawn=state_of(row).is_over,
    )
    return FeedDay(day=day, changed_at=row.derived_at)


def _words(row: Deadline, matter: Matter, account: Account) -> Iterator[str]:
    """What it is, and why that day; no note of counsel, which may be privileged, and no address."""
    title = f" ({matter.title})" if matter.title else ""
    yield f"{matter.docket_number}{title}, {matter.lifecycle} of {account.name}"
    yield f"{RuleKind(row.kind).day_means.capitalize()}: {_readings(row)}"
    if row.act_by:
        yield f"Act by: {row.act_by}"
    yield f"Status: {_status(row)}"
    office = "; an office's number, not law" if row.rule in load_law().office else ""
    yield f"Rule: {row.rule}, binds {row.bound}{office}"
    yield f"{row.citation}: “{row.quote}”"
    yield from (f"- {sentence}" for sentence in row.trace)
    if row.if_missed:
        yield f"If missed: {row.if_missed}"
    if row.ambiguities:
        yield f"The law is not clear here: {', '.join(row.ambiguities)}"
    yield f"Law {row.law_hash[:_HASH_SHOWN]}, derived {row.derived_at:%Y-%m-%d %H:%M} UTC. {NOT_ADVICE}"


def _provisional(row: Deadline, unconfirmed: Mapping[int, int]) -> list[str]:
    roots = sorted({unconfirmed[each] for each in (row.trigger_root, row.chain_root) if each in unconfirmed})
    named = " and ".join(f"E{number}" for number in roots)
    return [f"Provisional: nobody has confirmed {named} against the document yet."] if roots else []


def _readings(row: Deadline) -> str:
    if row.strict_on == row.lenient_on:
        return str(row.strict_on)
    return f"{row.strict_on} by the strict reading, {row.lenient_on} by the lenient one"


def _status(row: Deadline) -> str:
    if row.withdrawn:
        return "withdrawn, the docket no longer gives it"
    return row.status.replace("_", " ") + (f" on {row.settled_on}" if row.settled_on else "")
