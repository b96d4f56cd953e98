"""The law as one Markdown page for lawyers: its rules, its ambiguities, and which paragraphs are encoded."""

from collections.abc import Iterable, Mapping, Sequence

from models.in_words import counted, long_date, spaced
from models.law.examples import run_example
from models.law.printing import NOT_ADVICE, PARTIES, count_words, markdown_table
from models.law.text.guidance import Ambiguity, Precedent
from models.law.text.rule import Law, Rule
from models.law.text.sources import Row
from models.law.text.vocabulary import Lifecycle


def law_page(
    law: Law,
    notes: Mapping[str, str] | None = None,
    office: Mapping[str, int | None] | None = None,
    closures: Sequence[str] = (),
) -> str:
    """Returns the page as Markdown.

    `notes` are counsel's notes by the ids of ambiguities. `office` are the numbers an office has set by the
    ids of rules, None where it switched the rule off. `closures` are the parts of a section on its closures.
    """
    said = notes or {}
    parts = [
        "# The law as Landwaiter encodes it",
        f"Landwaiter encodes {len(law.rules)} rules. For each rule, the files in `models/law` give the "
        "quoted words, the first day they were in force, and worked examples. `python -m models.law page` "
        "generates this page from those files.",
        "## Rules",
        "Each row gives the kind of rule, how it counts, the party that must act or whose goods or rights "
        "are at stake, the ambiguities it depends on, and whether its examples hold. The *recordkeeper* is "
        "the person who uses Landwaiter: an importer, broker, claimant or petitioner, or the person "
        "identified in a summons.",
        *_rules(law, office or {}),
        "## Ambiguities",
        "These are the points on which the law is silent or contradicts itself. Each section first says "
        "what Landwaiter does, then gives two readings. Where both readings give a date, Landwaiter "
        "computes both: act by the earlier date, call CBP late only after the later date, and keep records "
        "through the later date.",
        *(_ambiguity(each, law, said) for each in law.ambiguities.values()),
        *closures,
        "## Coverage",
        *_coverage(law),
        "## Editions",
        *_editions(law),
        f"*{NOT_ADVICE}*",
    ]
    return "\n\n".join(parts) + "\n"


def _rules(law: Law, office: Mapping[str, int | None]) -> list[str]:
    differing = {example.rule for example in law.examples if run_example(example, law)}
    parts = []
    for lifecycle in Lifecycle:
        rows = [_rule(rule, law, office, rule.id in differing) for rule in law.rules_of(lifecycle)]
        head = ("Rule", "Kind, count, party, ambiguities, examples")
        parts += [f"### {lifecycle.capitalize()}", markdown_table(head, rows)]
    return parts


def _rule(rule: Rule, law: Law, office: Mapping[str, int | None], differs: bool) -> tuple[str, ...]:
    examples = sum(example.rule == rule.id for example in law.examples)
    counts = office_words(rule, law, office) if rule.office else count_words(rule)
    unclear = " ".join(rule.ambiguities)
    lines = (
        f"{rule.kind}, {counts}",
        f"party: {PARTIES[rule.bound]}",
        *([unclear] if unclear else []),
        f"{counted(examples, 'example')} {_verdict(examples, differs)}",
    )
    return (
        f"**{rule.id}** {rule.title}<br>{rule.citation}",
        "<br>".join(lines),
    )


def _verdict(examples: int, differs: bool) -> str:
    if differs:
        return "DIFFERS" if examples == 1 else "DIFFER"
    return "holds" if examples == 1 else "hold"


def office_words(rule: Rule, law: Law, office: Mapping[str, int | None]) -> str:
    """The number that the office has set, or Landwaiter's default."""
    setting = law.office[rule.id]
    number, unit = office.get(rule.id, setting.default), spaced(setting.unit).removesuffix("s")
    said = "off" if number is None else counted(number, unit)
    return f"{said}, your setting" if rule.id in office else f"{said} by default, you can change it"


def _ambiguity(each: Ambiguity, law: Law, notes: Mapping[str, str]) -> str:
    touched = [
        rule.id for rule in law.rules.values() if each.id in rule.ambiguities or rule.id in each.concerns
    ]
    lines = [
        f"### {each.id} {each.text}",
        each.does,
        f"- *First reading:* {each.strict}",
        f"- *Second reading:* {each.lenient}",
        f"- *Authorities:* {'; '.join(each.authorities)}",
        *([f"- *Rules:* {', '.join(touched)}"] if touched else []),
        *(_precedent(case) for case in law.precedents if case.ambiguity == each.id),
        *([f"- *Counsel:* {notes[each.id]}"] if each.id in notes else []),
    ]
    return "\n\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])


def _precedent(case: Precedent) -> str:
    return (
        f"- *{case.id}:* {case.case}: {case.count} days from {long_date(case.on)} end on "
        f"{long_date(case.strict_on)} or, if the last day moves, on {long_date(case.lenient_on)}. {case.held}"
    )


def _coverage(law: Law) -> list[str]:
    """Every paragraph that was checked: its rule, or the reason why it has none."""
    rows = list(law.coverage.values())
    encoded = [row for row in rows if row.id in law.rules]
    without = [row for row in rows if row.no_clock]
    left_out = [row for row in rows if row.not_encoded]
    counts = (
        "These paragraphs were checked for time limits. "
        f"Encoded as rules: {len(encoded)}; without a deadline: {len(without)}; left out: {len(left_out)}."
    )
    return [
        counts,
        "### Encoded",
        markdown_table(("Row", "Paragraph"), [(row.id, row.citation) for row in encoded]),
        "### No deadline",
        _reasons(without),
        "### Left out",
        _reasons(left_out),
    ]


def _editions(law: Law) -> list[str]:
    """Which text each file was written from, when it was read, and which later amendments were not."""
    rows = [
        (each.title, each.edition, long_date(each.read_on), "; ".join(each.not_read) or "none known")
        for each in law.sections
    ]
    return [
        "Each section was written from the text named here. A later amendment that was not read may have "
        "changed a number of days: compare the section with today's text before you rely on it.",
        markdown_table(("Section", "Text", "Read on", "Later amendments not read"), rows),
    ]


def _reasons(rows: Iterable[Row]) -> str:
    return markdown_table(
        ("Row", "Paragraph", "Why"),
        [(row.id, row.citation, row.no_clock or row.not_encoded) for row in rows],
    )
