"""A stored deadline as a day of a calendar, with its reasons; and how long one that is over is shown."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from models.in_words import long_date, short_date, spaced
from models.law.load import load_law
from models.law.printing import NOT_ADVICE
from models.law.text.vocabulary import Party, Status
from models.record.own_deadlines import Own
from models.record.tables.dockets import Account, Deadline, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.channels.icalendar_file import FeedDay
from notifications.wording.message import CalendarDay
from notifications.wording.sentences import ended
from notifications.wording.standing import earliest, first_upper, has_two_dates, latest, means
from tasks.alerts.deadline_view import state_of
from tasks.alerts.own_deadlines import own_day
from tasks.record.reasons import Reasons, Why

GONE_AFTER = timedelta(days=30)
"""How long a deadline that is over is still shown."""

BY_ITSELF = (Status.CROSSED, Status.DISPOSABLE)
"""Where it stands once its day has come by itself: shown for a while, and not cancelled."""

_HASH_SHOWN = 12


def is_shown(row: Deadline, since: datetime, busy: Collection[int]) -> bool:
    """Whether a deadline is open, or ended after `since`: by its day, or by what was recorded only then.

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
    row: Deadline, matter: Matter, account: Account, why: Why, unconfirmed: Mapping[int, int]
) -> FeedDay:
    """The day by which to act, else the strict one. Its identity is that of the alerts' own file.

    `why` are the reasons of the matter's deadlines, `unconfirmed` its entries that wait for a second pair of
    eyes, by number.
    """
    happened = " (took effect)" if row.status == Status.CROSSED else ""
    day = CalendarDay(
        uid=f"deadline-{row.id}@landwaiter",
        on=(row.act_by or row.strict_on).isoformat(),
        title=f"{row.title}{happened} ({matter.docket_number})",
        text="\n".join([*_words(row, matter, account, why.of(row)), *_provisional(row, unconfirmed)]),
        withdrawn=state_of(row).is_over,
    )
    return FeedDay(day=day, changed_at=row.derived_at)


def own_day_of(own: Own, matter: Matter, account: Account) -> FeedDay:
    """The day of a deadline that the office set itself, as the alerts' own file has it; marked as not law."""
    changed_at = (own.end or own.row).recorded_at
    return FeedDay(day=own_day(own, matter, account.name, changed_at), changed_at=changed_at)


def _words(row: Deadline, matter: Matter, account: Account, reasons: Reasons) -> Iterator[str]:
    """What it is, and why that day; no note of counsel, which may be privileged, and no address."""
    title = f" ({matter.title})" if matter.title else ""
    yield f"{matter.docket_number}{title}, {matter.lifecycle} of {account.name}"
    yield from _dates(row)
    if row.act_by:
        yield f"Act by: {long_date(row.act_by)}"
    yield f"Status: {_status(row)}"
    setting = " (your setting, not law)" if row.rule in load_law().office else ""
    yield f"Rule: {row.rule}{setting}"
    yield f"Who must act, or may: {_WHO[Party(row.bound)]}"
    yield f"{row.citation}: “{reasons.quote}”" if reasons.quote else row.citation
    yield from (f"- {sentence}" for sentence in reasons.trace)
    if row.if_missed:
        yield f"If missed: {row.if_missed}"
    if row.ambiguities:
        yield f"Unclear law: {', '.join(row.ambiguities)}"
    at = f"{short_date(row.derived_at.date())}, {row.derived_at:%H:%M} UTC"
    yield f"Calculated on {at} under law version {row.law_hash[:_HASH_SHOWN]}. {NOT_ADVICE}"


def _provisional(row: Deadline, unconfirmed: Mapping[int, int]) -> list[str]:
    roots = sorted({unconfirmed[each] for each in (row.trigger_root, row.chain_root) if each in unconfirmed})
    named = " and ".join(f"E{number}" for number in roots)
    return [f"Provisional: nobody has confirmed {named} against the document yet."] if roots else []


_WHO = {
    Party.RECORDKEEPER: "you",
    Party.CUSTOMS: "CBP",
    Party.COURT: "the court",
    Party.OTHER: "another party",
}


def _dates(row: Deadline) -> Iterator[str]:
    state = state_of(row)
    if not has_two_dates(state):
        yield f"{first_upper(means(state))}: {long_date(row.strict_on)}"
        return
    yield f"{first_upper(earliest(state))}: {long_date(row.strict_on)}"
    yield f"{first_upper(latest(state))}: {long_date(row.lenient_on)}"


def _status(row: Deadline) -> str:
    if row.withdrawn:
        return "withdrawn; the record behind it changed"
    if row.status == Status.CROSSED:
        return f"took effect on {long_date(row.lenient_on)}"
    state = state_of(row)
    return ended(state) if state.is_settled else _OPEN.get(state.status, spaced(state.status))


_OPEN = {
    Status.AMBIGUOUS: "unclear, see the reasons",
    Status.MISSED: "overdue",
    Status.NOT_OPEN: "not open yet",
}
