"""The values that the law files declare: events, rules and their wordings, examples, sections, the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from models.in_words import spaced
from models.law import fingerprint
from models.law.text.guidance import Ambiguity, Cost, Ground, Lead, Point, Precedent
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
    ambiguities: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    """Those of `ambiguities` that every answer of this rule names; the others where they bear on it."""
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


@dataclass(frozen=True, slots=True)
class Section:
    """One law file: its heading, our summary, the edition and the day it was read."""

    title: str
    summary: str
    edition: str
    read_on: date
    file: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the belonging table: the starts that begin a chain and the kinds that hang from them."""

    starts: tuple[str, ...]
    hangs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """A start that joins the chains of what it names, or of the one entry of `parent` that it follows."""

    start: str
    names: tuple[str, ...]
    parent: str
    when: str
    """A function of `models.law.engine.chain_joins`: whether the parent still waits for this start."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The belonging table of one lifecycle; `always` is one chain that is there from the beginning."""

    whole: bool
    """Every entry of the lifecycle belongs to one chain (audit, sale, improvement)."""
    lines: tuple[Line, ...] = ()
    always: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()

    def is_start(self, kind: str) -> bool:
        """Returns whether entries of this kind begin chains."""
        return any(kind in line.starts for line in self.lines)

    def is_copied(self, kind: str) -> bool:
        """Returns whether an entry of this kind starts one clock for each of its chains."""
        return not self.is_start(kind) and any(kind in line.hangs for line in self.lines)


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph that was checked for time limits: encoded as a rule, or the reason why not."""

    id: str
    citation: str
    no_clock: str = ""
    """Why it has no deadline."""
    not_encoded: str = ""
    """Why its deadline is left out."""


@dataclass(frozen=True)
class Law:
    """The whole pack, loaded and checked. Immutable; `load_law` keeps one for each directory."""

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
