"""The board: every clock that runs, over all matters, under the heading that says how pressing it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case
from sqlmodel import Session, col, select

from models.law.printing import NOT_ADVICE, markdown_table
from models.receipts import ReceiptKind, last_receipt
from models.tables import Account, Deadline, Matter, Receipt
from notifications.digest import HEADINGS, heading_of
from notifications.links import Links
from tasks.claim import watched_of
from tasks.clock_cells import URGENCY, no_law, what, when
from tasks.markdown import safe
from tasks.stuck_page import Stuck, stuck_messages, stuck_section

LONGEST = 200
"""Clocks that the board shows."""

_REST = "Later"
Row = tuple[Deadline, Matter, Account]


@dataclass(frozen=True, slots=True)
class Board:
    """The clocks that run, the most pressing first, the watch's last look, what did not get through."""

    rows: Sequence[Row]
    receipt: Receipt | None
    stuck: Stuck
    today: date


def read_board(session: Session, today: date) -> Board:
    """What the board shows: at most `LONGEST` clocks, those of the law before those of an office."""
    rank = case(URGENCY, value=col(Deadline.status), else_=max(URGENCY.values()) + 1)
    of_an_office = case((col(Deadline.rule).in_(no_law()), 1), else_=0)
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.withdrawn).is_(False), col(Deadline.status).in_(URGENCY))
        .order_by(of_an_office, rank, col(Deadline.strict_on), col(Deadline.id))
        .limit(LONGEST)
    )
    rows = session.exec(wanted).all()
    return Board(rows, last_receipt(session, ReceiptKind.SWEEP), stuck_messages(session), today)


def board_page(board: Board, pages: Mapping[int, str], links: Links) -> str:
    """Every clock that runs, by heading; `pages` are the addresses of matters' pages by id."""
    receipt = board.receipt
    looked = (
        "none yet, the first comes on the schedule"
        if receipt is None
        else f"{receipt.at:%Y-%m-%d %H:%M} UTC, receipt {receipt.seq}"
    )
    opening = links.form("open-matter", {"matter": {}})
    return "\n\n".join(
        [
            "# The board",
            f"Last look of the watch: {looked}. [Open a matter]({opening})",
            *stuck_section(board.stuck, links),
            *(_sections(board, pages) or ["Nothing runs."]),
            *_by_importer(board),
            f"*{NOT_ADVICE}*",
            "",
        ]
    )


def _sections(board: Board, pages: Mapping[int, str]) -> list[str]:
    parts = []
    for heading in (*HEADINGS, _REST):
        rows = [_row(row, pages) for row in board.rows if _heading(row, board.today) == heading]
        if rows:
            parts += [f"## {heading}: {len(rows)}", markdown_table(("When", "What", "Matter"), rows)]
    return parts


def _heading(row: Row, today: date) -> str:
    return heading_of(watched_of(row[0]), today) or _REST


def _by_importer(board: Board) -> list[str]:
    """How much runs for each importer, and how much of it is pressing."""
    counted: dict[str, Counter[str]] = {}
    for row in board.rows:
        counted.setdefault(row[2].name, Counter())[_heading(row, board.today)] += 1
    rows = [(safe(name), _counts(found), str(found.total())) for name, found in sorted(counted.items())]
    return ["## By importer", markdown_table(("Importer", "Pressing", "Clocks"), rows)] if rows else []


def _counts(found: Counter[str]) -> str:
    said = [f"{heading.lower()}: {found[heading]}" for heading in HEADINGS if found[heading]]
    return ", ".join(said) or "nothing"


def _row(found: Row, pages: Mapping[int, str]) -> tuple[str, ...]:
    row, matter, account = found
    name, page = safe(matter.docket_number), pages.get(matter.id)
    linked = f"[{name}]({page})" if page else name
    return when(row), what(row), f"{linked}<br>{safe(account.name)}"
