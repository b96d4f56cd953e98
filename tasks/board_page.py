"""The board: every clock that runs, over all matters, as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case
from sqlmodel import Session, col, select

from models.alerts import Contact, Delivery, Message
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
    stuck: Sequence[tuple[Message, Contact, str]] = ()
    """The messages that no channel took yet, with whom they are for and how the last attempt ended."""


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
    rows = session.exec(wanted).all()
    return Board(rows, last_receipt(session, ReceiptKind.SWEEP), _stuck(session))


def _stuck(session: Session) -> list[tuple[Message, Contact, str]]:
    wanted = (
        select(Message, Contact)
        .join(Contact, col(Message.contact_id) == Contact.id)
        .where(col(Message.state).in_(("claimed", "dead")), col(Message.attempts) > 0)
        .order_by(col(Message.id))
        .limit(LONGEST)
    )
    return [
        (message, contact, _last_word(session, message)) for message, contact in session.exec(wanted).all()
    ]


def _last_word(session: Session, message: Message) -> str:
    attempts = select(Delivery).where(Delivery.message_id == message.id).order_by(col(Delivery.id).desc())
    last = session.exec(attempts).first()
    return "" if last is None else f"{last.channel}: {last.detail}"


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
            *_not_delivered(board, links),
            f"*{NOT_ADVICE}*",
            "",
        ]
    )


def _not_delivered(board: Board, links: Links) -> list[str]:
    """What no channel took: it goes on being tried, until it is given up and waits to be sent again."""
    if not board.stuck:
        return []
    rows = [_stuck_row(message, contact, said, links) for message, contact, said in board.stuck]
    return ["## Not delivered", markdown_table(("To", "How it went", "What"), rows)]


def _stuck_row(message: Message, contact: Contact, said: str, links: Links) -> tuple[str, str, str]:
    again = links.form("resend", {"contact": {"name": contact.name}})
    state = "**given up** after" if message.state == "dead" else "tried"
    return (
        f"{safe(contact.name)}<br>[send again]({again})",
        f"{state} {message.attempts} times<br>{safe(said)}",
        safe(message.content["subject"]),
    )


def _row(row: Deadline, matter: Matter, account: Account, pages: Mapping[int, str]) -> tuple[str, ...]:
    name, page = safe(matter.docket_number), pages.get(matter.id)
    linked = f"[{name}]({page})" if page else name
    return when(row), what(row), f"{linked}<br>{safe(account.name)}"
