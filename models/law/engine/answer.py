"""The answer to a docket: deadlines with their reasons, and the defects on the docket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.law.text.vocabulary import Party, RuleKind, Status


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock on the date of the calculation. Dates are days in the matter's own time zone.

    `trigger`, `known_by` and `chain` are indices into the docket's entries: the entry that started the clock,
    the one by which it stays the same clock, and the one that began its chain (None where the chain is always
    there). The last two identify the clock; none is printed. `trace` is worded when it is first read.
    """

    rule: str
    kind: RuleKind
    title: str
    citation: str
    bound: Party
    anchor_kind: str
    anchor_on: date
    strict_on: date
    lenient_on: date
    act_by: date | None
    status: Status
    settled_on: date | None
    if_missed: str
    quote: str
    ambiguities: tuple[str, ...]
    trace: Sequence[str]
    trigger: int
    known_by: int
    chain: int | None

    def as_json(self) -> dict[str, Any]:
        """Returns the public form; keys and their order are a contract, days are ISO dates."""
        return {
            "rule": self.rule,
            "kind": self.kind.value,
            "title": self.title,
            "citation": self.citation,
            "bound": self.bound.value,
            "anchor": {"kind": self.anchor_kind, "on": self.anchor_on.isoformat()},
            "strict_on": self.strict_on.isoformat(),
            "lenient_on": self.lenient_on.isoformat(),
            "act_by": _iso(self.act_by),
            "status": self.status.value,
            "settled_on": _iso(self.settled_on),
            "if_missed": self.if_missed,
            "quote": self.quote,
            "ambiguities": list(self.ambiguities),
            "trace": list(self.trace),
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect on the docket; `entry` is the index of the entry in the docket as given.

    `candidates` are the entries to which an entry in doubt could belong, by index; they are not printed.
    """

    code: str
    citation: str
    text: str
    entry: int
    candidates: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Returns the public form; `candidates` are left out."""
        return {"code": self.code, "citation": self.citation, "text": self.text, "entry": self.entry}


@dataclass(frozen=True, slots=True)
class Answer:
    """All clocks and problems of one docket on one day, sorted as the contract says."""

    deadlines: tuple[Deadline, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """Returns the public form of the whole answer, in its order."""
        return {
            "deadlines": [deadline.as_json() for deadline in self.deadlines],
            "problems": [problem.as_json() for problem in self.problems],
        }


def status_on(kind: RuleKind, strict_on: date, lenient_on: date, as_of: date) -> Status:
    """Returns the status on `as_of` of a clock that nothing has answered, lifted, used or stopped."""
    before, between, after = _UNSETTLED[kind]
    if kind in (RuleKind.RIGHT, RuleKind.THRESHOLD):
        return before if as_of < strict_on else between if as_of < lenient_on else after
    return before if as_of <= strict_on else between if as_of <= lenient_on else after


_LAST_DAY = (Status.PENDING, Status.AMBIGUOUS, Status.MISSED)
_UNSETTLED: Mapping[RuleKind, tuple[Status, Status, Status]] = {
    RuleKind.DEADLINE: _LAST_DAY,
    RuleKind.TARGET: _LAST_DAY,
    RuleKind.RECURRING: _LAST_DAY,
    RuleKind.RIGHT: (Status.NOT_OPEN, Status.AMBIGUOUS, Status.OPEN),
    RuleKind.THRESHOLD: (Status.RUNNING, Status.AMBIGUOUS, Status.CROSSED),
    RuleKind.RETENTION: (Status.KEEP, Status.KEEP, Status.DISPOSABLE),
    RuleKind.LOOKBACK: (Status.FIXED, Status.FIXED, Status.FIXED),
}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
