"""The table of a run, and the same as JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import KEYS, Figure

_HEAD = ("figure", "of", "value", "by processor", "beside", "how")


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown, one a line."""
    rows = [_HEAD, *map(_row, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    lines = [_line(row, widths) for row in rows]
    rule = "|".join(["", *("-" * (width + 2) for width in widths), "---", ""])
    return "\n".join([lines[0], rule, *lines[1:]])


def as_json(figures: Sequence[Figure], facts: Mapping[str, object]) -> dict[str, Any]:
    """Every key, by population and database where there are several; null where it was not measured.

    Under `cpu` are the same figures by the processor's time, under `why_not` the reasons of those that are
    null, under `also` what no key asks for.
    """
    said: dict[str, Any] = dict.fromkeys(KEYS)
    cpu: dict[str, Any] = {}
    also: dict[str, Any] = {}
    for figure in figures:
        _put(said if figure.key in KEYS else also, figure, figure.value)
        if figure.cpu is not None:
            _put(cpu, figure, figure.cpu)
    why_not = {figure.key: figure.note for figure in figures if figure.value is None}
    return {**said, "cpu": cpu, "also": also, "why_not": why_not, "machine": dict(facts)}


def write(path: Path, figures: Sequence[Figure], facts: Mapping[str, object]) -> None:
    """Writes the JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(figures, facts), indent=2) + "\n", encoding="utf-8")


def in_short(figure: Figure) -> str:
    """A figure in a line, for who waits for the table."""
    by_processor = "" if figure.cpu is None else f"({in_figures(figure.cpu)} by processor)"
    return " ".join(filter(None, (figure.key, *figure.of, _valued(figure), by_processor, figure.beside)))


def in_figures(value: float | None) -> str:
    """A number as people read it; a dash where there is none."""
    if value is None:
        return "–"
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _row(figure: Figure) -> tuple[str, ...]:
    by_processor = "" if figure.cpu is None else in_figures(figure.cpu)
    return figure.key, ", ".join(figure.of), _valued(figure), by_processor, figure.beside, figure.note


def _valued(figure: Figure) -> str:
    unit = f" {figure.unit}" if figure.unit and figure.value is not None else ""
    return in_figures(figure.value) + unit


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return f"| {' | '.join([*cells, row[-1]])} |"


def _put(into: dict[str, Any], figure: Figure, value: float | None) -> None:
    *before, last = (figure.key, *figure.of)
    for name in before:
        into[name] = into.get(name) or {}
        into = into[name]
    into[last] = value
