"""The days to come of the importers that somebody sees, as an agenda. Functions take the session first.

It shows what a calendar shows, and evidence that expires. Nothing is read beyond the days that are asked
for, and what does not fit is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, select

from models.in_words import dates, short_date
from models.law.text.vocabulary import RuleKind
from models.record.own_deadlines import OpenOwn, first_owns
from models.record.scope import Scope
from models.record.tables.dockets import Account, Deadline, Matter
from models.record.tables.office import Evidence, OwnDeadline
from tasks.alerts.evidence import point_words
from tasks.calendars.days import BY_ITSELF
from tasks.desk.evidence_expiring import expiring
from tasks.desk.whose import must_act
from tasks.record.deadline_words import day_means, status_words

DAYS = 90
"""Days that one page shows."""

MOST = 300
"""Days of the law that one page shows; and as many of the office's own."""

_AHEAD_OF_LAST_DAY = timedelta(days=21)
"""So much earlier at most one must act than on the last day: closed days in a row are fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One date of the agenda. `anchor` is where the matter's page shows it."""

    on: date
    title: str
    matter: Matter
    account: Account
    anchor: str
    says: str
    """What the day is, and both readings."""

    status: str
    whose: str
    cites: str
    """The rule and its citation; empty for a deadline of the office's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The dates from `since` up to, and not on, `until`."""

    since: date
    until: date
    months: Sequence[tuple[str, Sequence[Coming]]]
    through: date
    """The last day that is shown: the one before `until`, or an earlier one where not every date fits."""

    is_part: bool = False
    """Whether that day alone has more dates than fit."""

    @property
    def is_cut(self) -> bool:
        """Whether it ends before the 90 days do."""
        return self.is_part or self.through < self.until - timedelta(days=1)

    @property
    def is_empty(self) -> bool:
        """Whether no date is shown."""
        return not self.months


def read_agenda(
    session: Session, scope: Scope, since: date, *, account_id: int | None = None, most: int = MOST
) -> Agenda:
    """The dates of 90 days, of one importer or of all that are theirs."""
    until = since + timedelta(days=DAYS)
    of_matters = _of_matters(scope, account_id)
    found = [_of_law(since, *each) for each in _deadlines(session, of_matters, since, until, most + 1)]
    due = (col(OwnDeadline.due_on) >= since, col(OwnDeadline.due_on) < until)
    owns, _ = first_owns(session, most + 1, [*of_matters, *due])
    found += [_own(each) for each in owns]
    found += _evidence(session, of_matters, since, until, most + 1)
    found.sort(key=lambda each: (each.on, each.matter.docket_number, each.title))
    shown, through = _whole_days(found, most, until - timedelta(days=1))
    return Agenda(
        since=since,
        until=until,
        months=_by_month(shown),
        through=through,
        is_part=len(found) > most and bool(shown) and shown[-1].on == found[most].on,
    )


def _of_matters(scope: Scope, account_id: int | None) -> list[ColumnElement[bool]]:
    only = [] if account_id is None else [col(Matter.account_id) == account_id]
    return [*([] if scope.account_ids is None else [scope.matters()]), *only]


def _deadlines(
    session: Session, of_matters: Sequence[ColumnElement[bool]], since: date, until: date, most: int
) -> Sequence[tuple[Deadline, Matter, Account]]:
    """Those that run, by the first of their days to come; a lookback has none."""
    days = (col(Deadline.act_by), col(Deadline.strict_on))
    day = case(*((each >= since, each) for each in days), else_=col(Deadline.lenient_on))
    wanted = (
        select(Deadline, Matter, Account)
        .join(Matter, col(Deadline.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
        .where(col(Deadline.status).not_in([each.value for each in BY_ITSELF]))
        .where(col(Deadline.kind) != RuleKind.LOOKBACK.value)
        .where(col(Deadline.lenient_on) >= since, col(Deadline.strict_on) < until + _AHEAD_OF_LAST_DAY)
        .where(day < until, *of_matters)
    )
    return session.exec(wanted.order_by(day, col(Deadline.id)).limit(most)).all()


def _evidence(
    session: Session, of_matters: Sequence[ColumnElement[bool]], since: date, until: date, most: int
) -> list[Coming]:
    """The last days of evidence for a point of a checklist."""
    days = (col(Evidence.expires_on) >= since, col(Evidence.expires_on) < until)
    wanted = expiring([*days, *of_matters]).limit(most)
    return [
        Coming(
            on=row.expires_on or until,
            title=f"Renew the evidence for {point_words(row.point)}",
            matter=matter,
            account=account,
            anchor="checklist",
            says=f"{row.document} expires on {short_date(row.expires_on or until)}",
            status="on file",
            whose=f"must be renewed by {row.owner}",
            cites="",
        )
        for row, matter, account in session.exec(wanted).all()
    ]


def _whole_days(found: Sequence[Coming], most: int, last: date) -> tuple[Sequence[Coming], date]:
    """Only days of which every date is shown, unless one day alone is too much; and the last day shown."""
    if len(found) <= most:
        return found, last
    left_out = found[most].on
    whole = [each for each in found if each.on < left_out]
    return (whole, left_out - timedelta(days=1)) if whole else (found[:most], left_out)


def _by_month(found: Sequence[Coming]) -> list[tuple[str, list[Coming]]]:
    return [(month, list(some)) for month, some in groupby(found, key=lambda each: f"{each.on:%B %Y}")]


def _of_law(since: date, row: Deadline, matter: Matter, account: Account) -> Coming:
    """On the first day that is not over: the one by which to act, or the last day by either reading."""
    days = f"{day_means(row)} {dates((row.strict_on, row.lenient_on), short_date)}"
    return Coming(
        on=next((day for day in (row.act_by, row.strict_on) if day and day >= since), row.lenient_on),
        title=row.title,
        matter=matter,
        account=account,
        anchor=f"d{row.id}",
        says=days if row.act_by is None else f"act by {short_date(row.act_by)}, {days}",
        status=status_words(row),
        whose=must_act(row),
        cites=f"{row.rule}, {row.citation}",
    )


def _own(each: OpenOwn) -> Coming:
    own, matter, account = each
    return Coming(
        on=own.row.due_on,
        title=own.row.title,
        matter=matter,
        account=account,
        anchor=f"own{own.row.id}",
        says="your own deadline, not law",
        status="open",
        whose=f"assigned to {own.whose or 'the owner'}",
        cites="",
    )
