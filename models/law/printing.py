"""Answers in words, for a person at a terminal."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from models.law.engine.answer import Answer, Deadline, Problem
from models.law.exposure import Exposure
from models.law.text.rule import Law, Rule

WIDTH = 100
NOT_ADVICE = "Landwaiter computes and shows its reasons. It is not legal advice."


def answer_text(answer: Answer, law: Law) -> str:
    """Every clock with its days and reasons, then what is defective."""
    clocks = [_clock(deadline, law) for deadline in answer.deadlines] or ["No clock runs on this docket.\n"]
    problems = [_problem(problem) for problem in answer.problems]
    return "\n".join(
        [*clocks, *(["Defective on this docket:", *problems, ""] if problems else []), NOT_ADVICE]
    )


def _clock(deadline: Deadline, law: Law) -> str:
    strict, lenient = deadline.strict_on, deadline.lenient_on
    days = f"{strict}" if strict == lenient else f"{strict} (strict) or {lenient} (lenient)"
    lines = [
        f"{deadline.rule}  {deadline.title}",
        f"  {deadline.kind.day_means}: {days}   status: {deadline.status.replace('_', ' ')}"
        + (f" on {deadline.settled_on}" if deadline.settled_on else ""),
        f"  binds {deadline.bound}" + (f"; act by {deadline.act_by}" if deadline.act_by else ""),
        *_indented(f"{deadline.citation}: “{deadline.quote}”"),
        *[line for sentence in deadline.trace for line in _indented(f"- {sentence}")],
        *_indented(f"If missed: {deadline.if_missed}" if deadline.if_missed else ""),
        *[f"  {name}: {law.ambiguities[name].text}" for name in deadline.ambiguities],
    ]
    return "\n".join(lines) + "\n"


def _problem(problem: Problem) -> str:
    head = f"{problem.code} at entry {problem.entry}" + (f" ({problem.citation})" if problem.citation else "")
    return "\n".join(_indented(f"- {head}: {problem.text}"))


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def rules_text(rules: Iterable[Rule]) -> str:
    """The rule table: one line a rule."""
    head = ("rule", "kind", "binds", "counts", "citation", "title")
    rows = [(r.id, r.kind.value, r.bound.value, count_words(r), r.citation, r.title) for r in rules]
    return table([head, *rows])


def count_words(rule: Rule) -> str:
    """How a rule counts, in words."""
    if rule.office:
        return "office"
    unit = rule.unit.replace("_", " ")
    if rule.count == 1:
        unit = unit.removesuffix("s")
    elif unit == "exact day" and rule.count is not None:
        unit = "exact days"
    return unit if rule.count is None else f"{rule.count} {unit} {rule.direction}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns as wide as they need."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule of the table as JSON."""
    return {
        "id": rule.id,
        "lifecycle": rule.lifecycle.value,
        "kind": rule.kind.value,
        "bound": rule.bound.value,
        "title": rule.title,
        "citation": rule.citation,
        "starts": list(rule.starts),
        "count": rule.count,
        "unit": rule.unit.value,
        "direction": rule.direction.value,
        "office": rule.office,
        "movable": rule.movable,
        "met_by": list(rule.met_by),
        "if_missed": rule.if_missed,
        "ambiguities": list(rule.ambiguities),
        "versions": [
            {"in_force": each.in_force.isoformat(), "quote": each.quote, "edition": each.edition}
            for each in rule.versions
        ],
    }


def exposure_text(exposure: Exposure) -> str:
    """The amounts with their words."""
    return "\n".join(
        [
            f"For each release: at most ${exposure.for_each_release:,}",
            f"For {exposure.releases} release{'' if exposure.releases == 1 else 's'}: "
            f"at most ${exposure.maximum:,}",
            f"{exposure.cap.citation}: “{exposure.cap.quote}”, whichever is less",
            *(
                [f"Excused under 19 CFR 163.6(b)(3)({exposure.excused_by}), if it can be shown."]
                if exposure.excused_by
                else []
            ),
            NOT_ADVICE,
        ]
    )


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "&#124;") for cell in line) + " |" for line in lines)
