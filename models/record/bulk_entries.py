"""Many entries at once: a docket held open, to whose end each is put as `put_entry` puts one.

`put_entry` reads the whole docket for each entry, which for 5,000 takes a quarter of an hour. Here it is
read once, the law judges each new entry beside those that it names, and `kept_entries.keep` writes all of
them together.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import EntryInput
from models.law.engine.docket import DocketError, read_docket
from models.law.text.rule import Law
from models.record.docket_seal import linked_columns, seal_of
from models.record.docket_size import check_room
from models.record.dockets import (
    check_day,
    check_numbers,
    check_reason,
    check_replaced,
    corrections_of,
    docket_of,
    entries_of,
    mark_of,
)
from models.record.said_entries import NewEntry, SaidEntry
from models.record.tables.dockets import CurrentEntry, Entry, Matter
from models.record.tables.proof import DocketSeal
from models.wall_clock import today_in


class EntryRefused(RecordError):
    """An entry that cannot be recorded, with all that is wrong.

    Its message is the first, as `put_entry` says it. `faults` are the fields of the form, empty for all of
    it, each with what is wrong.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(faults[0][1])
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry on its docket; `already`: it was there before."""

    entry: SaidEntry
    already: bool


@dataclass(slots=True)
class OpenDocket:
    """A docket, and what is to be put to its end."""

    matter: Matter
    law: Law
    at: datetime
    seal: DocketSeal | None = None
    entries: list[SaidEntry] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    """What tells each entry's fact apart, by the entry's number."""

    standing: dict[str, int] = field(default_factory=dict)
    """The numbers of the entries that stand, by their marks."""

    earlier: dict[str, list[int]] = field(default_factory=dict)
    """The numbers of what was on record before, corrected or not, that nothing put was found equal to."""

    corrected: dict[int, int] = field(default_factory=dict)
    """The number of the entry that corrects or withdraws each entry that is replaced."""

    fresh: list[NewEntry] = field(default_factory=list)
    unusable: set[int] = field(default_factory=set)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        """Reads the day of its zone once."""
        self.today = today_in(self.matter.timezone, self.at)

    @classmethod
    def of(cls, session: Session, matter: Matter, law: Law, *, at: datetime) -> "OpenDocket":
        """The docket of a matter on record, held by the caller. Raises `RecordError` where it is unsound."""
        known = entries_of(session, matter)
        opened = cls(matter, law, at, seal_of(session, matter), [*known], corrected=corrections_of(known))
        opened._judge(opened.entries)
        for entry in known:
            opened.marks[entry.number] = mark_of(_draft_of(entry))
            opened.earlier.setdefault(opened.marks[entry.number], []).append(entry.number)
        rows = select(CurrentEntry.digest, Entry.number).join(Entry, col(Entry.id) == CurrentEntry.entry_id)
        for mark, number in session.exec(rows.where(CurrentEntry.matter_id == matter.id)).all():
            opened.standing[mark], opened.marks[number] = number, mark
        return opened

    def put(self, draft: EntryInput) -> Placed:
        """The entry at the end of the docket. Raises `EntryRefused`.

        One that was on record before stays one even if it was corrected since: what somebody took back does
        not come again because the same list is read again.
        """
        known = self.entries
        if misnamed := self.misnamed(draft):
            raise EntryRefused([*misnamed, *self.misdated(draft)])
        mark = mark_of(draft)
        found = self._found(mark)
        if found is not None:
            return Placed(known[found - 1], already=True)
        wrong = [
            *_faults("", lambda: check_room(known)),
            *_faults("corrects", lambda: check_replaced(draft, self.corrected)),
            *_faults("why_corrected", lambda: check_reason(draft)),
            *self.misdated(draft),
        ]
        if wrong:
            raise EntryRefused(wrong)
        entry = NewEntry.of_columns(linked_columns(draft, self.matter, known, self.seal, at=self.at))
        self._judge_new(entry)
        self._append(entry, mark)
        return Placed(entry, already=False)

    def misnamed(self, draft: EntryInput) -> list[tuple[str, str]]:
        """The entries that it names and that the docket does not have, by the fields."""
        known = range(1, len(self.entries) + 1)
        if not _faults("", lambda: check_numbers(draft, known)):
            return []
        belonging, correcting = replace(draft, replaces=None), replace(draft, of=())
        return [
            *_faults("belongs_to", lambda: check_numbers(belonging, known)),
            *_faults("corrects", lambda: check_numbers(correcting, known)),
        ]

    def misdated(self, draft: EntryInput) -> list[tuple[str, str]]:
        """What is wrong with its day, by the field."""
        return _faults("occurred_on", lambda: check_day(draft, self.matter, self.today))

    def skip(self) -> None:
        """An unusable entry keeps the number it would have, so that others still name the right ones."""
        number = len(self.entries) + 1
        day = self.matter.opened_on
        self.entries.append(NewEntry({}, number, "", day, {}, [], None, "", self.at, 0, ""))
        self.unusable.add(number)

    def _found(self, mark: str) -> int | None:
        earlier = self.earlier.get(mark)
        return earlier.pop(0) if earlier else self.standing.get(mark)

    def _append(self, entry: NewEntry, mark: str) -> None:
        if entry.replaces is not None:
            self.corrected[entry.replaces] = entry.number
            former = self.marks.get(entry.replaces, "")
            if self.standing.get(former) == entry.replaces:
                del self.standing[former]
        self.entries.append(entry)
        self.fresh.append(entry)
        self.marks[entry.number] = mark
        self.standing[mark] = entry.number

    def _judge_new(self, entry: NewEntry) -> None:
        """By the law, unless it leans on an unusable one: then it is judged once that is mended."""
        near = [*self._near(entry), entry]
        if self.unusable.isdisjoint(each.number for each in near):
            try:
                self._judge(near)
            except RecordError as error:
                raise EntryRefused([(_field_in(str(error), entry), str(error))]) from None

    def _near(self, entry: SaidEntry) -> list[SaidEntry]:
        """The entries beside which it is judged: those it names, with what they name.

        All of them for a correction that belongs somewhere: only such a one can close a circle, for every
        other one names earlier entries and is named by none.
        """
        if entry.replaces is not None and entry.of:
            return self.entries
        near: set[int] = set()
        waiting = _names(entry)
        while waiting:
            number = waiting.pop()
            if number not in near:
                near.add(number)
                waiting += _names(self.entries[number - 1])
        return [self.entries[number - 1] for number in sorted(near)]

    def _judge(self, entries: Sequence[SaidEntry]) -> None:
        try:
            read_docket(docket_of(self.matter, entries, as_of=self.today), self.law)
        except DocketError as error:
            raise RecordError(_renumbered(str(error), entries)) from None


def _faults(field: str, check: Callable[[], None]) -> list[tuple[str, str]]:
    try:
        check()
    except RecordError as error:
        return [(field, str(error))]
    return []


def _names(entry: SaidEntry) -> list[int]:
    return [*entry.of, *([entry.replaces] if entry.replaces is not None else [])]


def _draft_of(entry: Entry) -> EntryInput:
    """As far as it tells facts apart."""
    return EntryInput(
        kind=entry.kind,
        occurred_on=entry.occurred_on,
        facts=entry.facts,
        of=tuple(entry.of),
        replaces=entry.replaces,
        reference=entry.reference,
        recorded_by=entry.recorded_by,
    )


def _renumbered(said: str, entries: Sequence[SaidEntry]) -> str:
    """The law counts from 0 in what it was shown; people know entries by their numbers."""

    def own(found: re.Match[str]) -> str:
        return f"E{entries[int(found[0].split()[-1])].number}"

    said = re.sub(r"\bEntry \d+", own, said)
    return re.sub(r"(?<=at the entries ).*", lambda found: re.sub(r"\d+", own, found[0]), said)


def _field_in(said: str, entry: SaidEntry) -> str:
    fact = re.match(r"E\d+ \(\w+\): (\w+) is ", said)
    if fact is not None and fact[1] in entry.facts:
        return fact[1]
    return "belongs_to" if said.startswith("Links ") else ""
