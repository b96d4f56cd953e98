"""Runs the worked examples of the law files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.law.answer import Answer, Deadline
from models.law.deadlines import derive
from models.law.docket import DocketError, read_docket
from models.law.rule import Example, Law

_EXPECTED = ("none", "problems", "anchor_on", "strict_on", "lenient_on", "act_by", "status", "settled_on")


def docket_of(example: Example, law: Law) -> dict[str, Any]:
    """The example as a docket: `as_of` is the day of its last entry, closures are none, unless it says so."""
    entries = [_plain(entry) for entry in example.given]
    last = max(str(entry.get("on", "")) for entry in entries)
    return {
        "lifecycle": law.rules[example.rule].lifecycle.value,
        "as_of": last if example.as_of is None else example.as_of.isoformat(),
        "closures": [day.isoformat() for day in example.closures],
        "office": dict(example.office),
        "entries": entries,
    }


def run_example(example: Example, law: Law) -> list[str]:
    """What differs from what the example expects; nothing where it holds."""
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
    return [
        f"expected {key} {wanted}, found {getattr(rows[0], key)}"
        for key, wanted in example.expect.items()
        if key not in ("none", "problems") and _value(rows[0], key) != wanted
    ]


def _value(row: Deadline, key: str) -> Any:
    return getattr(row, key, None)


def _plain(given: Any) -> Any:
    """TOML's days as a docket writes them."""
    if isinstance(given, Mapping):
        return {key: _plain(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_plain(value) for value in given]
    return given.isoformat() if isinstance(given, date) else given
