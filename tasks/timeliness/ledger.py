"""CBP timeliness: the days that CBP took for each step for which the law, or your own setting, has days.

The law's own engine says which entries start and answer a step, in which chain and by which day: the
ledger and the deadlines cannot disagree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.law.derive import clocks_of, matter_of
from models.law.engine.clock import Clock
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import Direction, Party, RuleKind, Status, Unit
from models.record.closures import proclaimed_days
from models.record.confirmations import waiting
from models.record.database import reading
from models.record.dockets import docket_of
from models.record.matters import account_named
from models.record.office_settings import awaits_approval, office_of
from models.record.tables.dockets import Account, Entry, Matter
from models.wall_clock import HOUSE_ZONE, today_in
from tasks.record.docket_words import cause_words
from tasks.timeliness.figures import Case

_PAGE = 200
"""Matters that are read in one transaction."""

_IN_DAYS = (Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS)


@dataclass(slots=True)
class Ledger:
    """The steps of CBP in all matters, or in those of one importer."""

    today: date
    law_hash: str
    office: Mapping[str, int | None]
    """Your settings; a rule that you switched off counts by its default."""

    proclaimed: frozenset[date]
    """Every proclaimed closure: the law's own and yours."""

    account: Account | None = None
    matters: dict[int, Matter] = field(default_factory=dict)
    """The matters in which there is a step, by id."""

    cases: list[Case] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """The matters that the law cannot read, each with the cause: they are in no figure."""

    is_cut: bool = False
    """Whether matters are left out, because only the newest were asked for."""


@cache
def steps(law: Law) -> tuple[Rule, ...]:
    """The rules that give CBP days for a step. A limitation in years is no step, nor a count backward."""
    return tuple(
        rule
        for rule in law.rules.values()
        if rule.bound is Party.CUSTOMS
        and rule.kind in (RuleKind.DEADLINE, RuleKind.TARGET)
        and rule.unit in _IN_DAYS
        and rule.direction is Direction.AFTER
    )


def read_ledger(engine: Engine, *, importer: str = "", now: datetime) -> Ledger:
    """Reads every matter, or those of an importer, a page at a time.

    Raises `RecordError` for an importer not on record, and while a change of the law waits for approval.
    """
    with reading(engine) as session:
        ledger = _opened(session, account_named(session, importer) if importer else None, now)
        unconfirmed = waiting(session)
    wanted = [] if ledger.account is None else [col(Matter.account_id) == ledger.account.id]
    _fill(ledger, _matters(engine, wanted), unconfirmed, now)
    return ledger


def read_newest(
    engine: Engine,
    of_matters: Sequence[ColumnElement[bool]],
    account: Account | None,
    *,
    most: int,
    now: datetime,
) -> Ledger:
    """The same of the newest matters of which conditions hold, at most so many. Raises as `read_ledger` does.

    `account`: the importer whose matters they all are.
    """
    with reading(engine) as session:
        ledger = _opened(session, account, now)
        newest = select(Matter.id).where(_has_steps(), *of_matters).order_by(col(Matter.id).desc())
        ids = session.exec(newest.limit(most + 1)).all()
        unconfirmed = waiting(session, ids[:most])
    ledger.is_cut = len(ids) > most
    _fill(ledger, _matters(engine, [col(Matter.id).in_(ids[:most])]), unconfirmed, now)
    return ledger


def _fill(
    ledger: Ledger,
    matters: Iterable[tuple[Matter, Account, list[Entry]]],
    unconfirmed: Mapping[int, Mapping[int, int]],
    now: datetime,
) -> None:
    for matter, account, entries in matters:
        _add(ledger, matter, account, entries, now)
    ledger.cases = [_marked(case, unconfirmed.get(case.matter_id, {})) for case in ledger.cases]


def _marked(case: Case, unconfirmed: Mapping[int, int]) -> Case:
    named = {case.started, case.ended} - {None}
    numbers = {last for number, last in unconfirmed.items() if number in named}
    return replace(case, unconfirmed=tuple(sorted(numbers)))


def cases_of(
    ledger: Ledger, matter: Matter, account: Account, entries: Sequence[Entry], today: date
) -> list[Case]:
    """The steps of one docket as it stands on a day of its zone. Raises `DocketError`."""
    law, office, proclaimed = load_law(), ledger.office, ledger.proclaimed
    docket = read_docket(docket_of(matter, entries, as_of=today, office=office, proclaimed=proclaimed), law)
    played = matter_of(docket, law)
    found = [
        _case(clock, matter, account, entries, today)
        for rule in steps(law)
        if rule.lifecycle == docket.lifecycle
        for clock in clocks_of(played, rule)
    ]
    # An entry that belongs to several chains starts, and answers, the same step in each.
    return list({(case.rule, case.started, case.ended): case for case in found}.values())


def _case(clock: Clock, matter: Matter, account: Account, entries: Sequence[Entry], today: date) -> Case:
    by = clock.settled_by
    return Case(
        rule=clock.rule.id,
        matter_id=matter.id,
        docket_number=matter.docket_number,
        importer=account.name,
        office=matter.customs_office or f"not named, {matter.timezone}",
        started=entries[clock.trigger.index].number,
        started_on=clock.anchor_on,
        strict_on=clock.strict_on,
        lenient_on=clock.lenient_on,
        today=today,
        ended=None if by is None else entries[by.index].number,
        ended_kind="" if by is None else by.kind,
        ended_on=clock.settled_on,
        lifted=clock.status is Status.LIFTED,
    )


def _opened(session: Session, account: Account | None, now: datetime) -> Ledger:
    """An empty ledger with the settings by which it counts."""
    law = load_law()
    if awaits_approval(session, law):
        raise RecordError(
            "A change of the law awaits approval. Approve it with the form approve-law-change first."
        )
    office = {rule: number for rule, number in office_of(session, law).items() if number is not None}
    return Ledger(today_in(HOUSE_ZONE, now), law.hash, office, proclaimed_days(session, law), account)


def _add(ledger: Ledger, matter: Matter, account: Account, entries: Sequence[Entry], now: datetime) -> None:
    """What the law cannot read of one docket is said, and stops no other."""
    try:
        found = cases_of(ledger, matter, account, entries, today_in(matter.timezone, now))
    except DocketError as error:
        ledger.unread.append(f"{matter.docket_number}: {cause_words(error)}")
        return
    ledger.cases += found
    if found:
        ledger.matters[matter.id] = matter


def _matters(
    engine: Engine, wanted: Sequence[ColumnElement[bool]]
) -> Iterator[tuple[Matter, Account, list[Entry]]]:
    """Each matter of a kind that has such a step, with its importer and its docket, in the order of ids."""
    after = 0
    while True:
        with reading(engine) as session:
            page = _page(session, wanted, after)
            entries = _entries(session, [matter.id for matter, _ in page])
        for matter, account in page:
            yield matter, account, entries.get(matter.id, [])
            after = matter.id
        if len(page) < _PAGE:
            return


def _page(
    session: Session, wanted: Sequence[ColumnElement[bool]], after: int
) -> Sequence[tuple[Matter, Account]]:
    behind = (
        select(Matter, Account)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Matter.id) > after, _has_steps(), *wanted)
    )
    return session.exec(behind.order_by(col(Matter.id)).limit(_PAGE)).all()


def _has_steps() -> ColumnElement[bool]:
    """A condition on `Matter`: it is of a kind that has such a step."""
    return col(Matter.lifecycle).in_(sorted({rule.lifecycle.value for rule in steps(load_law())}))


def _entries(session: Session, matters: Sequence[int]) -> dict[int, list[Entry]]:
    wanted = select(Entry).where(col(Entry.matter_id).in_(matters))
    found: dict[int, list[Entry]] = {}
    for entry in session.exec(wanted.order_by(col(Entry.matter_id), col(Entry.number))).all():
        found.setdefault(entry.matter_id, []).append(entry)
    return found
