"""The board: every open deadline, over all matters, under the heading that says how pressing it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from models.in_words import counted
from models.law.printing import NOT_ADVICE, markdown_table
from models.record.controls import told_of
from models.record.mend_importer import sharing_a_number
from models.record.own_deadlines import OpenOwn, open_owns
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.alerts import Alert, Contact
from models.record.tables.dockets import Account, Deadline, Matter, Receipt
from models.wall_clock import HOUSE_ZONE, moment, today_in
from notifications.wording.digest import HEADINGS, heading_of
from notifications.wording.links import Links
from tasks.alerts.deadline_view import state_of
from tasks.delivery.older_rest import waiting_with_contacts
from tasks.delivery.stuck import Stuck, stuck_messages
from tasks.pages.board_top import Row, Top, hand, is_runway, linked, read_top, top_sections
from tasks.pages.corrections_section import shared_number_section
from tasks.pages.deadline_cells import URGENCY, no_law, what, when
from tasks.pages.markdown import safe
from tasks.pages.older_section import older_section
from tasks.pages.own_section import board_owns
from tasks.pages.stuck_section import stuck_section

LONGEST = 200
"""Deadlines that the board shows."""

_REST = "Later"
_LATE = "Late production"


@dataclass(frozen=True, slots=True)
class Board:
    """The open deadlines, the most pressing first, the watch's last check, the undelivered messages."""

    rows: Sequence[Row]
    receipt: Receipt | None
    stuck: Stuck
    now: datetime
    top: Top = field(default_factory=Top)
    sharing: Sequence[Sequence[Account]] = ()
    """The importers that have one number, to be merged."""

    own: Sequence[OpenOwn] = ()
    """The deadlines that the office set itself, which no law knows."""

    running: int = 0
    """How many deadlines are open in all."""

    older: Sequence[tuple[Alert, Contact]] = ()
    """The older alerts that wait for an answer, and whom they are for."""


def read_board(session: Session, now: datetime) -> Board:
    """What the board shows: at most `LONGEST` deadlines, those of today and those that you missed first."""
    rank = case(URGENCY, value=col(Deadline.status), else_=max(URGENCY.values()) + 1)
    of_an_office = case((col(Deadline.rule).in_(no_law()), 1), else_=0)
    soon = today_in(HOUSE_ZONE, now) + timedelta(days=7)
    pressing = case((col(Deadline.act_by) <= soon, 0), else_=1)
    runs = (col(Deadline.withdrawn).is_(False), col(Deadline.status).in_(URGENCY), *told_of(session))
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(*runs)
        .order_by(
            of_an_office,
            pressing,
            col(Deadline.act_by).desc(),
            rank,
            col(Deadline.strict_on),
            col(Deadline.id),
        )
        .limit(LONGEST)
    )
    rows = session.exec(wanted).all()
    running = session.exec(select(func.count(col(Deadline.id))).where(*runs)).one()
    receipt = last_receipt(session, ReceiptKind.SWEEP)
    top = read_top(session, rows, today_in(HOUSE_ZONE, now))
    sharing, own = sharing_a_number(session), open_owns(session)
    older = waiting_with_contacts(session)
    return Board(rows, receipt, stuck_messages(session), now, top, sharing, own, running, older)


def board_page(board: Board, pages: Mapping[int, str], links: Links) -> str:
    """Every open deadline, by heading; `pages` are the addresses of matters' pages by id."""
    receipt = board.receipt
    looked = (
        "none yet; the first check comes one interval after the start"
        if receipt is None
        else f"{moment(receipt.at)}, receipt {receipt.seq}"
    )
    opening = links.form("open-matter", {"matter": {}})
    return "\n\n".join(
        [
            "# The board",
            f"Last check of all deadlines: {looked}. [Open a matter]({opening})",
            *stuck_section(board.stuck, links),
            *older_section(board.older, links),
            *shared_number_section(board.sharing, links),
            *top_sections(board.top, pages, board.now),
            *(_sections(board, pages) or _nothing(board)),
            *_left_out(board),
            *board_owns(board.own, pages, links, board.now),
            *_by_importer(board),
            f"*{NOT_ADVICE}*",
            "",
        ]
    )


def _sections(board: Board, pages: Mapping[int, str]) -> list[str]:
    parts = []
    for heading in (*HEADINGS, _REST):
        found = [row for row in board.rows if not is_runway(row[0]) and _heading(row, board.now) == heading]
        rows = [_row(row, board, pages) for row in sorted(found, key=_next_day)]
        if rows:
            parts += [f"## {heading}: {len(rows)}", markdown_table(("Date", "Deadline"), rows)]
    return parts


def _nothing(board: Board) -> list[str]:
    return [] if board.top.runways or board.top.late or board.own else ["No deadline is open."]


def _next_day(row: Row) -> tuple[date, int]:
    """The order of the days: the day by which to act, else the earlier date."""
    return row[0].act_by or row[0].strict_on, row[0].id


def _heading(row: Row, now: datetime) -> str:
    """By the day in the matter's own zone."""
    clock, matter, _ = row
    return heading_of(state_of(clock), today_in(matter.timezone, now)) or _REST


def _left_out(board: Board) -> list[str]:
    more = board.running - len(board.rows)
    return [f"{counted(more, 'more open deadline')}, less urgent than these."] if more > 0 else []


def _by_importer(board: Board) -> list[str]:
    """How many deadlines are open for each importer, and how many of them are pressing."""
    by_name: dict[str, Counter[str]] = {}
    for row in board.rows:
        by_name.setdefault(row[2].name, Counter())[_heading(row, board.now)] += 1
    for _, _, account in board.top.late:
        by_name.setdefault(account.name, Counter())[_LATE] += 1
    rows = [
        (safe(name), _counts(found), str(found.total() - found[_LATE]))
        for name, found in sorted(by_name.items())
    ]
    return (
        ["## By importer", markdown_table(("Importer", "Urgent", "Open deadlines shown"), rows)]
        if rows
        else []
    )


def _counts(found: Counter[str]) -> str:
    said = [f"{heading.lower()}: {found[heading]}" for heading in (*HEADINGS, _LATE) if found[heading]]
    return ", ".join(said) or "nothing"


def _row(found: Row, board: Board, pages: Mapping[int, str]) -> tuple[str, ...]:
    row, matter, account = found
    held = [hand(row, board.top)] if row.id in board.top.in_hand else []
    return when(row), "<br>".join([f"{linked(matter, pages)}, {safe(account.name)}", what(row), *held])
