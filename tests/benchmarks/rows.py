"""The rows of a matter as the record would keep them: entries with their chain, deadlines, log of changes."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from models.inputs import EntryInput
from models.law.load import load_law
from models.record.change_log import is_logged, key_of, row_digest
from models.record.deadlines import columns_of
from models.record.derivation import Derivation
from models.record.docket_rows import DocketRows
from models.record.docket_seal import linked
from models.record.dockets import mark_of
from models.record.hash_chain import digest
from models.record.tables.dockets import CurrentEntry, Deadline, Defect, Entry, Matter
from models.record.tables.proof import ChangePage
from models.wall_clock import morning_of
from tasks.alerts.deadline_view import state_of
from tasks.record.derive import derivation_of
from tasks.record.office_law import OfficeLaw
from tests.benchmarks.bulk import Rows
from tests.benchmarks.dockets import Planned
from tests.support.scenes import at

_BY = "Bench"


class Writer:
    """Turns matters into rows, with ids that count up."""

    def __init__(self, importers: int, now: datetime, proclaimed: set[date]) -> None:
        self.importers, self.now = importers, now
        self.law = OfficeLaw(law=load_law(), numbers={}, proclaimed=frozenset(proclaimed))
        self.entry_id = self.deadline_id = self.defect_id = 0
        self.rows: Rows = {}

    def take(self, planned: Planned, *, comes_up: bool) -> None:
        """Adds a matter. `comes_up`: the first look at its deadlines is yet to come."""
        matter = self._matter(planned)
        entries = self._entries(planned, matter)
        derivation = self._derived(matter, entries)
        self._add_deadlines(derivation, comes_up=comes_up)
        self._add_defects(derivation, comes_up=comes_up)

    def page(self) -> Rows:
        """All rows since the last page, with their page of the log of changes."""
        content: dict[str, str | None] = {}
        for name, rows in self.rows.items():
            table = SQLModel.metadata.tables[name]
            if is_logged(table):
                content.update((key_of(table, row), row_digest(table, row)) for row in rows)
        done, self.rows = self.rows, {}
        page = {"content": content, "hash": digest(content), "receipt_seq": None}
        return {**done, _table(ChangePage).name: [page]}

    def _add(self, row: SQLModel, **more: Any) -> None:
        table = _table(type(row))
        values = {column.name: getattr(row, column.name) for column in table.columns}
        self.rows.setdefault(table.name, []).append({**values, **more})

    def _matter(self, planned: Planned) -> Matter:
        first = date.fromisoformat(planned.entries[0]["on"])
        matter = Matter(
            id=planned.number,
            docket_number=planned.docket_number,
            lifecycle=planned.lifecycle,
            account_id=1 + planned.number % self.importers,
            opened_on=first,
            timezone=planned.timezone,
            opened_at=at(str(first)),
            opened_by=_BY,
        )
        self._add(matter)
        return matter

    def _entries(self, planned: Planned, matter: Matter) -> list[Entry]:
        entries: list[Entry] = []
        marks: dict[str, int] = {}
        for place, each in enumerate(planned.entries, start=1):
            draft = EntryInput(
                kind=each["kind"],
                occurred_on=date.fromisoformat(each["on"]),
                facts=each["facts"],
                of=tuple(int(name[1:]) for name in each["of"]),
                reference=f"R-{place}",
                recorded_by=_BY,
            )
            entry = linked(draft, matter, entries, None, at=at(each["on"]))
            self.entry_id += 1
            entry.id = marks[mark_of(draft)] = self.entry_id
            entries.append(entry)
            self._add(entry)
        for mark, entry_id in marks.items():
            self._add(CurrentEntry(matter_id=matter.id, digest=mark, entry_id=entry_id))
        return entries

    def _derived(self, matter: Matter, entries: list[Entry]) -> Derivation:
        docket = DocketRows(matter=matter, entries=entries, deadlines=[], defects=[])
        derivation = derivation_of(docket, self.law, now=self.now)
        self._add(derivation.remembered(self.law.basis(docket.head, matter.timezone)))
        return derivation

    def _add_deadlines(self, derivation: Derivation, *, comes_up: bool) -> None:
        """Looked at today and up again tomorrow, where they run and do not come up now."""
        today = derivation.today
        tomorrow = morning_of(today + timedelta(days=1), derivation.matter.timezone)
        known_on = derivation.entries[-1].occurred_on
        for clock in derivation.answer.deadlines:
            rule, trigger, chain = derivation.identity_of(clock)
            columns = columns_of(clock)
            self.deadline_id += 1
            row = Deadline(
                id=self.deadline_id,
                matter_id=derivation.matter.id,
                rule=rule,
                trigger_root=trigger,
                chain_root=chain,
                set_on=known_on,
                law_hash=derivation.law.hash,
                derived_at=self.now,
                **columns,
            )
            if comes_up:
                self._add(row, next_step_at=self.now)
            else:
                self._add(row, looked_on=today, next_step_at=None if state_of(row).is_over else tomorrow)

    def _add_defects(self, derivation: Derivation, *, comes_up: bool) -> None:
        for problem in derivation.problems:
            self.defect_id += 1
            row = Defect(
                id=self.defect_id,
                matter_id=derivation.matter.id,
                code=problem.code,
                entry_number=derivation.entries[problem.entry].number,
                citation=problem.citation,
                text=problem.text,
                candidates=[derivation.entries[index].number for index in problem.candidates],
                law_hash=derivation.law.hash,
                derived_at=self.now,
            )
            self._add(row, next_step_at=self.now if comes_up else None)


def _table(kind: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(kind.__tablename__)]
