"""What the law files declare, as values: events, rules and their wordings, examples, sections, the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.law.vocabulary import Direction, Lifecycle, Party, RuleKind, Unit


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of entry: what may be recorded in a lifecycle, and the facts that go with it."""

    kind: str
    lifecycles: tuple[Lifecycle, ...]
    title: str
    help: str = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    closes: bool = False


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
    """One clock of the law: what starts it, how it counts, what answers, moves and lifts it."""

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
    anchor: str = ""
    """A date fact of the trigger that is the anchor, or the name of a function of `models.law.conditions`."""
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
    stopped_by: tuple[str, ...] = ()
    played_by: str = ""
    """The name of a function that plays the whole clock (the petition right), where no row can say it."""
    one_clock: bool = False
    """One clock at most in a matter, whichever entry supplies its day."""
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
    """A defect the docket may show: its code, its citation and what to tell a person."""

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
    """One law file: the section's heading, our plain words, its edition and the day it was read."""

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
class Belonging:
    """The belonging table of one lifecycle; `always` is one chain that is there from the beginning."""

    whole: bool
    """Every entry of the lifecycle belongs to one chain (audit, sale, improvement)."""
    lines: tuple[Line, ...] = ()
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """The whole pack, loaded and checked."""

    sections: tuple[Section, ...]
    events: Mapping[str, Event]
    rules: Mapping[str, Rule]
    examples: tuple[Example, ...]
    problems: Mapping[str, ProblemText]
    office: Mapping[str, OfficeSetting]
    belonging: Mapping[Lifecycle, Belonging]
    ambiguities: Mapping[str, str]
    closures: frozenset[date]
    hash: str
    """SHA-256 over the pack's files, in hexadecimal."""

    def rules_of(self, lifecycle: Lifecycle) -> tuple[Rule, ...]:
        """The rules of one lifecycle, in the order of the files."""
        return tuple(rule for rule in self.rules.values() if rule.lifecycle is lifecycle)

    def events_of(self, lifecycle: Lifecycle) -> tuple[Event, ...]:
        """The events that may be recorded in one lifecycle, in the order of the files."""
        return tuple(event for event in self.events.values() if lifecycle in event.lifecycles)
