"""The law as one page for lawyers to read: its rules, its ambiguities, and what of it is encoded."""

from collections.abc import Iterable, Mapping

from models.law.examples import run_example
from models.law.guidance import Ambiguity, Precedent
from models.law.printing import NOT_ADVICE, count_words, markdown_table
from models.law.rule import Law, Row, Rule
from models.law.vocabulary import Lifecycle


def law_page(law: Law, notes: Mapping[str, str] | None = None) -> str:
    """Everything, as Markdown; `notes` are what an office's counsel says of ambiguities, by their numbers."""
    said = notes or {}
    parts = [
        "# The law as Landwaiter encodes it",
        f"{len(law.rules)} rules, each with its words, a wording's first day and worked "
        "examples in the files of `models/law`. This page is made from them by `python -m models.law page`.",
        "## Rules",
        *_rules(law),
        "## Ambiguities",
        "Where the law is silent or contradicts itself. What Landwaiter does stands first. Where both "
        "readings bear on a day both days are computed: act by the strict one, accuse by the lenient one, "
        "keep records through the lenient one.",
        *(_ambiguity(each, law, said) for each in law.ambiguities.values()),
        "## Coverage",
        *_coverage(law),
        f"*{NOT_ADVICE}*",
    ]
    return "\n\n".join(parts) + "\n"


def _rules(law: Law) -> list[str]:
    differing = {example.rule for example in law.examples if run_example(example, law)}
    parts = []
    for lifecycle in Lifecycle:
        rows = [_rule(rule, law, rule.id in differing) for rule in law.rules_of(lifecycle)]
        head = ("Rule", "Counts", "Unclear, examples")
        parts += [f"### {lifecycle.capitalize()}", markdown_table(head, rows)]
    return parts


def _rule(rule: Rule, law: Law, differs: bool) -> tuple[str, ...]:
    examples = sum(example.rule == rule.id for example in law.examples)
    return (
        f"**{rule.id}** {rule.title}<br>{rule.citation}",
        f"{rule.kind}, {count_words(rule)}<br>binds {rule.bound}",
        f"{' '.join(rule.ambiguities) or '-'}<br>{examples} {'DIFFER' if differs else 'hold'}",
    )


def _ambiguity(each: Ambiguity, law: Law, notes: Mapping[str, str]) -> str:
    touched = [rule.id for rule in law.rules.values() if each.id in rule.ambiguities]
    lines = [
        f"### {each.id} {each.text}",
        each.does,
        f"- *Strict:* {each.strict}",
        f"- *Lenient:* {each.lenient}",
        f"- *Authorities:* {'; '.join(each.authorities)}",
        f"- *Touches:* {', '.join(touched) or 'no clock'}",
        *(_precedent(case) for case in law.precedents if case.ambiguity == each.id),
        *([f"- *Counsel:* {notes[each.id]}"] if each.id in notes else []),
    ]
    return "\n\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])


def _precedent(case: Precedent) -> str:
    return (
        f"- *{case.id}:* {case.case}: {case.count} days from {case.on} end on {case.strict_on} (strict) or "
        f"{case.lenient_on} (lenient). {case.held}"
    )


def _coverage(law: Law) -> list[str]:
    """Every row of what the law asks: a rule, or the reason why it is none."""
    rows = list(law.coverage.values())
    encoded = [row for row in rows if row.id in law.rules]
    without = [row for row in rows if row.no_clock]
    left_out = [row for row in rows if row.not_encoded]
    counts = f"{len(encoded)} rows are encoded, {len(without)} have no clock, {len(left_out)} are left out."
    return [
        counts,
        "### Encoded",
        markdown_table(("Row", "Paragraph"), [(row.id, row.citation) for row in encoded]),
        "### No clock",
        _reasons(without),
        "### Left out",
        _reasons(left_out),
    ]


def _reasons(rows: Iterable[Row]) -> str:
    return markdown_table(
        ("Row", "Paragraph", "Because"),
        [(row.id, row.citation, row.no_clock or row.not_encoded) for row in rows],
    )
