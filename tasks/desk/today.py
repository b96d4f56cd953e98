"""What needs somebody today, in the order of the days: the first page of the desk.

Nothing here reads more because more is on record. What is left out is said, and nothing is called quiet while
something waits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.law.text.vocabulary import Status
from models.record.confirmations import wants_confirmation
from models.record.controls import told_of
from models.record.newest_versions import triggers_of
from models.record.open_deadlines import amounts, first_of_each
from models.record.own_deadlines import OpenOwn, first_owns
from models.record.receipts import ReceiptKind, last_receipt
from models.record.scope import Scope
from models.record.sign_ins import signed_entries
from models.record.tables.board import Group
from models.record.tables.dockets import (
    Confirmation,
    CurrentEntry,
    Deadline,
    Entry,
    Matter,
    Receipt,
)
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.wording.digest import HEADINGS, heading_of
from tasks.alerts.deadline_view import state_of
from tasks.desk.due import Due
from tasks.desk.names import names_in
from tasks.desk.owed import TOOK_EFFECT
from tasks.desk.today_rest import Rest, read_rest
from tasks.desk.whose import in_hand_of, owners_of
from tasks.pages.board_choice import Cut, choose, left_out_lines
from tasks.pages.board_top import is_runway, rows_of, value_in

_MOST = 200
_NEWEST = 200
"""Of so many matters, the newest, those without entries are shown."""

SHOWN = 50
"""Rows of each kind that are shown beside the deadlines."""

RUNWAYS, REST = "Runways: what happens by itself", "Later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the page is narrowed to: an importer, a kind of matter, a contact, each by id or name, or none."""

    account_id: int | None = None
    lifecycle: str = ""
    contact_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether the page leaves out on purpose what is not asked for."""
        return bool(self.account_id or self.lifecycle or self.contact_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The page: sections in order, what waits for a second reviewer, and when the watch last looked."""

    sections: Mapping[str, Sequence[Due]]
    own: Sequence[OpenOwn]
    own_left_out: str
    to_confirm: Sequence[tuple[Entry, Matter, str]]
    """Each with who recorded it, as the reader may know it; one more than is shown, where there are more."""

    signed: Collection[int]
    """The ids of those entries that somebody recorded who was signed in."""

    unbegun: Sequence[Matter]
    """Of the newest matters those on whose dockets there is nothing yet."""

    rest: Rest
    left_out: Sequence[str]
    receipt: Receipt | None
    is_late: bool
    """Whether the watch should have looked since."""

    wanted: Wanted = field(default_factory=Wanted)

    @property
    def is_clear(self) -> bool:
        """Whether the page lists nothing that presses."""
        pressing = any(heading != REST for heading in self.sections)
        return not (pressing or self.own or self.own_left_out or self.to_confirm or self.rest)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing at all is owed, awaited or left out, and the watch has just said so."""
        return self.is_clear and not self.keeps_from_quiet

    @property
    def keeps_from_quiet(self) -> list[str]:
        """Why a page that lists nothing is not called quiet, in sentences."""
        watch = "The watch has not looked yet." if self.receipt is None else "The watch is late."
        return [
            *([watch] if self.receipt is None or self.is_late else []),
            *(["Some deadlines are left out of this page."] if self.left_out else []),
        ]


def read_today(session: Session, scope: Scope, wanted: Wanted, *, now: datetime, every: timedelta) -> Today:
    """Reads the page for who sees `scope`; the watch looks `every` so often."""
    shown = [*told_of(session), *_narrowed(scope, wanted)]
    chosen = choose(first_of_each(session, _MOST, shown), amounts(session, shown))
    found = _due(session, chosen.ids, now)
    if wanted.contact_id is not None:
        found = [each for each in found if wanted.contact_id in {owner.id for owner in each.owners}]
    own, more = first_owns(session, SHOWN, _of_matters(scope, wanted))
    receipt = last_receipt(session, ReceiptKind.SWEEP)
    to_confirm = _to_confirm(session, scope, wanted)
    return Today(
        sections=_in_sections(found),
        own=own,
        own_left_out=more.of("more deadline of your own") if more else "",
        to_confirm=to_confirm,
        signed=signed_entries(session, [entry.id for entry, *_ in to_confirm]),
        unbegun=_unbegun(session, scope, wanted),
        rest=read_rest(session, _of_matters(scope, wanted), today_in(HOUSE_ZONE, now)),
        left_out=_left_out(chosen.left_out),
        receipt=receipt,
        is_late=receipt is None or now - receipt.at > 2 * every,
        wanted=wanted,
    )


def _narrowed(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = _of_matters(scope, wanted)
    if not conditions:
        return []
    return [col(Deadline.matter_id).in_(select(Matter.id).where(*conditions))]


def _of_matters(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [] if scope.account_ids is None else [scope.matters()]
    if wanted.account_id is not None:
        conditions.append(col(Matter.account_id) == wanted.account_id)
    if wanted.lifecycle:
        conditions.append(col(Matter.lifecycle) == wanted.lifecycle)
    return conditions


def _due(session: Session, ids: Sequence[int], now: datetime) -> list[Due]:
    rows = rows_of(session, ids)
    runways = [row.id for row, *_ in rows if is_runway(row)]
    values = {id_: value_in(entry) for id_, entry in triggers_of(session, runways).items()}
    owners = owners_of(session, [(row, matter) for row, matter, _ in rows])
    in_hand = in_hand_of(session, [(row, matter) for row, matter, _ in rows], today_in(HOUSE_ZONE, now))
    return [
        Due(
            row=row,
            matter=matter,
            account=account,
            heading=_heading(row, today_in(matter.timezone, now)),
            today=today_in(matter.timezone, now),
            value=values.get(row.id, ""),
            owners=owners[row.id],
            in_hand=in_hand.get(row.id),
        )
        for row, matter, account in rows
    ]


def _heading(row: Deadline, today: date) -> str:
    if row.status == Status.CROSSED:
        return TOOK_EFFECT
    return RUNWAYS if is_runway(row) else heading_of(state_of(row), today) or REST


def _in_sections(found: Sequence[Due]) -> dict[str, list[Due]]:
    """Runways first, then by how pressing; in each the order of the days."""
    sections: dict[str, list[Due]] = {}
    for heading in (RUNWAYS, *HEADINGS, TOOK_EFFECT, REST):
        rows = sorted((each for each in found if each.heading == heading), key=lambda each: each.order)
        if rows:
            sections[heading] = rows
    return sections


def _left_out(left_out: Mapping[Group, Cut]) -> list[str]:
    return [line.removeprefix("- ") for lines in left_out_lines(left_out) for line in lines.splitlines()]


def _unbegun(session: Session, scope: Scope, wanted: Wanted) -> Sequence[Matter]:
    newest = (
        select(Matter.id).where(*_of_matters(scope, wanted)).order_by(col(Matter.id).desc()).limit(_NEWEST)
    )
    has_entries = select(Entry.matter_id).where(Entry.matter_id == Matter.id).exists()
    found = select(Matter).where(col(Matter.id).in_(newest.scalar_subquery()), ~has_entries)
    return session.exec(found.order_by(col(Matter.id))).all()


def _to_confirm(session: Session, scope: Scope, wanted: Wanted) -> list[tuple[Entry, Matter, str]]:
    """The first entries that wait for a second reviewer, where the office wants one."""
    if not wants_confirmation(session):
        return []
    confirmed = select(Confirmation.entry_id)
    found = (
        select(Entry, Matter)
        .join(CurrentEntry, col(CurrentEntry.entry_id) == Entry.id)
        .join(Matter, col(Entry.matter_id) == Matter.id)
        .where(col(Entry.id).not_in(confirmed), *_of_matters(scope, wanted))
        .order_by(col(Entry.id))
        .limit(SHOWN + 1)
    )
    return [
        (entry, matter, names_in(session, scope, matter).by(entry.recorded_by))
        for entry, matter in session.exec(found).all()
    ]
