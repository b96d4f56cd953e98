"""The alerts to come of the importers that somebody sees, if nothing more is recorded.

Bounded: of the matters in which an alert comes next, the first are foreseen, and the list ends with the last
day that is whole. Functions take the session first and never commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, union_all
from sqlmodel import Session, col, select

from models.record.mendings import NUMBER, formerly
from models.record.scope import Scope, matter_in
from models.record.tables.dockets import Account, Deadline, Matter
from models.record.tables.office import Evidence, OwnDeadline
from models.wall_clock import HOUSE_ZONE, today_in
from notifications.policy.forecast import Foreseen
from notifications.wording.links import Links
from tasks.alerts.forecast import DAYS, foreseen
from tasks.alerts.office_context import office_context

MOST, MOST_OF_ONE = 150, 300
"""Matters that are foreseen at once: of all importers, and of one that is asked for."""

SHOWN = 200
"""Alerts on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: an importer, a matter, the last day; None for all of theirs, and for 400 days."""

    account_id: int | None = None
    matter_id: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """One alert with its matter and importer."""

    alert: Foreseen
    matter: Matter
    importer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Every alert of these matters from today through a day; `is_cut`: other matters have some later."""

    alerts: Sequence[Upcoming]
    today: date
    through: date
    is_cut: bool

    def page(self, number: int) -> Sequence[Upcoming]:
        """One page of them, the first being 1."""
        return self.alerts[(number - 1) * SHOWN : number * SHOWN]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.alerts) // SHOWN))


def read_forecast(
    session: Session, scope: Scope, wanted: Wanted, *, now: datetime, most: int | None = None
) -> Forecast:
    """Foresees what is asked for, within what somebody sees."""
    today = today_in(HOUSE_ZONE, now)
    last = min(wanted.until or date.max, today + timedelta(days=DAYS))
    most = most or (MOST if wanted.account_id is None else MOST_OF_ONE)
    nearest = _nearest(session, _of_matters(scope, wanted), most + 1)
    through, is_cut = last, False
    if len(nearest) > most:
        # Whatever comes of the matters that are left out comes on the day of their next step, or later.
        before = nearest[most][1].date() - timedelta(days=1)
        through, is_cut = min(last, before), before < last
    rows = _matters(session, [id_ for id_, _ in nearest[:most]])
    by_number = {matter.docket_number: (matter, account) for matter, account in rows}
    office = office_context(session, Links(""), now)
    found = foreseen(session, office, [matter for matter, _ in rows], through, by_next_steps=True)
    alerts = [
        Upcoming(alert=each, matter=matter, importer=account.name)
        for each in found
        for matter, account in [by_number[each.docket_number]]
    ]
    return Forecast(alerts=alerts, today=today, through=through, is_cut=is_cut)


def matter_numbered(session: Session, scope: Scope, docket_number: str) -> Matter | None:
    """The matter of theirs that has a docket number, or had it once; None where there is none."""
    named = select(Matter).where(Matter.docket_number == docket_number, scope.matters())
    found = session.exec(named).first()
    if found is not None:
        return found
    former = (matter_in(session, scope, id_) for id_ in formerly(session, NUMBER, docket_number))
    return next((each for each in former if each is not None), None)


def _of_matters(scope: Scope, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [] if scope.account_ids is None else [scope.matters()]
    if wanted.account_id is not None:
        conditions.append(col(Matter.account_id) == wanted.account_id)
    if wanted.matter_id is not None:
        conditions.append(col(Matter.id) == wanted.matter_id)
    return conditions


def _nearest(
    session: Session, of_matters: Sequence[ColumnElement[bool]], most: int
) -> list[tuple[int, datetime]]:
    """The matters in which something comes next, the first of them; each with when it is looked at."""
    steps = union_all(
        *(
            select(table.matter_id, table.next_step_at).where(col(table.next_step_at).is_not(None))
            for table in (Deadline, Evidence, OwnDeadline)
        )
    ).subquery()
    first = func.min(steps.c.next_step_at)
    wanted = select(steps.c.matter_id, first).group_by(steps.c.matter_id).order_by(first, steps.c.matter_id)
    if of_matters:
        wanted = wanted.join(Matter, col(Matter.id) == steps.c.matter_id).where(*of_matters)
    return [(id_, at) for id_, at in session.exec(wanted.limit(most)).all()]


def _matters(session: Session, ids: Sequence[int]) -> Sequence[tuple[Matter, Account]]:
    wanted = select(Matter, Account).join(Account, col(Matter.account_id) == Account.id)
    return session.exec(wanted.where(col(Matter.id).in_(ids)).order_by(col(Matter.id))).all()
