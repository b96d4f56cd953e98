"""An import while it runs: row by row, each to its docket or to the list of errors."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import EntryInput, MatterInput
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle, Status
from models.record.bulk_entries import EntryRefused, OpenDocket
from models.record.docket_rows import docket_rows
from models.record.kept_entries import keep
from models.record.matters import find_account, open_matter
from models.record.scope import EVERYTHING, Scope
from models.record.tables.dockets import Matter
from tasks.exchange.import_again import exchanged_dates, questions
from tasks.exchange.import_cells import CellError, text_of
from tasks.exchange.import_matters import field_in, misdated, said_otherwise, unopened_matter
from tasks.exchange.import_rows import (
    Given,
    ReadEntry,
    docket_number_of,
    entry_of,
    kind_of_matter,
    loose_faults,
    matter_of,
    number_of,
    readable_texts,
)
from tasks.exchange.import_titles import NUMBER, BadCell
from tasks.exchange.import_walls import outside_of
from tasks.exchange.imported import Imported
from tasks.record.derive import PAGE, derive_all
from tasks.record.docket_words import in_form_words
from tasks.record.office_law import office_law


@dataclass(slots=True)
class ImportRun:
    """Takes rows, matters before entries, and keeps what they give."""

    session: Session
    by: str
    now: datetime
    scope: Scope = EVERYTHING
    """The importers of whoever imports: nothing of another one is found, changed or named."""

    done: Imported = field(default_factory=Imported)
    matters: dict[str, Matter] = field(default_factory=dict)
    """By docket number: those on record, the new ones, and those that could not be opened."""

    dockets: dict[str, OpenDocket] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Docket numbers of which nothing can be said before something else is mended."""

    met: dict[str, set[int]] = field(default_factory=dict)
    """The numbers of entries on record that the file has too."""

    def hold(self, docket_numbers: Collection[str]) -> None:
        """Finds the matters on record and holds them, in the order in which everybody does."""
        named = (col(Matter.docket_number).in_(docket_numbers), self.scope.matters())
        wanted = select(Matter).where(*named).order_by(col(Matter.id))
        for matter in self.session.exec(wanted.with_for_update()).all():
            self.matters[matter.docket_number] = matter

    def take_matter(self, given: Given) -> None:
        """Opens the matter of a row, or finds it on record."""
        draft, bad = matter_of(given, by=self.by)
        self.done.bad += bad
        if draft is None:
            self._look_outside(given, {each.column for each in bad})
            self._leave_unread(given)
        elif draft.docket_number in self.matters:
            self.done.known_matters += 1
            self.done.known.append((given.sheet, given.row))
            differing = said_otherwise(self.session, self.matters[draft.docket_number], draft)
            self.done.bad += [given.bad(name, said) for name, said in differing]
        else:
            self._open(given, draft)

    def _look_outside(self, given: Given, bad: Collection[str]) -> None:
        """What of a row that is wrong anyway is not for whoever imports it."""
        if docket_number_of(given) in self.matters:
            return
        said = readable_texts(given)
        found = [given.bad(*each) for each in outside_of(self.session, self.scope, said)]
        self.done.bad += [each for each in found if each.column not in bad]

    def _leave_unread(self, given: Given) -> None:
        """Where its kind is known, its entries are looked at all the same."""
        name, kind = docket_number_of(given), kind_of_matter(given)
        if not name or name in self.matters:
            return
        if kind is None:
            self.unread.add(name)
            return
        unopened = MatterInput(
            docket_number=name, lifecycle=kind, importer="-", opened_on=date.min, opened_by=self.by
        )
        self.matters[name] = unopened_matter(unopened, self.now)

    def _open(self, given: Given, draft: MatterInput) -> None:
        wrong = [*outside_of(self.session, self.scope, asdict(draft)), *misdated(draft, at=self.now)]
        try:
            is_new = find_account(self.session, draft.importer) is None
            matter = None if wrong else open_matter(self.session, draft, at=self.now)
        except RecordError as error:
            wrong.append((field_in(str(error)), str(error)))
            matter = None
        if matter is not None:
            self.done.matters += 1
            self.done.opened.append(draft)
            self.done.new_importers += [draft.importer] if is_new else []
        else:
            self.done.bad += [given.bad(*each) for each in wrong]
            # Where its first day is what is wrong, no entry is before it.
            since = date.min if "opened_on" in dict(wrong) else draft.opened_on
            matter = unopened_matter(replace(draft, opened_on=since), self.now)
        self.matters[draft.docket_number] = matter

    def take_entry(self, given: Given) -> None:
        """Puts the entry of a row to the end of its docket, or finds it on record."""
        name = docket_number_of(given)
        docket = self._docket(name, given)
        if docket is not None:
            self._put(given, docket)
        else:
            self.done.bad += loose_faults(given)
            if name in self.unread:
                self.done.waiting += 1
            else:
                self.done.bad.append(given.bad("matter", _no_matter(given)))

    def _docket(self, name: str, given: Given) -> OpenDocket | None:
        matter = self.matters.get(name)
        if matter is None or name in self.dockets:
            return self.dockets.get(name)
        if matter.id is None:
            self.dockets[name] = OpenDocket(matter, load_law(), self.now)
            return self.dockets[name]
        try:
            self.dockets[name] = OpenDocket.of(self.session, matter, load_law(), at=self.now)
        except RecordError as error:
            self.done.bad.append(
                given.bad("matter", f"the docket on record has an error: {in_form_words(str(error))}")
            )
            del self.matters[name]
            self.unread.add(name)
        return self.dockets.get(name)

    def _put(self, given: Given, docket: OpenDocket) -> None:
        read = entry_of(given, Lifecycle(docket.matter.lifecycle), by=self.by)
        number, misread = number_of(given)
        bad = [*read.bad, *misread]
        if bad or read.draft is None:
            bad += self._more_of(given, docket, read)
            docket.skip()
        else:
            try:
                bad += self._put_draft(given, docket, read.draft, number)
            except EntryRefused as error:
                bad += [given.bad(name, in_form_words(words)) for name, words in error.faults]
                docket.skip()
        self.done.bad += bad

    def _more_of(self, given: Given, docket: OpenDocket, read: ReadEntry) -> list[BadCell]:
        """What the docket refuses of a row beside the cells that are wrong by themselves."""
        if read.draft is None:
            return []
        found = [*docket.misnamed(read.draft), *docket.misdated(read.draft)]
        return [given.bad(name, words) for name, words in found if name not in read.unread]

    def _put_draft(
        self, given: Given, docket: OpenDocket, draft: EntryInput, number: int | None
    ) -> list[BadCell]:
        put = docket.put(draft)
        if put.already:
            self.done.known_entries += 1
            self.done.known.append((given.sheet, given.row))
            self.met.setdefault(docket.matter.docket_number, set()).add(put.entry.number)
        elif (fault := exchanged_dates(given, docket, put.entry)) is not None:
            return [fault]
        else:
            self.done.entries += 1
            self.done.fresh.append((docket.matter.docket_number, draft))
            name = docket.matter.docket_number
            self.done.put[name] = self.done.put.get(name, 0) + 1
        if number in (None, put.entry.number) or docket.unusable:
            return []
        return [
            given.bad(
                NUMBER,
                f"E{number}; by its place in the docket this entry is E{put.entry.number}; expected the same",
            )
        ]

    def keep(self) -> None:
        """Writes every docket and derives each once, however many entries are new."""
        for name, docket in self.dockets.items():
            self.done.corrected += self._corrected(name, docket)
            self.done.asked += questions(docket)
        changed = [docket for docket in self.dockets.values() if docket.fresh]
        self.done.entry_ids = keep(self.session, changed)
        self._derive([docket.matter for docket in changed])
        new = [each for name, each in self.matters.items() if name not in self.dockets]
        self.done.matter_ids = [each.matter.id for each in self.dockets.values() if each.fresh]
        self.done.matter_ids += [each.id for each in new if each.opened_at == self.now]
        opened = {each.docket_number for each in self.done.opened}
        self.done.opened_ids = [each.id for name, each in self.matters.items() if name in opened]

    def _derive(self, matters: Sequence[Matter]) -> None:
        law = office_law(self.session)
        for start in range(0, len(matters), PAGE):
            dockets = docket_rows(self.session, matters[start : start + PAGE])
            done = derive_all(self.session, [(docket, self.now) for docket in dockets], law)
            for docket in dockets:
                changes = done[docket.matter.id]
                if isinstance(changes, str):
                    raise RecordError(f"{docket.matter.docket_number} cannot be calculated: {changes}")
                self.done.started += len(changes.started)
                self.done.overdue += sum(row.status == Status.MISSED for row in changes.started)

    def _corrected(self, name: str, docket: OpenDocket) -> list[str]:
        """What the file has of a docket and somebody corrected since, beside the file."""
        met, new = self.met.get(name, set()), {entry.number for entry in docket.fresh}
        return [
            f"{name}: E{entry.replaces}"
            for entry in docket.entries
            if entry.replaces in met and entry.number not in met | new
        ]


def _no_matter(given: Given) -> str:
    """Why no matter has the docket number of an entry's row."""
    try:
        name = text_of(given.fields.get("matter"))
    except CellError as error:
        return str(error)
    said = f'"{name}"' if name else "no docket number"
    return f"{said}; expected one that is on record or in the sheet of matters"
