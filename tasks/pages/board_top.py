"""What stands on top of the board: what nears by itself, and late production that can still cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from models.in_words import counted, dollars, sentence, short_date
from models.law.printing import markdown_table
from models.law.text.vocabulary import Party, RuleKind
from models.record.amounts import Amount
from models.record.late_production import late_productions
from models.record.newest_versions import triggers_of
from models.record.tables.alerts import Acknowledgement, Contact
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from models.wall_clock import today_in
from notifications.policy.pauses import HoldKind
from tasks.alerts.still_owed import exposure_words
from tasks.pages.deadline_cells import what, when
from tasks.pages.markdown import safe
from tasks.pages.runway_section import days_left

Row = tuple[Deadline, Matter, Account]
_MOST = 50
_VALUE = "value_usd"


@dataclass(frozen=True, slots=True)
class Top:
    """The runways with the value at stake, the late productions, and who has which deadline in hand."""

    runways: Sequence[Row] = ()
    late: Sequence[Row] = ()
    late_left_out: Amount = field(default_factory=Amount)
    """How many more late productions there are."""

    values: Mapping[int, str] = field(default_factory=dict)
    in_hand: Mapping[int, str] = field(default_factory=dict)


def read_top(session: Session, shown: Sequence[Row], today: date) -> Top:
    """Reads what stands on top of the deadlines that are shown."""
    runways = [row for row in shown if is_runway(row[0])]
    runways.sort(key=lambda row: row[0].act_by or row[0].strict_on)
    triggers = triggers_of(session, [row.id for row, *_ in runways])
    values = {id_: value for id_, entry in triggers.items() if (value := value_in(entry))}
    late, left_out = late_productions(session, _MOST)
    in_hand = _in_hand(session, [row[0].id for row in shown], today)
    return Top(runways, rows_of(session, late), left_out, values, in_hand)


def rows_of(session: Session, ids: Sequence[int]) -> list[Row]:
    """The deadlines of these ids, each with its matter and importer, in the same order."""
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.id).in_(ids))
    )
    found = {row[0].id: row for row in session.exec(wanted).all()}
    return [found[id_] for id_ in ids]


def is_runway(row: Deadline) -> bool:
    """Whether it happens by itself and can still be stopped by us."""
    return row.kind == RuleKind.THRESHOLD and row.bound == Party.RECORDKEEPER and row.settled_on is None


def _in_hand(session: Session, ids: Sequence[int], today: date) -> dict[int, str]:
    """Who acknowledged which deadline, and until when it is theirs."""
    wanted = (
        select(Acknowledgement, Contact)
        .join(Contact, col(Acknowledgement.contact_id) == Contact.id)
        .where(col(Acknowledgement.deadline_id).in_(ids), Acknowledgement.kind == HoldKind.ACKNOWLEDGED.value)
        .where(col(Acknowledgement.until) >= today)
        .order_by(col(Acknowledgement.id))
    )
    return {
        each.deadline_id: f"{contact.name} acknowledged it until {short_date(each.until)}"
        for each, contact in session.exec(wanted).all()
    }


def top_sections(top: Top, pages: Mapping[int, str], now: datetime) -> list[str]:
    """The sections, runways first; days count from the day in each matter's zone."""
    parts: list[str] = []
    if top.runways:
        rows = [_runway(row, top, pages, today_in(row[1].timezone, now)) for row in top.runways]
        head = ("Days left to act", "What happens by itself, and whose it is")
        parts += [f"## Runways: {len(rows)}", markdown_table(head, rows)]
    if top.late:
        said = [_late_row(row, pages) for row in top.late]
        head = ("Matter", "What it can still cost")
        total, more = Amount(len(said)) + top.late_left_out, top.late_left_out
        rest = [f"{sentence(more.of('more late production'))}, settled before these."] if more else []
        parts += [f"## Late production: {total}", markdown_table(head, said), *rest]
    return parts


def _late_row(row: Row, pages: Mapping[int, str]) -> tuple[str, str]:
    deadline, matter, account = row
    return linked(matter, pages), f"{safe(account.name)}<br>{exposure_words(deadline)}"


def _runway(row: Row, top: Top, pages: Mapping[int, str], today: date) -> tuple[str, str]:
    deadline, matter, account = row
    left = f"**{counted(days_left(deadline, today), 'day')}**<br>{when(deadline)}"
    value = top.values.get(deadline.id, "")
    said = [
        f"{linked(matter, pages)}, {safe(account.name)}",
        what(deadline),
        *([f"at stake: {value}"] if value else []),
        hand(deadline, top),
    ]
    return left, "<br>".join(said)


def value_in(entry: Entry) -> str:
    """The value of the merchandise in dollars, where an entry gives one."""
    given = entry.facts.get(_VALUE)
    return "" if given is None else dollars(Decimal(str(given)))


def hand(row: Deadline, top: Top) -> str:
    """Who has a deadline in hand."""
    return safe(top.in_hand.get(row.id, "")) or "nobody has acknowledged it"


def linked(matter: Matter, pages: Mapping[int, str]) -> str:
    """The matter's number, with its page where it has one."""
    name, page = safe(matter.docket_number), pages.get(matter.id)
    return f"[{name}]({page})" if page else name
