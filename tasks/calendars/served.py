"""A calendar as a secret address serves it: of one importer, or of all that a person sees, at this instant.

Whether it has changed is told by the rows that it is made of: the reasons of its days are worked out only for
who does not have it yet. It is bounded, and says so where it leaves something out.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from models.in_words import counted
from models.record.docket_rows import heads_of
from models.record.hash_chain import digest
from models.record.own_deadlines import Own
from models.record.tables.dockets import Account, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.channels.icalendar_file import Feed, FeedDay, feed_file
from notifications.wording.message import CalendarDay
from tasks.calendars.files import days_on, revised
from tasks.calendars.on_calendars import OnCalendars, read_nearest
from tasks.record.office_law import office_law
from tasks.record.reasons import whys

MOST = 1_000
"""Days to come in one calendar; beside them a quarter of that of days that are past."""

_LOOKED = {"looked_on", "next_step_at"}
"""What a look changes of a row, and no calendar shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Of which calendar it is the content: `account_ids` None for every importer."""

    key: str
    name: str
    contact_id: int | None
    """Who reads it, so that no day is of an older version than that of their alerts; None for no contact."""

    account_ids: Collection[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a calendar is made of just now. `mark` is the same while it would say the same."""

    whose: Whose
    record: OnCalendars
    is_cut: bool
    mark: str


def read_served(session: Session, whose: Whose, now: datetime, most: int = MOST) -> Served:
    """Reads it, without the reasons."""
    record, is_cut = read_nearest(session, whose.account_ids, now, most)
    return Served(whose=whose, record=record, is_cut=is_cut, mark=_mark(session, whose, record, is_cut))


def served_file(session: Session, served: Served, written_at: datetime) -> bytes:
    """The calendar as a file that says that it was written at an instant."""
    record = served.record
    matters = {matter.id: matter for _, matter, _ in record.clocks}
    whole = replace(record, whys=whys(session, list(matters.values()), now=record.now))
    days = [revised(day, _told(served, subject)) for subject, _, day in days_on(whole)]
    left_out = [_left_out(served, len(days), written_at)] if served.is_cut else []
    return feed_file(
        Feed(
            uid=f"valid-{served.whose.key}@landwaiter",
            name=f"Landwaiter: {served.whose.name}",
            days=(*days, *left_out),
            written_at=written_at,
            today=today_in(HOUSE_ZONE, record.now),
            mark=served.mark,
        )
    )


def _told(served: Served, subject: str) -> list[int]:
    told = served.record.told.get(subject, {})
    contact = served.whose.contact_id
    return list(told.values()) if contact is None else [told.get(contact, 0)]


def _mark(session: Session, whose: Whose, record: OnCalendars, is_cut: bool) -> str:
    """A digest of all that the days and their reasons follow from, and of the day on which they do."""
    matters = {matter.id: matter for _, matter, _ in record.clocks}
    law = office_law(session)
    zones = {each.timezone for each in matters.values()} | {HOUSE_ZONE}
    return digest(
        [
            whose.name,
            is_cut,
            [[zone, str(today_in(zone, record.now)), law.basis("", zone).settings] for zone in sorted(zones)],
            law.law.hash,
            [
                [row.model_dump(exclude=_LOOKED), _named(matter, account)]
                for row, matter, account in record.clocks
            ],
            [[*_said(own), _named(matter, account)] for own, matter, account in record.own],
            sorted(heads_of(session, list(matters)).items()),
            sorted(record.busy),
            [[subject, sorted(told.items())] for subject, told in sorted(record.told.items())],
            [[id_, sorted(numbers.items())] for id_, numbers in sorted(record.unconfirmed.items())],
        ]
    )[:40]


def _said(own: Own) -> list[object]:
    rows = [own.row] if own.end is None else [own.row, own.end]
    return [own.whose, *(row.model_dump(exclude=_LOOKED) for row in rows)]


def _named(matter: Matter, account: Account) -> list[str]:
    return [matter.docket_number, matter.title, matter.lifecycle, matter.timezone, account.name]


def _left_out(served: Served, shown: int, written_at: datetime) -> FeedDay:
    """Says on the day of its writing that the calendar does not hold everything."""
    today = today_in(HOUSE_ZONE, served.record.now)
    day = CalendarDay(
        uid=f"cut-{served.whose.key}@landwaiter",
        on=today.isoformat(),
        title="This calendar is not complete",
        text=f"{served.whose.name}: it shows the {counted(shown, 'date')} nearest to today. Landwaiter shows "
        "all of them. To have them in a calendar, make an address for each importer.",
        revision=today.toordinal(),
    )
    return FeedDay(day=day, changed_at=written_at)
