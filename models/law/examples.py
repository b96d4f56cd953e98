"""Runs the worked examples of the law files."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from models.law.derive import derive
from models.law.engine.answer import Answer, Deadline
from models.law.engine.business_days import Calendar
from models.law.engine.counting import rolled
from models.law.engine.docket import DocketError, read_docket
from models.law.exposure import ExposureError, amount, exposure
from models.law.text.guidance import Cost, Precedent
from models.law.text.rule import Example, Law

_DATES = ("anchor_on", "strict_on", "lenient_on", "act_by", "status", "settled_on")
_EXPECTED = ("none", "problems", "ambiguities", *_DATES)


def docket_of(example: Example, law: Law) -> dict[str, Any]:
    """Returns the example as a docket; by default `as_of` is the last entry's day, without closures."""
    entries = [_plain(entry) for entry in example.given]
    last = max(str(entry.get("on", "")) for entry in entries)
    return {
        "lifecycle": law.rules[example.rule].lifecycle.value,
        "as_of": last if example.as_of is None else example.as_of.isoformat(),
        "closures": [day.isoformat() for day in example.closures],
        "proclaimed": [day.isoformat() for day in example.proclaimed],
        "office": dict(example.office),
        "entries": entries,
    }


def run_example(example: Example, law: Law) -> list[str]:
    """Returns what differs from the example's expectation, in words; empty if it holds."""
    try:
        answer = derive(read_docket(docket_of(example, law), law), law)
    except DocketError as error:
        return [str(error)]
    unknown = [f"unknown key {key!r} in expect" for key in example.expect if key not in _EXPECTED]
    return unknown + _problems(example, answer) + _dates(example, answer)


def _problems(example: Example, answer: Answer) -> list[str]:
    raised = {problem.code for problem in answer.problems}
    wanted = set(example.expect.get("problems", ()))
    return [f"expected the problem {code}, found {sorted(raised)}" for code in sorted(wanted - raised)]


def _dates(example: Example, answer: Answer) -> list[str]:
    rows = [row for row in answer.deadlines if row.rule == example.rule]
    if example.expect.get("none"):
        return [f"expected no {example.rule}, found {len(rows)}"] if rows else []
    if len(rows) != 1:
        return [f"expected one {example.rule}, found {len(rows)}"]
    return _named(example, rows[0]) + [
        f"expected {key} {wanted}, found {getattr(rows[0], key)}"
        for key, wanted in example.expect.items()
        if key in _DATES and getattr(rows[0], key) != wanted
    ]


def _named(example: Example, row: Deadline) -> list[str]:
    """The ambiguities that the clock must name."""
    wanted = set(example.expect.get("ambiguities", ()))
    return [f"expected it to name {name}" for name in sorted(wanted - set(row.ambiguities))]


def run_cost(cost: Cost) -> list[str]:
    """Returns what differs from the maximum that the example expects; empty if it holds."""
    try:
        found = exposure(cost.culpability, amount(cost.appraised_value), excused_by=cost.excused_by).maximum
    except ExposureError as error:
        return [str(error)]
    return [] if found == amount(cost.maximum) else [f"expected at most {cost.maximum}, found {found}"]


def run_precedent(each: Precedent) -> list[str]:
    """Returns what differs from a reported case; a closed last day must name A1. Empty if it holds."""
    day = each.on + timedelta(days=each.count)
    found = rolled(day, day, Calendar(()))
    days = (found.strict_on, found.lenient_on)
    if days != (each.strict_on, each.lenient_on):
        return [f"expected {each.strict_on} and {each.lenient_on}, found {days[0]} and {days[1]}"]
    named = "A1" if found.rolled else "none"
    return [] if named == each.ambiguity else [f"expected it to name {each.ambiguity}, found {named}"]


def all_differences(law: Law) -> Iterator[tuple[str, str]]:
    """Yields, for every example that does not hold, its file, line and id, and what differs."""
    for example in law.examples:
        for text in run_example(example, law):
            yield f"{example.file}:{example.line}: {example.rule} {example.id}", text
    for cost in law.costs:
        yield from ((f"{cost.where}: {cost.id}", text) for text in run_cost(cost))
    for case in law.precedents:
        yield from ((f"{case.where}: {case.id}", text) for text in run_precedent(case))


def _plain(given: Any) -> Any:
    """TOML values with their dates in ISO form, as a docket has them."""
    if isinstance(given, Mapping):
        return {key: _plain(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_plain(value) for value in given]
    return given.isoformat() if isinstance(given, date) else given
