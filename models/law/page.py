"""The law as one page for lawyers to read: its rules, its ambiguities, and what of it is encoded."""

from collections.abc import Iterable, Mapping

from models.law.examples import run_example
from models.law.printing import NOT_ADVICE, count_words, markdown_table
from models.law.text.guidance import Ambiguity, Precedent
from models.law.text.rule import Law, Row, Rule
from models.law.text.vocabulary import Lifecycle


def law_page(
    law: Law, notes: Mapping[str, str] | None = None, office: Mapping[str, int | None] | None = None
) -> str:
    """Everything, as Markdown, with what an office's counsel says of ambiguities, and the numbers it set."""
    said = notes or {}
    parts = [
        "# The law as Landwaiter encodes it",
        f"{len(law.rules)} rules, each with its words, a wording's first day and worked "
        "examples in the files of `models/law`. This page is made from them by `python -m models.law page`.",
        "## Rules",
        *_rules(law, office or {}),
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


def _rules(law: Law, office: Mapping[str, int | None]) -> list[str]:
    differing = {example.rule for example in law.examples if run_example(example, law)}
    parts = []
    for lifecycle in Lifecycle:
        rows = [_rule(rule, law, office, rule.id in differing) for rule in law.rules_of(lifecycle)]
        head = ("Rule", "Counts, unclear, examples")
        parts += [f"### {lifecycle.capitalize()}", markdown_table(head, rows)]
    return parts


def _rule(rule: Rule, law: Law, office: Mapping[str, int | None], differs: bool) -> tuple[str, ...]:
    examples = sum(example.rule == rule.id for example in law.examples)
    counts = _office_words(rule, law, office) if rule.office else count_words(rule)
    unclear = " ".join(rule.ambiguities)
    lines = (
        f"{rule.kind}, {counts}",
        f"binds {rule.bound}",
        *([unclear] if unclear else []),
        f"{examples} {'example' if examples == 1 else 'examples'}: {_verdict(examples, differs)}",
    )
    return (
        f"**{rule.id}** {rule.title}<br>{rule.citation}",
        "<br>".join(lines),
    )


def _verdict(examples: int, differs: bool) -> str:
    if differs:
        return "DIFFERS" if examples == 1 else "DIFFER"
    return "holds" if examples == 1 else "hold"


def _office_words(rule: Rule, law: Law, office: Mapping[str, int | None]) -> str:
    """The number that the office has set, or the default."""
    setting = law.office[rule.id]
    number, unit = office.get(rule.id, setting.default), setting.unit.replace("_", " ")
    said = "off" if number is None else f"{number} {unit}"
    return f"{said} by the office" if rule.id in office else f"{said} by default, an office sets it"


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
    counts = f"Rows encoded: {len(encoded)}; without a clock: {len(without)}; left out: {len(left_out)}."
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
