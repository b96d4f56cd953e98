"""The board: every clock that runs, over all matters, as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case
from sqlmodel import Session, col, select

from models.law.printing import NOT_ADVICE, markdown_table
from models.receipts import ReceiptKind, last_receipt
from models.tables import Account, Deadline, Matter, Receipt
from notifications.links import Links
from tasks.clock_cells import URGENCY, no_law, what, when
from tasks.markdown import safe

LONGEST = 200
"""Clocks that the board shows."""


@dataclass(frozen=True, slots=True)
class Board:
    """The clocks that run, the most pressing first, with matter and importer, and the watch's last look."""

    rows: Sequence[tuple[Deadline, Matter, Account]]
    receipt: Receipt | None


def read_board(session: Session) -> Board:
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
    return Board(session.exec(wanted).all(), last_receipt(session, ReceiptKind.SWEEP))


def board_page(board: Board, pages: Mapping[int, str], links: Links) -> str:
    """Every clock that runs; `pages` are the addresses of matters' pages by id."""
    lines = [_row(row, matter, account, pages) for row, matter, account in board.rows]
    receipt = board.receipt
    looked = (
        "none yet, the first comes on the schedule"
        if receipt is None
        else f"{receipt.at:%Y-%m-%d %H:%M} UTC, receipt {receipt.seq}"
    )
    runs = markdown_table(("When", "What", "Matter"), lines) if lines else "Nothing runs."
    opening = links.form("open-matter", {"matter": {}})
    return "\n\n".join(
        [
            "# The board",
            f"Last look of the watch: {looked}. [Open a matter]({opening})",
            runs,
            f"*{NOT_ADVICE}*",
            "",
        ]
    )


def _row(row: Deadline, matter: Matter, account: Account, pages: Mapping[int, str]) -> tuple[str, ...]:
    name, page = safe(matter.docket_number), pages.get(matter.id)
    linked = f"[{name}]({page})" if page else name
    return when(row), what(row), f"{linked}<br>{safe(account.name)}"
