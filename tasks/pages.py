"""The pages people read in the UI, as Markdown: one for all matters, one for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy import case
from sqlmodel import Session, col, select

from models.clock import today_in
from models.derived import deadlines_of, defects_of
from models.dockets import entries_of
from models.fact_words import words_of
from models.law.load import load_law
from models.law.printing import markdown_table
from models.law.vocabulary import Lifecycle, RuleKind
from models.office import unclear_words
from models.receipts import ReceiptKind, last_receipt
from models.tables import Account, Alert, Contact, Deadline, Defect, Entry, Matter, Message, Receipt
from notifications.links import Links
from tasks.certification_page import certification_sections
from tasks.demand_page import exposure_sections
from tasks.flaws import entry_words
from tasks.leads import leads_of
from tasks.markdown import safe

_FIRST = {"missed": 0, "crossed": 0, "ambiguous": 1, "open": 2, "pending": 3, "running": 3, "not_open": 4}
"""What stands first on a page."""

_LONGEST = 200

_NOT_ADVICE = "Landwaiter computes dates and shows its reasons. It is not legal advice."


def matter_page(session: Session, matter: Matter, links: Links, *, now: datetime) -> str:
    """One matter: what is due and why, its docket, its defects, who was told what."""
    account = session.get_one(Account, matter.account_id)
    clocks = [row for row in deadlines_of(session, matter) if not row.withdrawn]
    defects = [row for row in defects_of(session, matter) if not row.withdrawn]
    entries = entries_of(session, matter)
    unclear = unclear_words(session, load_law())
    form = links.record(matter.lifecycle, matter.docket_number)
    title = f" · {safe(matter.title)}" if matter.title else ""
    parts = [
        f"# {safe(matter.docket_number)}{title}",
        f"{matter.lifecycle.capitalize()} of {safe(account.name)}, opened on {matter.opened_on}. "
        f"[Record what happened]({form})",
        "## What is due",
        _clocks_table(clocks),
        *(_why(row, unclear) for row in _in_order(clocks)),
        *_what_follows(session, matter, entries, clocks, links),
        *_of_its_kind(session, matter, entries, clocks, links, now),
        *(["## What is defective", *(_defect(row, entries) for row in defects)] if defects else []),
        "## The docket",
        _docket_table(entries),
        "## Who was told",
        _told_table(session, matter),
        f"*{_NOT_ADVICE}*",
    ]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class Board:
    """The clocks that run, the most pressing first, with their matters, and the last look of the watch."""

    rows: Sequence[tuple[Deadline, Matter]]
    receipt: Receipt | None


def read_board(session: Session) -> Board:
    """What the board shows: at most `_LONGEST` clocks."""
    rank = case(_FIRST, value=col(Deadline.status), else_=max(_FIRST.values()) + 1)
    wanted = (
        select(Deadline, Matter)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .where(col(Deadline.withdrawn).is_(False), col(Deadline.status).in_(_FIRST))
        .order_by(rank, col(Deadline.strict_on), col(Deadline.id))
        .limit(_LONGEST)
    )
    return Board(session.exec(wanted).all(), last_receipt(session, ReceiptKind.SWEEP))


def board_page(board: Board, pages: Mapping[int, str], links: Links) -> str:
    """Every clock that runs, the most pressing first; `pages` are the addresses of matters' pages by id."""
    lines = [_board_row(row, matter, pages) for row, matter in board.rows]
    receipt = board.receipt
    looked = "never" if receipt is None else f"{receipt.at:%Y-%m-%d %H:%M} UTC, receipt {receipt.seq}"
    runs = markdown_table(("When", "What", "Matter", "Status"), lines) if lines else "Nothing runs."
    opening = links.form("open-matter", {"matter": {}})
    return "\n\n".join(
        [
            "# The board",
            f"Last look of the watch: {looked}. [Open a matter]({opening})",
            runs,
            f"*{_NOT_ADVICE}*",
            "",
        ]
    )


def _board_row(row: Deadline, matter: Matter, pages: Mapping[int, str]) -> tuple[str, ...]:
    name = safe(matter.docket_number)
    page = pages.get(matter.id)
    return (_when(row), _what(row), f"[{name}]({page})" if page else name, _status(row))


def _clocks_table(clocks: Sequence[Deadline]) -> str:
    rows = [(_when(row), f"{_what(row)}<br>{_whose(row)}", _status(row)) for row in _in_order(clocks)]
    return markdown_table(("When", "What", "Status"), rows) if rows else "No clock runs."


def _when(row: Deadline) -> str:
    """Short lines: a table's cells do not wrap."""
    kept = row.kind == RuleKind.RETENTION
    first, other = (row.lenient_on, row.strict_on) if kept else (row.strict_on, row.lenient_on)
    lines = [f"**{first}**", RuleKind(row.kind).day_means]
    if first != other:
        lines = [*lines, f"{'strict' if kept else 'lenient'}: {other}"]
    if row.act_by and row.settled_on is None:
        lines = [*lines, f"act by **{row.act_by}**"]
    return "<br>".join(lines)


def _what(row: Deadline) -> str:
    return f"{row.title}<br>{row.rule}, {row.citation}"


def _whose(row: Deadline) -> str:
    whose = {"recordkeeper": "yours", "customs": "Customs'"}.get(row.bound, row.bound)
    return f"*{whose}*"


def _status(row: Deadline) -> str:
    return row.status.replace("_", " ") + (f" on {row.settled_on}" if row.settled_on else "")


def _in_order(rows: Iterable[Deadline]) -> list[Deadline]:
    return sorted(rows, key=lambda row: (_FIRST.get(row.status, 9), row.strict_on, row.rule, row.id))


def _what_follows(
    session: Session, matter: Matter, entries: Sequence[Entry], clocks: Sequence[Deadline], links: Links
) -> list[str]:
    """The forms, filled in, of what follows from how the clocks stand."""
    followed = [link for row in _in_order(clocks) for link in leads_of(session, matter, entries, row, links)]
    lines = dict.fromkeys(f"- [{safe(link.words)}]({link.url})" for link in followed)
    return ["## What follows", "\n".join(lines)] if lines else []


def _of_its_kind(
    session: Session,
    matter: Matter,
    entries: Sequence[Entry],
    clocks: Sequence[Deadline],
    links: Links,
    now: datetime,
) -> list[str]:
    match matter.lifecycle:
        case Lifecycle.DEMAND:
            return exposure_sections(entries, clocks)
        case Lifecycle.CERTIFICATION:
            today = today_in(matter.timezone, now)
            return certification_sections(session, matter, entries, clocks, links, today)
        case _:
            return []


def _why(row: Deadline, unclear: Mapping[str, str]) -> str:
    """Folded, so that the dates stay in sight; HTML without blank lines, which would end the fold."""
    reasons = [
        *row.trace,
        *(f"{number}: {unclear.get(number, 'no longer listed')}" for number in row.ambiguities),
    ]
    listed = "".join(f"• {escape(reason)}<br>" for reason in reasons)
    missed = f"If missed: {escape(row.if_missed)}<br>" if row.if_missed else ""
    return (
        f"<details><summary>Why {row.strict_on}? {escape(row.title)}</summary>"
        f"“{escape(row.quote)}”<br>{escape(row.citation)}<br>{listed}{missed}</details>"
    )


def _named(row: Deadline, unclear: Mapping[str, str]) -> list[str]:
    return [f"{number}: {unclear.get(number, 'no longer listed')}" for number in row.ambiguities]


def _defect(row: Defect, entries: Sequence[Entry]) -> str:
    where = entry_words(entries[row.entry_number - 1])
    cited = f" ({row.citation})" if row.citation else ""
    return f"- **{row.code.replace('_', ' ')}**{cited} at {where}: {row.text}"


def _docket_table(entries: Sequence[Entry]) -> str:
    corrected = {entry.replaces: entry.number for entry in entries if entry.replaces is not None}
    rows = [
        (f"E{entry.number}", str(entry.occurred_on), _said(entry, corrected), _by(entry)) for entry in entries
    ]
    return markdown_table(("Entry", "Day", "What", "Recorded"), rows) if rows else "Empty."


def _said(entry: Entry, corrected: Mapping[int, int]) -> str:
    title = load_law().title_of(entry.kind)
    facts = [f"{words_of(name)}: {safe(_value(value))}" for name, value in entry.facts.items()]
    belongs = [f"belongs to {', '.join(f'E{number}' for number in entry.of)}"] if entry.of else []
    replaces = [f"in place of E{entry.replaces}"] if entry.replaces else []
    gone = [f"corrected by E{corrected[entry.number]}"] if entry.number in corrected else []
    return "<br>".join([f"~~{title}~~" if gone else title, *facts, *belongs, *replaces, *gone])


def _value(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)


def _by(entry: Entry) -> str:
    return f"{safe(entry.recorded_by)}<br>{entry.recorded_at:%Y-%m-%d %H:%M} UTC"


def _told_table(session: Session, matter: Matter) -> str:
    wanted = (
        select(Alert, Message, Contact)
        .join(Message, col(Alert.message_id) == Message.id)
        .join(Contact, col(Alert.contact_id) == Contact.id)
        .where(Message.matter_id == matter.id)
        .order_by(col(Alert.id).desc())
    )
    rows = [
        (
            str(today_in(matter.timezone, alert.claimed_at)),
            f"{safe(contact.name)}<br>{'delivered' if message.state == 'sent' else '**not delivered yet**'}",
            "<br>".join(map(safe, message.content["subject"].split(": ", 2)[1:])),
        )
        for alert, message, contact in session.exec(wanted).all()
    ]
    return markdown_table(("Day", "Who", "What"), rows) if rows else "Nobody yet."
