"""The deadlines that the office set itself, on a matter's page and on the board, each marked as not law."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from models.in_words import sentence, short_date
from models.law.printing import markdown_table
from models.record.amounts import Amount
from models.record.own_deadlines import OpenOwn, Own, owns_of
from models.record.tables.dockets import Account, Matter
from models.wall_clock import moment, today_in
from notifications.policy.pauses import Hold
from notifications.wording.links import Links
from notifications.wording.own_deadline import NO_LAW, NOT_LAW, end_url, name_of
from tasks.alerts.telling_rows import own_holds_of
from tasks.pages.board_top import linked
from tasks.pages.markdown import safe

LONGEST = 100
"""Those that the board shows, by day."""


def own_sections(
    session: Session, matter: Matter, account: Account, links: Links, now: datetime
) -> list[str]:
    """Every one of a matter, ended ones last, with the forms that set one and end one."""
    owns, today = owns_of(session, matter), today_in(matter.timezone, now)
    form = links.form("add-own-deadline", {"deadline": {"matter": matter.docket_number}})
    owns.sort(key=lambda own: own.end is not None)
    holds = own_holds_of(session, [matter.id])
    rows = [
        (_when(own, today), "<br>".join([_what(own, matter, account, links), *_paused(own, holds, today)]))
        for own in owns
    ]
    table = [markdown_table(("Day", "Your own deadline"), rows)] if rows else []
    return ["## Your own deadlines, not law", f"{NO_LAW} [Add your own deadline]({form})", *table]


def board_owns(
    owns: Sequence[OpenOwn], more: Amount, pages: Mapping[int, str], links: Links, now: datetime
) -> list[str]:
    """Those that run, of every matter, by day; none where there is none. `more` are not shown."""
    if not owns:
        return []
    rows = [
        (
            _when(own, today_in(matter.timezone, now)),
            f"{linked(matter, pages)}, {safe(account.name)}<br>{_what(own, matter, account, links)}",
        )
        for own, matter, account in owns
    ]
    rest = [f"{sentence(more.of('more deadline'))} of your own, later than these."] if more else []
    heading = f"## Your own deadlines, not law: {Amount(len(owns)) + more}"
    return [heading, markdown_table(("Day", "Deadline"), rows), *rest]


def _when(own: Own, today: date) -> str:
    day, end = f"**{short_date(own.row.due_on)}**", own.end
    if end is not None:
        ended = f" {short_date(end.ended_on)}" if end.ended_on else ""
        return f"{day}<br>*{end.ended_as}{ended}*"
    if own.row.due_on < today:
        return f"{day}<br>*overdue*"
    return f"{day}<br>*{'today' if own.row.due_on == today else 'open'}*"


def _what(own: Own, matter: Matter, account: Account, links: Links) -> str:
    row, end = own.row, own.end
    lines = [safe(row.title), f"*{NOT_LAW}*", f"{name_of(row.id)}{_whose(own, account)}"]
    lines += [f"note: {safe(row.note)}"] if row.note else []
    lines.append(f"set by {safe(row.recorded_by)}, {moment(row.recorded_at)}")
    if end is None:
        return "<br>".join(
            [*lines, f"[done, or take it back]({end_url(links, matter.docket_number, row.id)})"]
        )
    why = f": {safe(end.reason)}" if end.reason else ""
    return "<br>".join([*lines, f"{end.ended_as}, recorded by {safe(end.recorded_by)}{why}"])


def _paused(own: Own, holds: Mapping[int, Sequence[Hold]], today: date) -> list[str]:
    """Who acknowledged or snoozed one that runs, and until when they asked for it."""
    if own.end is not None:
        return []
    return [
        f"{hold.kind} by {safe(hold.by)} until {short_date(hold.until)}"
        + (f": {safe(hold.next_action)}" if hold.next_action else "")
        for hold in holds.get(own.row.id, ())
        if hold.until >= today
    ]


def _whose(own: Own, account: Account) -> str:
    """Whose it is; nothing of one that ended as that of a contact who no longer answers for the importer."""
    if own.end is not None and own.row.contact_id and not own.whose:
        return ""
    return f", assigned to {safe(own.whose) if own.whose else f'the owner for {safe(account.name)}'}"
