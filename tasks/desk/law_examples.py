"""The worked examples of the law, run against the engine: what each expects, and what is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from models.forms.fact_labels import words_of
from models.in_words import counted, long_date, sentence, spaced
from models.law.derive import derive
from models.law.engine.answer import Answer
from models.law.engine.docket import DocketError, read_docket
from models.law.examples import docket_of, run_cost, run_example, run_precedent
from models.law.text.guidance import Precedent
from models.law.text.rule import Example, Law
from models.law.text.vocabulary import RuleKind

_LABELS = {
    "none": "No such deadline",
    "anchor_on": "Counted from",
    "act_by": "Act by",
    "status": "Status",
    "settled_on": "Settled on",
    "problems": "Defects",
    "ambiguities": "Unclear law, at least",
}
"""What an example expects, in words."""

_READINGS = {"strict_on": ("Earliest", "at the earliest"), "lenient_on": ("Latest", "at the latest")}


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that an example expects, beside what the engine computes."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """An example as it came out just now; `differs` says in words what is not as expected."""

    name: str
    why: str
    given: Sequence[tuple[date, str]]
    conditions: Sequence[str]
    compared: Sequence[Compared]
    differs: Sequence[str]


def worked_examples(law: Law, rule_id: str) -> list[Worked]:
    """Runs every example of a rule."""
    mine = [each for each in law.examples if each.rule == rule_id]
    return [_worked(law, example, place) for place, example in enumerate(mine, start=1)]


def _worked(law: Law, example: Example, place: int) -> Worked:
    kind = law.rules[example.rule].kind
    try:
        answer: Answer | None = derive(read_docket(docket_of(example, law), law), law)
    except DocketError:
        # What `run_example` says of it is what differs.
        answer = None
    return Worked(
        name=example.id or f"Example {place}",
        why=example.why,
        given=[(entry["on"], _entry(law, entry)) for entry in example.given],
        conditions=_conditions(example),
        compared=[
            Compared(_label(kind, key), _words(wanted), _found(example, key, answer))
            for key, wanted in example.expect.items()
        ],
        differs=run_example(example, law),
    )


def _label(kind: RuleKind, key: str) -> str:
    """What an expectation is called: of what both dates are of the rule's kind."""
    if key not in _READINGS:
        return _LABELS.get(key, spaced(key))
    first, at_the = _READINGS[key]
    return f"{first} {kind.day_means}" if kind.is_answered else f"{sentence(kind.day_means)}, {at_the}"


def _entry(law: Law, entry: Mapping[str, Any]) -> str:
    facts = [f"{words_of(name)}: {_words(value)}" for name, value in entry.get("facts", {}).items()]
    return law.title_of(entry["kind"]) + (f" ({'; '.join(facts)})" if facts else "")


def _conditions(example: Example) -> list[str]:
    closed = [f"CBP is closed on {long_date(day)}" for day in example.closures]
    proclaimed = [f"An order closes federal offices on {long_date(day)}" for day in example.proclaimed]
    numbers = [f"Your setting for {rule}: {number or 'off'}" for rule, number in example.office.items()]
    as_of = [f"Calculated on {long_date(example.as_of)}"] if example.as_of else []
    return [*as_of, *closed, *proclaimed, *numbers]


def _words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return long_date(value)
        case list() | tuple():
            return ", ".join(spaced(str(each)) for each in value) or "none"
        case None:
            return "none"
        case _:
            return spaced(str(value))


def _found(example: Example, key: str, answer: Answer | None) -> str:
    if answer is None:
        return "cannot be computed"
    if key == "problems":
        return _words(sorted({problem.code for problem in answer.problems}))
    rows = [row for row in answer.deadlines if row.rule == example.rule]
    if key == "none":
        return _words(not rows)
    if len(rows) != 1:
        return counted(len(rows), "deadline")
    return _words(getattr(rows[0], key, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """How all examples of the law came out on a day."""

    run: int
    by_rule: Mapping[str, tuple[int, int]]
    """How many examples each rule has, and how many of them differ."""

    differ: int


@lru_cache(maxsize=4)
def verdicts(law: Law, _day: date) -> Verdicts:
    """Runs every example of the law, once a day."""
    by_rule: dict[str, tuple[int, int]] = {}
    for example in law.examples:
        number, differ = by_rule.get(example.rule, (0, 0))
        by_rule[example.rule] = (number + 1, differ + bool(run_example(example, law)))
    others = [*map(run_cost, law.costs), *map(run_precedent, law.precedents)]
    return Verdicts(
        run=len(law.examples) + len(others),
        by_rule=by_rule,
        differ=sum(differ for _, differ in by_rule.values()) + sum(bool(each) for each in others),
    )


def precedents_of(law: Law, ambiguity: str) -> list[tuple[Precedent, Sequence[str]]]:
    """The reported cases of an ambiguity, each with what the engine counts otherwise."""
    return [(each, run_precedent(each)) for each in law.precedents if each.ambiguity == ambiguity]
