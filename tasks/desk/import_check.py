"""Checks an uploaded file against the record, and imports it: all of it, or nothing.

A check is an import that is undone. The import does the same again in its own transaction and compares: what
it comes to must be what the person saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.forms.fact_labels import words_of
from models.in_words import counted
from models.inputs import EntryInput
from models.law.load import load_law
from models.law.text.vocabulary import FACTS, FactType
from models.record.database import transaction
from models.record.likeness import nearly_named
from models.record.number_keys import matter_key
from models.record.scope import Scope
from models.record.sign_ins import sign_acts
from models.record.tables.dockets import Account, Matter
from models.record.tables.people import ToldAs
from tasks.desk.follow_up import run_later
from tasks.desk.import_rows import BadRow, bad_rows
from tasks.desk.uploads import Upload, forget_beside, keep_beside, kept_beside
from tasks.exchange.imported import Imported
from tasks.exchange.importing import FileRows, import_rows

LISTED = 100
"""New entries that a check lists, each with its dates."""

_ASKED = 50
"""New matters that are compared with what is nearly on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who imports: the person, the name under which it is recorded, and the importers that are theirs."""

    person_id: int
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A matter that is opened."""

    docket_number: str
    lifecycle: str
    importer: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry that is recorded: its docket number, its event, its date, and the dates that it says."""

    docket_number: str
    event: str
    occurred_on: date
    dates: tuple[tuple[str, date], ...]


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What an import comes to, as the person sees it before they say yes."""

    matters: list[NewMatter] = field(default_factory=list)
    new_importers: list[str] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)
    """New entries by docket number."""

    listed: list[ListedEntry] = field(default_factory=list)
    """The first of them."""

    known: dict[str, list[int]] = field(default_factory=dict)
    """The rows that are on record, or in the file twice, by sheet."""

    started: int = 0
    overdue: int = 0
    """How many of the new deadlines are missed already."""

    asked: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    waiting: int = 0
    examples: int = 0
    errors: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is new."""
        return not self.matters and not self.entries


@dataclass(slots=True, kw_only=True)
class Checked:
    """A check, as it is kept between the steps."""

    at: datetime
    outcome: Outcome
    bad: list[BadRow] = field(default_factory=list)


_CHECKED = TypeAdapter(Checked)
_KEPT = "check.json"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an import: the check that shows why nothing was imported, or None where it was."""

    outcome: Outcome
    instead: Checked | None = None


def keep_check(home: Path, upload: Upload, checked: Checked) -> None:
    """Keeps a check beside its upload. Raises `UploadGone`."""
    keep_beside(home, upload.key, _KEPT, _CHECKED.dump_json(checked))


def check_of(home: Path, upload: Upload) -> Checked | None:
    """The check that was kept; None where something was chosen since."""
    said = kept_beside(home, upload.key, _KEPT)
    return None if said is None else _CHECKED.validate_json(said)


def forget_check(home: Path, upload: Upload) -> None:
    """Forgets the check: something else was chosen."""
    forget_beside(home, upload.key, _KEPT)


def check(engine: Engine, given: FileRows, who: Who, *, now: datetime) -> Checked:
    """Imports it and undoes that. Raises `RecordError` while a change of the law waits."""
    with transaction(engine) as session:
        done = import_rows(session, given, by=who.name, now=now, scope=who.scope)
        found = Checked(
            at=now, outcome=_outcome(session, done, who.scope), bad=bad_rows(given.rows, done.bad, done.kinds)
        )
        session.rollback()
    return found


def take(
    engine: Engine, given: FileRows, who: Who, seen: Outcome, *, file: str, quietly: bool, now: datetime
) -> Done:
    """Imports it where it comes to what was seen: every row, signed by the person, with the run that alerts.

    Otherwise nothing is imported, and the answer has the new check.
    """
    with transaction(engine) as session:
        done = import_rows(session, given, by=who.name, now=now, scope=who.scope)
        outcome = _outcome(session, done, who.scope)
        if done.bad or outcome != seen:
            instead = Checked(at=now, outcome=outcome, bad=bad_rows(given.rows, done.bad, done.kinds))
            session.rollback()
            return Done(outcome, instead)
        signed = [*(f"matter:{id_}" for id_ in done.opened_ids), *(f"entry:{id_}" for id_ in done.entry_ids)]
        sign_acts(session, signed, who.person_id, at=now)
        if done.matter_ids:
            _follow(session, who, file, done.matter_ids, quietly=quietly, now=now)
        return Done(outcome)


def _follow(
    session: Session, who: Who, file: str, matters: Sequence[int], *, quietly: bool, now: datetime
) -> None:
    imported = {"file": file, "imported_at": now.isoformat(), "history": "Yes" if quietly else "No"}
    run_later(
        session,
        "follow-import",
        {"imported": imported},
        title=f"import of {file}",
        by=who.name,
        at=now,
        told_as=ToldAs.IMPORTED_QUIETLY if quietly else ToldAs.IMPORTED,
        matters=matters,
    )


def _outcome(session: Session, done: Imported, scope: Scope) -> Outcome:
    known: dict[str, list[int]] = {}
    for sheet, row in sorted(done.known):
        known.setdefault(sheet, []).append(row)
    return Outcome(
        matters=[NewMatter(m.docket_number, m.lifecycle, m.importer, m.opened_on) for m in done.opened],
        new_importers=done.new_importers,
        entries=done.put,
        listed=[_listed(*each) for each in done.fresh[:LISTED]],
        known=known,
        started=done.started,
        overdue=done.overdue,
        asked=[*_nearly_known(session, done, scope), *done.asked],
        corrected=done.corrected,
        waiting=done.waiting,
        examples=done.examples,
        errors=len(done.bad),
    )


def _listed(docket_number: str, draft: EntryInput) -> ListedEntry:
    said = [(words_of(name), day) for name, day in draft.facts.items() if FACTS[name] is FactType.DATE]
    days = tuple((words, date.fromisoformat(str(day))) for words, day in said)
    return ListedEntry(docket_number, load_law().title_of(draft.kind), draft.occurred_on, days)


def _nearly_known(session: Session, done: Imported, scope: Scope) -> list[str]:
    """A question about each new matter or importer that may be one on record, of those that are theirs."""
    asked = []
    new = {each.docket_number for each in done.opened}
    for draft in done.opened[:_ASKED]:
        alike = select(Matter.docket_number).where(
            Matter.number_key == matter_key(draft.docket_number), scope.matters()
        )
        same = [number for number in session.exec(alike).all() if number not in new]
        if same:
            asked.append(f"{draft.docket_number} is nearly {same[0]}, on record. Is it another matter?")
    if not done.new_importers:
        return asked
    living = select(Account.name).where(col(Account.merged_into).is_(None), scope.accounts())
    names = [name for name in session.exec(living).all() if name not in done.new_importers]
    for importer in done.new_importers[:_ASKED]:
        near = nearly_named(importer, names)
        if near:
            asked.append(f"{importer} is nearly {near[0]}, on record. Is it another importer?")
    return asked


def in_short(outcome: Outcome) -> str:
    """What was imported, in a sentence or two."""
    entries = sum(outcome.entries.values())
    known = sum(map(len, outcome.known.values()))
    new = (
        f"New: {counted(len(outcome.matters), 'matter')}, {counted(entries, 'entry', 'entries')}, "
        f"{counted(outcome.started, 'deadline')}."
    )
    return f"{new} Already on record: {counted(known, 'row')}." if known else new
