"""The deadlines of a matter as its page shows them: days, status, whose, why, and what happens by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from models.law.load import load_law
from models.law.text.vocabulary import RuleKind, Status
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline, Defect, Entry
from notifications.wording.links import Links
from notifications.wording.message import Link
from tasks.alerts.deadline_view import state_of
from tasks.alerts.defects import entry_words, mending_links
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.next_steps import next_steps_of
from tasks.alerts.stake import at_stake, ways_out
from tasks.desk.names import Names
from tasks.desk.owed import Late, heading_now
from tasks.desk.whose import InHand, in_hand_of, must_act, owners_of
from tasks.pages.deadline_cells import URGENCY, in_order
from tasks.pages.runway_section import days_left
from tasks.record.deadline_name import deadline_name
from tasks.record.deadline_words import day_means, days_in_words, status_words
from tasks.record.reasons import Reasons

MOST = 200
"""Deadlines that the page shows, the most pressing first."""

_RUNS = (Status.RUNNING, Status.AMBIGUOUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineShown(Late):
    """One deadline of the page."""

    row: Deadline
    heading: str
    today: date
    owners: Sequence[Contact]
    in_hand: InHand | None
    why: Reasons
    unclear: Sequence["Unclear"]
    """What of the law is unclear here."""

    has_rule: bool
    """Whether the law on disk has its rule, so that a page shows it."""

    @property
    def name(self) -> str:
        """By which forms know it, such as AUD-06 of E3."""
        return deadline_name(self.row)

    @property
    def is_open(self) -> bool:
        """Whether something can still become of it, so that people may answer to it."""
        return not state_of(self.row).is_over

    @property
    def is_ahead(self) -> bool:
        """Whether its last day has not passed."""
        return self.row.lenient_on >= self.today

    @property
    def is_pressing(self) -> bool:
        """Whether it counts among the open deadlines."""
        return self.row.status in URGENCY

    @property
    def status(self) -> str:
        """How it stands."""
        return status_words(self.row)

    @property
    def whose(self) -> str:
        """Who must act by law, or may, with what it is that they do."""
        return must_act(self.row)

    @property
    def is_void(self) -> bool:
        """Whether it no longer applies, so that its days ask nothing of anybody."""
        return self.row.withdrawn or self.row.status in (Status.LIFTED, Status.STOPPED)

    @property
    def of(self) -> str:
        """To which entry it belongs, such as *of E3*: its name without the rule."""
        return self.name.removeprefix(self.row.rule)

    @property
    def days_left(self) -> int:
        """The days left to act."""
        return days_left(self.row, self.today)

    @property
    def readings(self) -> list[tuple[str, date]]:
        """Both readings of its day, each with what it is; the one to act by first."""
        means, earliest, latest = day_means(self.row), self.row.strict_on, self.row.lenient_on
        if earliest == latest:
            return [(means, earliest)]
        if RuleKind(self.row.kind) is RuleKind.RETENTION:
            return [(f"latest: {means}", latest), (f"earliest: {means}", earliest)]
        return [(f"earliest: {means}", earliest), (f"latest: {means}", latest)]


@dataclass(frozen=True, slots=True)
class Unclear:
    """A point on which the law is unclear: its number, and its words with counsel's note."""

    number: str
    words: str

    @property
    def readings(self) -> tuple[str, str] | None:
        """The first and the second reading; None where the law on disk does not list it."""
        known = load_law().ambiguities.get(self.number)
        return (known.strict, known.lenient) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runway:
    """What takes effect by itself: how long is left, what is at stake, and the events that still stop it."""

    row: Deadline
    left: int
    """Days."""

    gone: int
    whole: int
    """Days since the count began, and in all."""

    happens: str
    stake: str
    ways: Sequence[tuple[str, str]]
    """The kind and the title of each event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectShown:
    """A defect with the entry it is at."""

    row: Defect
    entry: Entry
    where: str
    mends: Sequence[Link]
    """The forms, filled in, that say which entry one in doubt belongs to."""


def deadlines_shown(
    session: Session, context: MatterContext, rows: Sequence[Deadline], names: Names
) -> list[DeadlineShown]:
    """These deadlines, in the order given."""
    owners = owners_of(session, [(row, context.matter) for row in rows])
    in_hand = in_hand_of(session, [(row, context.matter) for row in rows], context.today)
    unclear = context.office.unclear
    return [
        DeadlineShown(
            row=row,
            heading=heading_now(row, context.today),
            today=context.today,
            owners=owners[row.id],
            in_hand=_named(in_hand.get(row.id), names),
            why=context.why.of(row),
            unclear=[Unclear(name, unclear.get(name, "no longer listed")) for name in row.ambiguities],
            has_rule=row.rule in load_law().rules,
        )
        for row in rows
    ]


def _named(in_hand: InHand | None, names: Names) -> InHand | None:
    return in_hand and replace(in_hand, name=names.of(in_hand.name))


def standing(context: MatterContext) -> list[Deadline]:
    """The deadlines that the docket gives, the most pressing first."""
    return in_order(row for row in context.docket.deadlines if not row.withdrawn)


def runways(context: MatterContext, rows: Sequence[Deadline]) -> list[Runway]:
    """Each threshold that runs."""
    running = [
        row
        for row in rows
        if row.kind == RuleKind.THRESHOLD and row.settled_on is None and row.status in _RUNS
    ]
    return [_runway(context.entries, row, context.today) for row in running[:MOST]]


def _runway(entries: Sequence[Entry], row: Deadline, today: date) -> Runway:
    law = load_law()
    return Runway(
        row=row,
        left=days_left(row, today),
        gone=max(0, (today - row.anchor_on).days),
        whole=max(1, (row.strict_on - row.anchor_on).days),
        happens=days_in_words(row),
        stake=at_stake(entries, row),
        ways=[(kind, law.title_of(kind)) for kind in ways_out(row)],
    )


def steps(
    session: Session, context: MatterContext, rows: Sequence[Deadline], links: Links
) -> list[tuple[str, str]]:
    """The words and the address of each next step that the state of the deadlines suggests."""
    found = [
        (link.words, link.url)
        for row in rows[:MOST]
        for link in next_steps_of(session, context.matter, context.entries, row, links)
    ]
    return [step for step in dict.fromkeys(found) if step[1]]


def defects(context: MatterContext) -> list[DefectShown]:
    """The defects of the docket, as many as are shown of deadlines."""
    rows = [row for row in context.docket.defects if not row.withdrawn][:MOST]
    return [
        DefectShown(
            row=row,
            entry=context.entries[row.entry_number - 1],
            where=entry_words(context.entries[row.entry_number - 1]),
            mends=mending_links(context, row),
        )
        for row in rows
    ]
