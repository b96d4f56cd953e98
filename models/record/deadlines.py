"""What is derived from dockets, as stored: clocks and defects, updated in place, never deleted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import false
from sqlmodel import Session, select

from models.law.engine.answer import Deadline as Clock
from models.law.engine.answer import Problem, status_on
from models.law.load import load_law
from models.law.text.vocabulary import RuleKind, Status
from models.record.bulk import insert_rows, write_rows
from models.record.derivation import Changes, Derivation, Identity, Moved
from models.record.docket_rows import DocketRows
from models.record.tables.dockets import Deadline, Defect, Entry, Matter

_SAME = (
    "kind",
    "bound",
    "anchor_kind",
    "anchor_on",
    "strict_on",
    "lenient_on",
    "act_by",
    "status",
    "settled_on",
)
"""The columns whose change is news; a change of the other columns is only stored."""


_IDENTITY, _FAULT = (
    ("matter_id", "rule", "trigger_root", "chain_root"),
    ("matter_id", "code", "entry_number"),
)


def deadlines_of(session: Session, matter: Matter) -> Sequence[Deadline]:
    """Every clock ever derived from a docket, those withdrawn too."""
    return session.exec(select(Deadline).where(Deadline.matter_id == matter.id)).all()


def defects_of(session: Session, matter: Matter) -> Sequence[Defect]:
    """Every defect ever found on a docket, those cleared too."""
    return session.exec(select(Defect).where(Defect.matter_id == matter.id)).all()


def matters_naming(session: Session, ambiguity: str) -> list[int]:
    """The ids of the matters of which a clock relies on an ambiguity."""
    rows = session.exec(select(Deadline.matter_id, Deadline.ambiguities).where(Deadline.withdrawn == false()))
    return sorted({matter for matter, named in rows.all() if ambiguity in named})


def identity_of(row: Deadline) -> Identity:
    """The identity of a stored clock."""
    return row.rule, row.trigger_root, row.chain_root


def columns_of(clock: Clock) -> dict[str, Any]:
    """A clock as the columns of its row."""
    return {
        "kind": clock.kind.value,
        "bound": clock.bound.value,
        "citation": clock.citation,
        "anchor_kind": clock.anchor_kind,
        "anchor_on": clock.anchor_on,
        "strict_on": clock.strict_on,
        "lenient_on": clock.lenient_on,
        "act_by": clock.act_by,
        "status": clock.status.value,
        "settled_on": clock.settled_on,
        "if_missed": clock.if_missed,
        "ambiguities": _named(clock),
    }


def _named(clock: Clock) -> list[str]:
    """The ambiguities of its dates, then those that concern its rule without a bearing on any date."""
    concerning = [each.id for each in load_law().ambiguities.values() if clock.rule in each.concerns]
    return [*clock.ambiguities, *(name for name in concerning if name not in clock.ambiguities)]


def restate(rows: Sequence[Deadline], today: date) -> None:
    """Brings the statuses of running clocks up to a day by the days stored, where nothing may be derived."""
    law = load_law()
    for row in rows:
        rule = law.rules.get(row.rule)
        goes_by_facts = rule is not None and rule.status_by and not rule.in_doubt_by
        if row.withdrawn or row.settled_on is not None or goes_by_facts:
            continue
        in_doubt = rule is not None and rule.in_doubt_by in row.ambiguities
        row.status = _restated(row, today, in_doubt=in_doubt).value
        if row.status == Status.CROSSED:
            row.settled_on = row.lenient_on


def _restated(row: Deadline, today: date, *, in_doubt: bool) -> Status:
    """The status by the days alone; one in doubt is never missed, and no threshold in doubt is crossed."""
    kind = RuleKind(row.kind)
    status = status_on(kind, row.strict_on, row.lenient_on, today)
    is_unclear = in_doubt and (status is Status.MISSED or kind is RuleKind.THRESHOLD)
    return Status.AMBIGUOUS if is_unclear else status


def sync(docket: DocketRows, derivation: Derivation) -> Changes:
    """Puts what differs in the place of what is stored, and nothing else; `write_derived` keeps it.

    Whatever is news is looked at from `at` on.
    """
    changes, entries = Changes(clocks=derivation.clocks()), derivation.entries
    clocks = {identity: columns_of(clock) for identity, clock in changes.clocks.items()}
    defects = {
        (each.code, entries[each.entry].number): _defect_columns(each, entries)
        for each in derivation.problems
    }
    # Nothing is changed before all is known: what cannot be worked out leaves the docket as it was.
    _sync_clocks(docket, derivation, clocks, changes)
    _sync_defects(docket, derivation, defects, changes)
    return changes


def write_derived(session: Session, dockets: Iterable[DocketRows]) -> None:
    """Writes what `sync` changed of these dockets, a statement for each table; new rows get their ids."""
    of = list(dockets)
    deadlines = [row for docket in of for row in docket.deadlines]
    insert_rows(session, deadlines, _IDENTITY)
    write_rows(session, deadlines)
    defects = [row for docket in of for row in docket.defects]
    insert_rows(session, defects, _FAULT)
    write_rows(session, defects)


def _sync_clocks(
    docket: DocketRows,
    derivation: Derivation,
    found: Mapping[Identity, Mapping[str, Any]],
    changes: Changes,
) -> None:
    stored = {identity_of(row): row for row in docket.deadlines}
    for identity, columns in found.items():
        row = stored.get(identity)
        if row is None:
            rule, trigger, chain = identity
            row = Deadline(
                matter_id=derivation.matter.id,
                rule=rule,
                trigger_root=trigger,
                chain_root=chain,
                set_on=derivation.today,
                **columns,
            )
            _touch(row, derivation, news=True)
            docket.deadlines.append(row)
            changes.started.append(row)
        else:
            _update(row, columns, derivation, changes)
    for identity, row in stored.items():
        if identity not in found and not row.withdrawn:
            row.withdrawn = True
            _touch(row, derivation, news=True)
            changes.withdrawn.append(row)


def _update(row: Deadline, columns: Mapping[str, Any], derivation: Derivation, changes: Changes) -> None:
    differing = {name for name, value in columns.items() if getattr(row, name) != value}
    if not differing and not row.withdrawn and row.law_hash == derivation.law.hash:
        return
    before, came_back = (row.strict_on, row.lenient_on), row.withdrawn
    for name in differing:
        setattr(row, name, columns[name])
    row.withdrawn = False
    _touch(row, derivation, news=came_back or bool(differing & set(_SAME)))
    if came_back:
        row.set_on = derivation.today
        changes.started.append(row)
    elif (row.strict_on, row.lenient_on) != before:
        changes.moved.append(Moved(row, *before))
    if {"status", "settled_on"} & differing and not came_back:
        (changes.settled if row.settled_on else changes.restated).append(row)


def _touch(row: Deadline | Defect, derivation: Derivation, *, news: bool) -> None:
    row.law_hash, row.derived_at = derivation.law.hash, derivation.at
    if news:
        row.next_step_at = derivation.at


def _sync_defects(
    docket: DocketRows,
    derivation: Derivation,
    found: Mapping[tuple[str, int], Mapping[str, Any]],
    changes: Changes,
) -> None:
    stored = {(row.code, row.entry_number): row for row in docket.defects}
    for key, columns in found.items():
        row = stored.get(key)
        if row is None:
            row = Defect(matter_id=derivation.matter.id, code=key[0], entry_number=key[1], **columns)
            docket.defects.append(row)
        elif not row.withdrawn and _says_the_same(row, columns, derivation):
            _reword(row, columns, derivation)
            continue
        for name, value in columns.items():
            setattr(row, name, value)
        row.withdrawn = False
        _touch(row, derivation, news=True)
        changes.raised.append(row)
    for key, row in stored.items():
        if key not in found and not row.withdrawn:
            row.withdrawn = True
            _touch(row, derivation, news=True)
            changes.cleared.append(row)


def _reword(row: Defect, columns: Mapping[str, Any], derivation: Derivation) -> None:
    if row.law_hash != derivation.law.hash:
        row.citation, row.text = columns["citation"], columns["text"]
        row.law_hash = derivation.law.hash


def _says_the_same(row: Defect, columns: Mapping[str, Any], derivation: Derivation) -> bool:
    """Whether a defect on record is the one found; worded anew by another law it is no other defect."""
    reworded = row.law_hash != derivation.law.hash
    compared = ("candidates",) if reworded else tuple(columns)
    return all(getattr(row, name) == columns[name] for name in compared)


def _defect_columns(problem: Problem, entries: Sequence[Entry]) -> dict[str, Any]:
    candidates = [entries[index].number for index in problem.candidates]
    return {"citation": problem.citation, "text": problem.text, "candidates": candidates}
