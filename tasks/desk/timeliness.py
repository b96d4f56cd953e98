"""CBP timeliness as a page of the desk, and as a workbook: the days that CBP took, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.law.load import load_law
from models.law.text.rule import Rule
from models.record.scope import Scope, account_in
from models.record.tables.dockets import Account, Matter
from tasks.exchange.sheets import Table, Value, safe_book
from tasks.pages.timeliness_page import (
    band_lines,
    how_it_stands,
    late_lines,
    sentences,
    taken_lines,
    what_is_counted,
)
from tasks.timeliness.figures import Case, Figures, grouped
from tasks.timeliness.ledger import Ledger, steps

MOST, MOST_IN_A_FILE = 200, 2_000
"""The newest matters that are counted on the page, and in the workbook."""

LONGEST = 25
"""Cases that the page lists of a step, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of some cases of a step, in lines."""

    name: str
    taken: Sequence[str]
    bands: Sequence[str]
    late: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of CBP. `said`: the sentences for a petition, by importer."""

    rule: Rule
    counted: str
    said: Sequence[tuple[str, Sequence[str]]]
    groups: Sequence[Group]
    cases: Sequence[Case]
    more: int


def counted_matters(scope: Scope, account: Account | None) -> list[ColumnElement[bool]]:
    """The conditions on the matters that are counted for who sees `scope`."""
    only = [] if account is None else [col(Matter.account_id) == account.id]
    return [*([] if scope.account_ids is None else [scope.matters()]), *only]


def account_chosen(session: Session, scope: Scope, account_id: int | None) -> Account | None:
    """The importer that is counted alone: the one that is asked for, else the only one of theirs."""
    if account_id is not None:
        return account_in(session, scope, account_id)
    living = select(Account).where(col(Account.merged_into).is_(None), scope.accounts()).limit(2)
    found = session.exec(living).all()
    return found[0] if len(found) == 1 else None


def steps_in(ledger: Ledger) -> list[Step]:
    """Each step of which there are cases, in the order of the law."""
    by_rule: dict[str, list[Case]] = {}
    for case in ledger.cases:
        by_rule.setdefault(case.rule, []).append(case)
    of_one = ledger.account is not None
    return [_step(rule, by_rule[rule.id], of_one) for rule in steps(load_law()) if rule.id in by_rule]


def _step(rule: Rule, cases: Sequence[Case], of_one: bool) -> Step:
    newest = sorted(cases, key=lambda case: (case.started_on, case.docket_number, case.started), reverse=True)
    by_importer = grouped(cases, lambda case: case.importer)
    said = [(name, sentences(rule, figures.cases)) for name, figures in by_importer.items()]
    return Step(
        rule=rule,
        counted=what_is_counted(rule, cases),
        said=[(name, lines) for name, lines in said if lines],
        groups=_groups(cases, of_one),
        cases=newest[:LONGEST],
        more=max(0, len(newest) - LONGEST),
    )


def _groups(cases: Sequence[Case], of_one: bool) -> list[Group]:
    """All of them, then by importer, year and CBP office where there is more than one."""
    parts = [
        *([] if of_one else [grouped(cases, lambda case: case.importer)]),
        grouped(cases, lambda case: f"started in {case.started_on.year}"),
        grouped(cases, lambda case: f"CBP office: {case.office}"),
    ]
    several = [each for part in parts if len(part) > 1 for each in part.items()]
    return [_group(name, figures) for name, figures in (("All", Figures(cases)), *several)]


def _group(name: str, figures: Figures) -> Group:
    return Group(name=name, taken=taken_lines(figures), bands=band_lines(figures), late=late_lines(figures))


_FIGURES = ("Step", "Rule", "Group", "Days taken", "Share of the limit", "Late")
_CASES = (
    "Step",
    "Rule",
    "Docket number",
    "Importer",
    "CBP office",
    "From entry",
    "From",
    "Earliest last day",
    "Latest last day",
    "To entry",
    "To",
    "Ended by",
    "Days",
    "Days late",
    "Standing",
    "Entries that nobody has confirmed",
)


def timeliness_book(ledger: Ledger) -> bytes:
    """The figures, and every case, as a workbook; what is not counted has a sheet of its own."""
    law, found = load_law(), steps_in(ledger)
    figures = [
        [
            step.rule.title,
            step.rule.id,
            each.name,
            *("\n".join(lines) for lines in (each.taken, each.bands, each.late)),
        ]
        for step in found
        for each in step.groups
    ]
    tables = [
        Table("figures", _FIGURES, figures),
        Table("cases", _CASES, [_case(law.rules[case.rule], case) for case in ledger.cases]),
    ]
    if ledger.unread:
        tables.append(Table("not counted", ("Matter and cause",), [[line] for line in ledger.unread]))
    return safe_book(tables)


def _case(rule: Rule, case: Case) -> list[Value]:
    return [
        rule.title,
        rule.id,
        case.docket_number,
        case.importer,
        case.office,
        f"E{case.started}",
        case.started_on,
        case.strict_on,
        case.lenient_on,
        "" if case.ended is None else f"E{case.ended}",
        case.ended_on,
        load_law().title_of(case.ended_kind) if case.ended_kind else "",
        case.days,
        case.days_late,
        how_it_stands(case),
        ", ".join(f"E{number}" for number in case.unconfirmed),
    ]
