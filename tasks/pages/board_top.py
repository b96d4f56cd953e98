"""What stands on top of the board: what nears by itself, and late production that can still cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.in_words import counted, short_date
from models.law.printing import markdown_table
from models.law.text.vocabulary import Party, RuleKind
from models.record.dockets import current_kinds, entries_of
from models.record.tables.alerts import Acknowledgement, Contact
from models.record.tables.dockets import Account, Deadline, Matter
from models.wall_clock import today_in
from notifications.policy.pauses import HoldKind
from tasks.alerts.stake import value_of
from tasks.alerts.still_owed import PRODUCTION, exposure_words, is_late_production
from tasks.pages.deadline_cells import what, when
from tasks.pages.markdown import safe
from tasks.pages.runway_section import days_left

Row = tuple[Deadline, Matter, Account]
_MOST = 50
_OVER = "demand_closed"


@dataclass(frozen=True, slots=True)
class Top:
    """The runways with the value at stake, the late productions, and who has which deadline in hand."""

    runways: Sequence[Row] = ()
    late: Sequence[Row] = ()
    values: Mapping[int, str] = field(default_factory=dict)
    in_hand: Mapping[int, str] = field(default_factory=dict)


def read_top(session: Session, shown: Sequence[Row], today: date) -> Top:
    """Reads what stands on top of the deadlines that are shown."""
    runways = [row for row in shown if is_runway(row[0])]
    runways.sort(key=lambda row: row[0].act_by or row[0].strict_on)
    values = {row.id: value_of(entries_of(session, matter), row) for row, matter, _ in runways}
    return Top(runways, _late(session), values, _in_hand(session, [row[0].id for row in shown], today))


def is_runway(row: Deadline) -> bool:
    """Whether it happens by itself and can still be stopped by us."""
    return row.kind == RuleKind.THRESHOLD and row.bound == Party.RECORDKEEPER and row.settled_on is None


def _late(session: Session) -> list[Row]:
    """Late production in the demands that nobody has closed."""
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.rule).in_(PRODUCTION), col(Deadline.status).in_(("met_late", "met_in_gap")))
        .where(col(Deadline.withdrawn).is_(False))
        .order_by(col(Deadline.settled_on).desc(), col(Deadline.id))
        .limit(_MOST)
    )
    found = [row for row in session.exec(wanted).all() if is_late_production(row[0])]
    return [row for row in found if _OVER not in current_kinds(session, row[1])]


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
        parts += [f"## Late production: {len(said)}", markdown_table(head, said)]
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


def hand(row: Deadline, top: Top) -> str:
    """Who has a deadline in hand."""
    return safe(top.in_hand.get(row.id, "")) or "nobody has acknowledged it"


def linked(matter: Matter, pages: Mapping[int, str]) -> str:
    """The matter's number, with its page where it has one."""
    name, page = safe(matter.docket_number), pages.get(matter.id)
    return f"[{name}]({page})" if page else name
