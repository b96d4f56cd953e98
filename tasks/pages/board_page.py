"""The board: every open deadline, over all matters, under the heading that says how pressing it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.law.printing import NOT_ADVICE, markdown_table
from models.record.amounts import Amount
from models.record.controls import told_of
from models.record.number_keys import sharing_a_number
from models.record.open_deadlines import amounts, first_of_each
from models.record.own_deadlines import OpenOwn, first_owns
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.board import Group
from models.record.tables.dockets import Account, Receipt
from models.wall_clock import HOUSE_ZONE, moment, today_in
from notifications.wording.digest import HEADINGS, heading_of
from notifications.wording.links import Links
from tasks.alerts.deadline_view import state_of
from tasks.delivery.older_rest import Older, older_alerts
from tasks.delivery.stuck import Stuck, more_stuck, stuck_messages
from tasks.pages.board_choice import LONGEST, Cut, choose, left_out_lines
from tasks.pages.board_top import Row, Top, hand, is_runway, linked, read_top, rows_of, top_sections
from tasks.pages.corrections_section import shared_number_section
from tasks.pages.deadline_cells import what, when
from tasks.pages.markdown import safe
from tasks.pages.older_section import older_section
from tasks.pages.own_section import LONGEST as MOST_OWN
from tasks.pages.own_section import board_owns
from tasks.pages.stuck_section import stuck_section

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

    own_left_out: Amount = field(default_factory=Amount)
    left_out: Mapping[Group, Cut] = field(default_factory=dict)
    """The open deadlines that are not shown, by group."""

    older: Older = field(default_factory=Older)
    """The older alerts that wait for an answer."""

    more_stuck: Amount = field(default_factory=Amount)
    """How many more messages were not delivered."""

    @property
    def running(self) -> Amount:
        """How many deadlines are open in all."""
        return sum((cut.amount for cut in self.left_out.values()), Amount(len(self.rows)))


def read_board(session: Session, now: datetime) -> Board:
    """What the board shows, by a fixed number of statements, each of which reads a bounded number of rows."""
    shown = told_of(session)
    chosen = choose(first_of_each(session, LONGEST, shown), amounts(session, shown))
    rows, stuck = rows_of(session, chosen.ids), stuck_messages(session)
    own, own_left_out = first_owns(session, MOST_OWN)
    return Board(
        rows=rows,
        receipt=last_receipt(session, ReceiptKind.SWEEP),
        stuck=stuck,
        now=now,
        top=read_top(session, rows, today_in(HOUSE_ZONE, now)),
        sharing=sharing_a_number(session),
        own=own,
        own_left_out=own_left_out,
        left_out=chosen.left_out,
        older=older_alerts(session),
        more_stuck=more_stuck(session, stuck),
    )


def board_page(board: Board, pages: Mapping[int, str], links: Links) -> str:
    """Every open deadline, by heading; `pages` are the addresses of matters' pages by id."""
    receipt = board.receipt
    looked = (
        "none yet; the first check comes at the latest one interval after the start"
        if receipt is None
        else f"{moment(receipt.at)}, receipt {receipt.seq}"
    )
    opening = links.form("open-matter", {"matter": {}})
    return "\n\n".join(
        [
            "# The board",
            f"Last check of all deadlines: {looked}. [Open a matter]({opening})",
            *stuck_section(board.stuck, board.more_stuck, links),
            *older_section(board.older, links),
            *shared_number_section(board.sharing, links),
            *top_sections(board.top, pages, board.now),
            *(_sections(board, pages) or _nothing(board)),
            *left_out_lines(board.left_out),
            *board_owns(board.own, board.own_left_out, pages, links, board.now),
            *_by_importer(board),
            f"*{NOT_ADVICE}*",
            "",
        ]
    )


def _sections(board: Board, pages: Mapping[int, str]) -> list[str]:
    parts, under = [], _under_headings(board)
    for heading in (*HEADINGS, _REST):
        rows = [_row(row, board, pages) for row in sorted(under.get(heading, ()), key=_next_day)]
        if rows:
            parts += [f"## {heading}: {len(rows)}", markdown_table(("Date", "Deadline"), rows)]
    return parts


def _under_headings(board: Board) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in board.rows:
        if not is_runway(row[0]):
            found.setdefault(_heading(row, board.now), []).append(row)
    return found


def _nothing(board: Board) -> list[str]:
    return [] if board.top.runways or board.top.late or board.own else ["No deadline is open."]


def _next_day(row: Row) -> tuple[date, int]:
    """The order of the days: the day by which to act, else the earlier date."""
    return row[0].act_by or row[0].strict_on, row[0].id


def _heading(row: Row, now: datetime) -> str:
    """By the day in the matter's own zone."""
    clock, matter, _ = row
    return heading_of(state_of(clock), today_in(matter.timezone, now)) or _REST


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
