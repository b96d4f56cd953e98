"""Answers in words, for a person at a terminal. Dates are ISO dates, as in every command."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from models.in_words import counted, dollars, spaced
from models.law.engine.answer import Answer, Deadline, Problem
from models.law.exposure import DUTIES, DUTY_TOO, Exposure
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import Party, Unit

WIDTH = 100
NOT_ADVICE = "Landwaiter computes dates and shows its reasons. It is not legal advice."

PARTIES = {
    Party.RECORDKEEPER: "recordkeeper",
    Party.CUSTOMS: "CBP",
    Party.COURT: "court",
    Party.OTHER: "another party",
}
"""The parties as people read them; the JSON keeps the words of the vocabulary."""


def answer_text(answer: Answer, law: Law) -> str:
    """Returns every clock with its dates and reasons, then the defects; sentences are wrapped at `WIDTH`."""
    clocks = [_clock(deadline, law) for deadline in answer.deadlines] or ["This docket starts no deadline.\n"]
    problems = [_problem(problem) for problem in answer.problems]
    return "\n".join([*clocks, *(["Defects on this docket:", *problems, ""] if problems else []), NOT_ADVICE])


def _clock(deadline: Deadline, law: Law) -> str:
    strict, lenient = deadline.strict_on, deadline.lenient_on
    days = f"{strict}" if strict == lenient else f"{strict} (earliest) or {lenient} (latest)"
    lines = [
        f"{deadline.rule}  {deadline.title}",
        f"  {deadline.kind.day_means}: {days}   status: {spaced(deadline.status)}"
        + (f" on {deadline.settled_on}" if deadline.settled_on else ""),
        f"  party: {PARTIES[deadline.bound]}" + (f"; act by {deadline.act_by}" if deadline.act_by else ""),
        *_indented(f"{deadline.citation}: “{deadline.quote}”"),
        *[line for sentence in deadline.trace for line in _indented(f"- {sentence}")],
        *_indented(f"If missed: {deadline.if_missed}" if deadline.if_missed else ""),
        *[f"  Unclear law, {name}: {law.ambiguities[name].text}" for name in deadline.ambiguities],
    ]
    return "\n".join(lines) + "\n"


def _problem(problem: Problem) -> str:
    head = f"{problem.code}, entry {problem.entry}" + (f" ({problem.citation})" if problem.citation else "")
    return "\n".join(_indented(f"- {head}: {problem.text}"))


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def rules_text(rules: Iterable[Rule]) -> str:
    """Returns the rule table: a line of titles, then one line for each rule."""
    head = ("rule", "kind", "party", "counts", "citation", "title")
    rows = [(r.id, r.kind.value, PARTIES[r.bound], count_words(r), r.citation, r.title) for r in rules]
    return table([head, *rows])


def count_words(rule: Rule) -> str:
    """Returns how a rule counts: *90 calendar days after*; *your setting* where an office sets the number."""
    if rule.office:
        return "your setting"
    if rule.count is None:
        return "a date, not a count"
    if rule.unit is Unit.EXACT_DAY:
        return f"exactly {counted(rule.count, 'day')} {rule.direction}"
    return f"{counted(rule.count, spaced(rule.unit).removesuffix('s'))} {rule.direction}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Returns rows of equal length as lines, each column as wide as its longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def rule_json(rule: Rule) -> dict[str, Any]:
    """Returns a rule as `rules --json` prints it; days are ISO dates. The keys are a public contract."""
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
    """Returns the amounts in USD with the words of the law that cap them."""
    return "\n".join(
        [
            f"For each release: at most {dollars(exposure.for_each_release)}",
            f"For {counted(exposure.releases, 'release')}: at most {dollars(exposure.maximum)}",
            f"{exposure.cap.citation}: “{exposure.cap.quote}”, whichever is less",
            *(
                [f"Excused under 19 CFR 163.6(b)(3)({exposure.excused_by}), if you can show it."]
                if exposure.excused_by
                else []
            ),
            DUTY_TOO,
            *(f"{each.words} {each.citation}: “{each.quote}”" for each in DUTIES),
            NOT_ADVICE,
        ]
    )


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a Markdown table; a bar in a cell is escaped, nothing else is."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "&#124;") for cell in line) + " |" for line in lines)
