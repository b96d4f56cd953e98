"""The docket of a matter as its page shows it, and its days in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from models.forms.fact_labels import words_of
from models.law.load import load_law
from models.law.text.vocabulary import Status
from models.record.dockets import current_entries
from models.record.own_deadlines import Own
from models.record.tables.dockets import Deadline, Entry
from models.record.tables.people import SignedAct
from tasks.alerts.evidence import point_words
from tasks.alerts.matter_context import MatterContext
from tasks.desk.owed import expiring_in, expiry_words
from tasks.pages.markdown import value_words
from tasks.record.deadline_words import day_means, status_words

MOST = 200
"""Entries that the page shows at once, the newest of a longer docket first seen."""

_AROUND = 40
"""Days of the timeline before today, and from today on."""

_QUIETLY = (Status.PENDING, Status.RUNNING, Status.NOT_OPEN, Status.KEEP, Status.FIXED)
"""The statuses of which the timeline says no more than the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """One entry: what it says, what became of it, and whether a person who was signed in recorded it."""

    row: Entry
    title: str
    facts: Sequence[tuple[str, str]]
    corrected_by: int | None
    is_current: bool
    is_provisional: bool
    is_signed: bool
    note: str
    """The privileged note, for who may read it; empty without one, or for anybody else."""

    @property
    def has_hidden_note(self) -> bool:
        """Whether there is a privileged note that the reader may not read."""
        return bool(self.row.privileged_note) and not self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketShown:
    """A stretch of the docket in its order; how many entries are before it and behind it."""

    entries: Sequence[EntryShown]
    before: int
    behind: int

    @property
    def first(self) -> int:
        """The number of the first entry that is shown; 0 without any."""
        return self.entries[0].row.number if self.entries else 0

    @property
    def last(self) -> int:
        """The number of the last one."""
        return self.entries[-1].row.number if self.entries else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the timeline: what happened or falls due, each with the place on the page that tells more."""

    on: date
    is_today: bool
    things: Sequence[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Days in order, and how many are left out before and behind them."""

    days: Sequence[Day]
    before: int
    behind: int


def signed(session: Session, subjects: Collection[str]) -> set[str]:
    """Which of these rows a person recorded who was signed in."""
    if not subjects:
        return set()
    return set(session.exec(select(SignedAct.subject).where(col(SignedAct.subject).in_(subjects))).all())


def docket_shown(
    session: Session, context: MatterContext, *, through: int | None, reads_notes: bool
) -> DocketShown:
    """The docket through an entry, or its newest entries."""
    entries = context.entries
    end = len(entries) if through is None else min(max(through, 1), len(entries))
    start = max(0, end - MOST)
    corrected = {each.replaces: each.number for each in entries if each.replaces is not None}
    current = {each.number for each in current_entries(entries)}
    by_people = signed(session, [f"entry:{each.id}" for each in entries[start:end]])
    return DocketShown(
        entries=[
            EntryShown(
                row=each,
                title=load_law().title_of(each.kind),
                facts=facts_shown(each),
                corrected_by=corrected.get(each.number),
                is_current=each.number in current,
                is_provisional=each.number in context.provisional,
                is_signed=f"entry:{each.id}" in by_people,
                note=each.privileged_note if reads_notes else "",
            )
            for each in entries[start:end]
        ],
        before=start,
        behind=len(entries) - end,
    )


def facts_shown(entry: Entry) -> list[tuple[str, str]]:
    """The facts of an entry, each with its label."""
    return [(words_of(name), value_words(value, name)) for name, value in entry.facts.items()]


def timeline(context: MatterContext, rows: Sequence[Deadline]) -> Timeline:
    """What happened and what falls due, by day; the days around today of a long one."""
    found: dict[date, list[tuple[str, str]]] = {context.today: []}
    ahead = [*_last_days(rows), *_own_days(context.owns), *_evidence(context)]
    for on, words, where in [*_events(context), *ahead]:
        found.setdefault(on, []).append((words, where))
    days = sorted(found)
    here = days.index(context.today)
    start, end = max(0, here - _AROUND), min(len(days), here + _AROUND)
    shown = [Day(on=day, is_today=day == context.today, things=found[day]) for day in days[start:end]]
    return Timeline(days=shown, before=start, behind=len(days) - end)


def _events(context: MatterContext) -> list[tuple[date, str, str]]:
    law = load_law()
    return [
        (each.occurred_on, f"E{each.number}, {law.title_of(each.kind)}", f"#e{each.number}")
        for each in current_entries(context.entries)
    ]


def _last_days(rows: Sequence[Deadline]) -> list[tuple[date, str, str]]:
    found: list[tuple[date, str, str]] = []
    for row in rows:
        readings: Mapping[date, str] = (
            {row.strict_on: day_means(row)}
            if row.strict_on == row.lenient_on
            else {row.strict_on: f"earliest: {day_means(row)}", row.lenient_on: f"latest: {day_means(row)}"}
        )
        stands = "" if row.status in _QUIETLY else f": {status_words(row)}"
        found += [(on, f"{row.title} ({means}){stands}", f"#d{row.id}") for on, means in readings.items()]
    return found


def _evidence(context: MatterContext) -> list[tuple[date, str, str]]:
    return [
        (on, f"Evidence for {point_words(row.point)} {expiry_words(on, context.today)}", "#checklist")
        for row, on in expiring_in(context)
    ]


def _own_days(owns: Sequence[Own]) -> list[tuple[date, str, str]]:
    return [
        (own.row.due_on, f"{own.row.title} (your own deadline, not law)", f"#own{own.row.id}") for own in owns
    ]
