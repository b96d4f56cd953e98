"""The page of the punctuality ledger: step by step, in figures, in sentences for a petition, case by case."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from models.law.load import load_law
from models.law.printing import NOT_ADVICE, count_words, markdown_table
from models.law.text.rule import Rule
from models.law.text.vocabulary import RuleKind
from tasks.pages.markdown import safe
from tasks.timeliness.figures import Case, Figures, grouped, matters_in, median_lateness
from tasks.timeliness.ledger import Ledger, steps

PUNCTUALITY = "punctuality"
"""The key of the page of the whole office; that of an importer adds its id."""

LONGEST = 100
"""Cases that the page lists of a step, the newest first."""

_DONE = {
    "AUD-05": ("the closing conference", "was scheduled"),
    "AUD-06": ("the report", "came"),
    "AUD-07": ("the copy of the report", "came"),
    "AUD-09": ("the closing conference", "was held"),
    "DEM-01": ("the written demand", "came"),
    "DEM-04": ("the answer to the request for more time", "came"),
    "PRG-12": ("the decision of the appeal of the denial", "came"),
    "PRG-14": ("the decision of the appeal of the removal", "came"),
    "RUL-01": ("the ruling", "came"),
    "RUL-01B": ("the ruling", "came"),
    "RUL-02": ("the ruling", "came"),
    "RUL-03": ("the publication of the ruling", "came"),
    "RUL-04": ("the decision of the appeal of the ruling", "came"),
    "RUL-06": ("the final notice", "came"),
}
"""What a sentence says of a step; of a rule that is not here, its title."""


def page_key(ledger: Ledger) -> str:
    """The key of a ledger's page."""
    return PUNCTUALITY if ledger.account is None else f"{PUNCTUALITY}-importer-{ledger.account.id}"


def punctuality_page(ledger: Ledger, pages: Mapping[int, str]) -> str:
    """The whole ledger; `pages` are the addresses of matters' pages by id."""
    whose = "the whole office" if ledger.account is None else safe(ledger.account.name)
    parts = [f"# How punctual Customs was: {whose}", _preface(ledger)]
    for rule in steps(load_law()):
        cases = [case for case in ledger.cases if case.rule == rule.id]
        if cases:
            parts += _step(rule, cases, pages, of_one=ledger.account is not None)
    if not ledger.cases:
        parts.append("No step of Customs is on record.")
    if ledger.unread:
        lines = "\n".join(f"- {safe(line)}" for line in ledger.unread)
        parts += ["## Not counted: the law cannot read them", lines]
    return "\n\n".join([*parts, f"*{NOT_ADVICE}*", ""])


def sentences(rule: Rule, cases: Sequence[Case]) -> list[str]:
    """What may be said of a step, for a petition. Late is only what every reading of the law calls late."""
    figures, (what, came) = Figures(cases), _DONE.get(rule.id, (f"“{rule.title}”", "was done"))
    if rule.kind is RuleKind.TARGET:
        return _no_law(rule, figures, f"{what} {came}")
    said, late = [], f"later than {_cited(rule)} allows"
    if figures.answered:
        of = f"{matters_in(figures.late)} of {_counted(matters_in(figures.answered))}"
        by = f", by {_lateness_of(figures.late)}" if figures.late else ""
        said = [f"In {of} on record {what} {came} {late}{by}.", *_shown_by_another(rule, figures.late)]
    if figures.overdue:
        many, on = _counted(matters_in(figures.overdue)), figures.overdue[0].today
        by = _lateness_of(figures.overdue)
        said += [f"In {many} on record {what} is still to come, {late}; on {on} by {by}."]
    return said


def _no_law(rule: Rule, figures: Figures, done: str) -> list[str]:
    if figures.quartiles is None:
        return []
    none = "the law gives no number of days" if rule.office else "the number of days is no law"
    many, middle = _counted(matters_in(figures.answered)), _days(figures.quartiles[1])
    return [f"In {many} on record {done} after a median of {middle}; {none}."]


def _lateness_of(cases: Sequence[Case]) -> str:
    by = _days(median_lateness(cases))
    return f"a median of {by}" if matters_in(cases) > 1 else by


def _shown_by_another(rule: Rule, late: Sequence[Case]) -> list[str]:
    """Where only the answer of a later step shows that it was done, it may have been done before that day."""
    law = load_law()
    later = {kind for each in steps(law) if each.id != rule.id for kind in each.met_by} - {*rule.met_by[:1]}
    kinds = [case.ended_kind for case in late if case.ended_kind in later]
    return [
        f"In {kinds.count(kind)} of these the day is that of “{law.title_of(kind)}”; it may have come before."
        for kind in dict.fromkeys(kinds)
    ]


def _preface(ledger: Ledger) -> str:
    cite = "Only matters of this importer are counted: its petitions may cite them."
    if ledger.account is None:
        cite = "For the office: a petition cites its own importer's matters only. Run *punctuality* for one."
    return (
        f"{len(ledger.cases)} steps in {_counted(len(ledger.matters))}, as the record stands on "
        f"{ledger.today}, by the law {ledger.law_hash[:12]}. {cite}\n\nDays are calendar days from the entry "
        "that starts a step to the one that answers it. Late is what every reading of the law calls late; a "
        "last day that a notice of delay, or an agreement, moved counts as moved. The office of Customs is "
        "the one that the matter names; where it names none, its time zone stands in its place."
        f"{_provisional(ledger)}"
    )


def _provisional(ledger: Ledger) -> str:
    number = sum(bool(case.unconfirmed) for case in ledger.cases)
    says = f"\n\n{number} of these steps rest on entries that nobody has confirmed yet: they are marked."
    return says if number else ""


def _step(rule: Rule, cases: Sequence[Case], pages: Mapping[int, str], *, of_one: bool) -> list[str]:
    newest = sorted(cases, key=lambda case: (case.started_on, case.docket_number, case.started), reverse=True)
    more = [f"And {len(newest) - LONGEST} more."] if len(newest) > LONGEST else []
    return [
        f"## {rule.title}",
        _what(rule, cases),
        *_ready(rule, cases, of_one=of_one),
        _table(cases, of_one=of_one),
        markdown_table(("Matter", "From, to", "Days"), [_line(case, pages) for case in newest[:LONGEST]]),
        *more,
    ]


def _what(rule: Rule, cases: Sequence[Case]) -> str:
    """The rule, its limit, and from which entry to which the days are counted."""
    law = load_law()
    starts = " or ".join(dict.fromkeys(law.title_of(kind) for kind in rule.starts))
    answers = [law.title_of(case.ended_kind) for case in cases if case.is_answered]
    ends = [f"{name} ({answers.count(name)})" for name in dict.fromkeys(answers)]
    to = f" to {' or '.join(ends)}" if ends else ""
    limit = "an office's number, not law" if rule.office else count_words(rule)
    return f"{rule.id}, {rule.citation}: {limit}. From {starts}{to}."


def _ready(rule: Rule, cases: Sequence[Case], *, of_one: bool) -> list[str]:
    """The sentences, ready to be copied; in the page of the office, those of each importer."""
    said = [f"> {sentence}" for sentence in sentences(rule, cases)]
    if of_one or not said:
        return ["\n>\n".join(said)] if said else []
    each = [
        f"<strong>{escape(name)}</strong>: {escape(' '.join(sentences(rule, figures.cases)))}<br>"
        for name, figures in grouped(cases, lambda case: case.importer).items()
        if sentences(rule, figures.cases)
    ]
    folded = f"<details><summary>For a petition, by importer</summary>{''.join(each)}</details>"
    return [" ".join(sentences(rule, cases)), folded]


def _table(cases: Sequence[Case], *, of_one: bool) -> str:
    """All of them, then by importer, year and office of Customs where there is more than one."""
    groups = [
        *([] if of_one else [grouped(cases, lambda case: case.importer)]),
        grouped(cases, lambda case: f"started in {case.started_on.year}"),
        grouped(cases, lambda case: case.office),
    ]
    rows = [_row("**All**", Figures(cases))]
    for group in groups:
        rows += [_row(safe(name), figures) for name, figures in group.items() if len(group) > 1]
    return markdown_table(("Whose", "Days taken", "Of the limit", "Late"), rows)


def _row(name: str, figures: Figures) -> tuple[str, str, str, str]:
    answered, quartiles = len(figures.answered), figures.quartiles
    taken = f"answered: {answered}"
    if quartiles:
        first, middle, third = quartiles
        taken += f"<br>median **{middle:g}**"
        taken += f"<br>quartiles {first:g} and {third:g}" if answered > 1 else ""
    bands = "<br>".join(f"{band}: {number}" for band, number in figures.bands.items() if number)
    return name, taken, bands or "–", _lateness(figures)


def _lateness(figures: Figures) -> str:
    answered, lines = len(figures.answered), []
    if answered:
        late, strictly = len(figures.late), len(figures.late_strictly)
        lines = [f"late: {late} of {answered} ({late / answered:.0%})"]
        lines += [f"by the strict reading: {strictly}"] if strictly != late else []
    lines += [f"open: {len(figures.open)}, overdue: {len(figures.overdue)}"] if figures.open else []
    lines += [f"ended otherwise: {len(figures.lifted)}"] if figures.lifted else []
    return "<br>".join(lines)


def _line(case: Case, pages: Mapping[int, str]) -> tuple[str, str, str]:
    name, page = safe(case.docket_number), pages.get(case.matter_id)
    matter = f"{f'[{name}]({page})' if page else name}<br>{safe(case.importer)}"
    ended = f"E{case.ended} of {case.ended_on}: {load_law().title_of(case.ended_kind)}"
    unconfirmed = ", ".join(f"E{number}" for number in case.unconfirmed)
    provisional = f"<br>provisional: nobody has confirmed {unconfirmed}" if unconfirmed else ""
    way = f"E{case.started} of {case.started_on}<br>{'open' if case.is_open else ended}{provisional}"
    return matter, way, f"**{case.days}**{' so far' if case.is_open else ''}<br>{_stands(case)}"


def _stands(case: Case) -> str:
    if case.lifted:
        return "ended otherwise" + (", when it was late" if case.is_late else "")
    if case.is_late:
        return f"late by {case.days_late} (last day {case.lenient_on})"
    if case.is_late_strictly:
        return f"late by the strict reading only ({case.strict_on}, {case.lenient_on})"
    return f"last day {case.lenient_on}" if case.is_open else "in time"


def _cited(rule: Rule) -> str:
    """The first citation: a section of the regulations as § 163.11(a)(5)."""
    return re.sub(r"^\d+ CFR ", "§ ", rule.citation.split(";")[0])


def _counted(matters: int) -> str:
    return f"{matters} matter{'' if matters == 1 else 's'}"


def _days(number: float) -> str:
    return f"{number:g} day{'' if number == 1 else 's'}"
