"""The values that the law files declare: events, rules and their wordings, examples, sections, the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from models.in_words import spaced
from models.law import fingerprint
from models.law.text.belonging import Belonging
from models.law.text.guidance import Ambiguity, Cost, Ground, Lead, Point, Precedent
from models.law.text.sources import Row, Section
from models.law.text.vocabulary import Closing, Direction, Lifecycle, Party, RuleKind, Unit


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of entry: what may be recorded in a lifecycle, and the facts that go with it."""

    kind: str
    lifecycles: tuple[Lifecycle, ...]
    title: str
    help: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    closes: Closing | None = None
    record_only: bool = False
    """It is kept for the record only: no rule and no line of the belonging table uses it."""
    only_in: Mapping[str, str] = field(default_factory=dict)
    """Facts that go with it in one lifecycle only."""
    no_answer_if: str = ""
    """A yes/no fact with which the entry answers and lifts nothing."""
    file: str = ""
    line: int = 0

    def within(self, lifecycle: Lifecycle) -> "Event":
        """Returns the event with only the facts that go with it in a lifecycle."""
        kept = [name for name in self.optional if self.only_in.get(name, lifecycle) == lifecycle]
        return replace(self, optional=tuple(kept))


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a rule: its first day in force and the operative words."""

    in_force: date
    quote: str
    edition: str = ""
    formal: bool = False
    """This wording lets only a *formal* investigation lift the clock."""


@dataclass(frozen=True, slots=True)
class Move:
    """A notice that replaces both readings of a running clock by the day it names, if it is complete."""

    event: str
    to: str
    needs: tuple[str, ...]
    unless: str = ""
    """A yes/no fact with which the notice has no effect: the wrong officer gave it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A docket in miniature and the dates expected of one rule; run as a test by `check`."""

    rule: str
    given: tuple[Mapping[str, Any], ...]
    expect: Mapping[str, Any]
    why: str
    id: str = ""
    as_of: date | None = None
    closures: tuple[date, ...] = ()
    proclaimed: tuple[date, ...] = ()
    office: Mapping[str, int | None] = field(default_factory=dict)
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the law: what starts its clocks, how they count, what answers, moves and lifts them."""

    id: str
    citation: str
    lifecycle: Lifecycle
    kind: RuleKind
    title: str
    bound: Party
    starts: tuple[str, ...]
    unit: Unit
    versions: tuple[Version, ...]
    """Newest last; the wording in force on the trigger's day is quoted, the earliest one before that."""
    count: int | None = None
    direction: Direction = Direction.AFTER
    starts_if: Mapping[str, Any] = field(default_factory=dict)
    """Facts the starting entry must have, with their values (an absent yes/no fact counts as false)."""
    starts_when: str = ""
    """The name of a function of `models.law.conditions` that says whether a starting entry starts a clock."""
    starts_by: str = ""
    """The name of a function that finds the starts, where it is not each entry its own."""
    anchor: str = ""
    """A date fact of the trigger that is the anchor, or the name of a function of `models.law.conditions`."""
    reads_by: str = ""
    """The name of a function that gives both readings, where no count does."""
    more_than: bool = False
    """Threshold: it happens only after the period has fully passed (*for more than 1 year*)."""
    met_by: tuple[str, ...] = ()
    met_when: str = ""
    late_problem: str = ""
    """The problem that an answer after the last day is."""
    from_anchor: tuple[str, ...] = ()
    """Kinds of `met_by`, `lifted_by` or `used_by` that count only from the anchor's day on."""
    moved_by: Move | None = None
    lifted_by: tuple[str, ...] = ()
    lifted_when: str = ""
    lifted_by_any: tuple[str, ...] = ()
    """Kinds that lift whatever their chains and links."""
    only_later: tuple[str, ...] = ()
    """Kinds of `lifted_by` that count only after the trigger in docket order, even if they name it."""
    stopped_by: tuple[str, ...] = ()
    survives_closing: bool = False
    """The law lets it run on when the matter is closed."""
    status_by: str = ""
    """The name of a function that says where a clock stands, where its days alone do not."""
    in_doubt_by: str = ""
    """The ambiguity that `status_by` names if and only if the clock is never missed and never crossed."""
    noted_by: str = ""
    """The name of a function that names ambiguities which change no date."""
    played_by: str = ""
    """The name of a function that plays the whole clock (the petition right), where no row can say it."""
    one_clock: bool = False
    """One clock at most in a matter, whichever entry supplies its day."""
    rolls_by_law: bool = False
    """The law itself moves a closed last day, so that the readings agree."""
    movable: bool = False
    """Whether `due_date_fixed` moves it: an agreed, waived or court-set date."""
    office: bool = False
    """The number is an office setting, not law."""
    if_missed: str = ""
    once_met: str = ""
    """What stays to be kept or recorded when it is met, in sentences for people."""
    once_lifted: str = ""
    """What is to be done when the law no longer asks for it, or when it was stopped."""
    missed_to_do: str = ""
    """What to do when it is missed, where the usual words would do harm."""
    ambiguities: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    """Those of `ambiguities` that every answer of this rule names; the others where they bear on it."""
    quote_for: Mapping[str, str] = field(default_factory=dict)
    """The operative words of a start whose own words are others."""
    count_from: str = ""
    """Why the number stands in no quoted words, where it does not."""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A defect that a docket may have: its code, its citation and the text for people."""

    code: str
    citation: str
    text: str


@dataclass(frozen=True, slots=True)
class OfficeSetting:
    """A number that the law leaves open and an office sets; `default` None switches the rule off."""

    rule: str
    words: str
    unit: Unit
    default: int | None


@dataclass(frozen=True, eq=False)
class Law:
    """The whole pack, loaded and checked. Immutable; `load_law` keeps one for each directory.

    A law equals only itself, so that what follows from one alone can be found once.
    """

    sections: tuple[Section, ...]
    events: Mapping[str, Event]
    rules: Mapping[str, Rule]
    examples: tuple[Example, ...]
    problems: Mapping[str, ProblemText]
    office: Mapping[str, OfficeSetting]
    belonging: Mapping[Lifecycle, Belonging]
    ambiguities: Mapping[str, Ambiguity]
    leads: tuple[Lead, ...]
    grounds: tuple[Ground, ...]
    points: Mapping[str, Point]
    costs: tuple[Cost, ...]
    precedents: tuple[Precedent, ...]
    closures: frozenset[date]
    coverage: Mapping[str, Row]
    wording: str
    """The fingerprint of its texts."""

    equals: Mapping[str, str]
    """Hashes of released laws that were worked out otherwise, with the meaning that each of them has."""

    @cached_property
    def meaning(self) -> str:
        """The fingerprint of what it means: two laws that share it give the same dates."""
        counts = (self.events, self.rules, self.problems, self.office, self.belonging, self.closures)
        return fingerprint.meaning((*counts, self.ambiguities, self.leads, self.grounds, self.points))

    def shares_meaning(self, other_hash: str) -> bool:
        """Whether the law of another hash gives the same dates; of older ones the pack says it."""
        return self.equals.get(other_hash, other_hash[fingerprint.SIZE :]) == self.meaning

    @property
    def hash(self) -> str:
        """64 hexadecimal digits: the fingerprint of the wording, then that of the meaning."""
        return self.wording + self.meaning

    @property
    def not_read(self) -> tuple[str, ...]:
        """Returns the later amendments that were not read, each once, in the order of the files."""
        return tuple(dict.fromkeys(each for section in self.sections for each in section.not_read))

    def rules_of(self, lifecycle: Lifecycle) -> tuple[Rule, ...]:
        """Returns the rules of one lifecycle, in the order of the files."""
        return tuple(rule for rule in self.rules.values() if rule.lifecycle is lifecycle)

    def title_of(self, kind: str) -> str:
        """Returns an event's title; for a kind that the law no longer has, its name in words."""
        event = self.events.get(kind)
        return spaced(kind) if event is None else event.title

    def events_of(self, lifecycle: Lifecycle) -> tuple[Event, ...]:
        """Returns the events that may be recorded in one lifecycle, in the order of the files."""
        mine = [event for event in self.events.values() if lifecycle in event.lifecycles]
        return tuple(event.within(lifecycle) for event in mine)
