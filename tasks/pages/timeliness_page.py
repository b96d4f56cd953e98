"""The page of CBP timeliness: step by step, in figures, in sentences for a petition, case by case."""

import re
from collections.abc import Mapping, Sequence
from html import escape

from models.in_words import calendar_date, counted, short_date
from models.law.load import load_law
from models.law.printing import NOT_ADVICE, count_words, markdown_table
from models.law.text.rule import Rule
from models.law.text.vocabulary import RuleKind
from tasks.pages.markdown import safe
from tasks.timeliness.figures import Case, Figures, grouped, matters_in, median_lateness
from tasks.timeliness.ledger import Ledger, steps

PUNCTUALITY = "punctuality"
"""The key of the page of all importers; that of one importer adds its id."""

LONGEST = 100
"""Cases that the page lists of a step, the newest first."""

_DONE = {
    "AUD-05": ("CBP", "scheduled the closing conference"),
    "AUD-06": ("CBP", "completed the audit report"),
    "AUD-07": ("CBP", "sent the copy of the audit report"),
    "AUD-09": ("CBP", "held the closing conference"),
    "DEM-01": ("the written demand", "arrived"),
    "DEM-04": ("CBP", "answered the request for more time"),
    "PRG-12": ("CBP", "decided the appeal of the denial"),
    "PRG-14": ("CBP", "decided the appeal of the removal"),
    "RUL-01": ("CBP", "issued the ruling"),
    "RUL-01B": ("CBP", "issued the ruling"),
    "RUL-02": ("CBP", "issued the ruling"),
    "RUL-03": ("CBP", "published the ruling"),
    "RUL-04": ("CBP", "decided the appeal of the ruling"),
    "RUL-06": ("CBP", "published the final notice"),
}
"""Who did what, in the words of a sentence; a rule that is not here is named by its title."""


def page_key(ledger: Ledger) -> str:
    """The key of a ledger's page."""
    return PUNCTUALITY if ledger.account is None else f"{PUNCTUALITY}-importer-{ledger.account.id}"


def punctuality_page(ledger: Ledger, pages: Mapping[int, str]) -> str:
    """The whole ledger; `pages` are the addresses of matters' pages by id."""
    whose = "all importers" if ledger.account is None else safe(ledger.account.name)
    parts = [f"# CBP timeliness: {whose}", _preface(ledger)]
    for rule in steps(load_law()):
        cases = [case for case in ledger.cases if case.rule == rule.id]
        if cases:
            parts += _step(rule, cases, pages, of_one=ledger.account is not None)
    if not ledger.cases:
        parts.append("No CBP step is on record.")
    if ledger.unread:
        lines = "\n".join(f"- {safe(line)}" for line in ledger.unread)
        parts += ["## Not counted: matters with entries that cannot be read under the current law", lines]
    return "\n\n".join([*parts, f"*{NOT_ADVICE}*", ""])


def sentences(rule: Rule, cases: Sequence[Case]) -> list[str]:
    """Facts on a step, for a petition. A step is late only where every reading of the law calls it late."""
    figures, (who, did) = Figures(cases), _DONE.get(rule.id, ("CBP", f"completed the step “{rule.title}”"))
    if rule.kind is RuleKind.TARGET:
        return _no_law(figures, f"{who} {did}")
    said: list[str] = []
    if figures.answered:
        of = f"{matters_in(figures.late)} of {counted(matters_in(figures.answered), 'matter')}"
        by = f", by {_lateness_of(figures.late)}" if figures.late else ""
        late = f"{who} {did} later than {_cited(rule)} allows{by}"
        said = [f"In {of} on record, {late}.", *_shown_by_another(rule, figures.late)]
    if figures.overdue:
        many, on = counted(matters_in(figures.overdue), "matter"), calendar_date(figures.overdue[0].today)
        late = f"{_lateness_of(figures.overdue)} later than {_cited(rule)} allows"
        said += [f"In {many} on record, {who} has not yet {did}: as of {on}, {late}."]
    return said


def _no_law(figures: Figures, done: str) -> list[str]:
    if figures.quartiles is None:
        return []
    none = "No law sets a number of days for this step."
    many, middle = counted(matters_in(figures.answered), "matter"), _days(figures.quartiles[1])
    return [f"In {many} on record, {done} after a median of {middle}. {none}"]


def _lateness_of(cases: Sequence[Case]) -> str:
    by = _days(median_lateness(cases))
    return f"a median of {by}" if matters_in(cases) > 1 else by


def _shown_by_another(rule: Rule, late: Sequence[Case]) -> list[str]:
    """Where only the answer of a later step shows that it was done, it may have been done before that day."""
    law = load_law()
    later = {kind for each in steps(law) if each.id != rule.id for kind in each.met_by} - {*rule.met_by[:1]}
    kinds = [case.ended_kind for case in late if case.ended_kind in later]
    return [
        f"In {kinds.count(kind)} of these, the date is that of “{law.title_of(kind)}”: the step may have "
        "been done earlier."
        for kind in dict.fromkeys(kinds)
    ]


def _preface(ledger: Ledger) -> str:
    cite = "This page counts only this importer's matters, so its petitions may cite it."
    if ledger.account is None:
        cite = (
            "This page counts all importers and is for your own use. A petition may cite only its own "
            "importer's matters: run *punctuality* for that importer."
        )
    return (
        f"{counted(len(ledger.cases), 'step')} in {counted(len(ledger.matters), 'matter')} on record on "
        f"{calendar_date(ledger.today)}, under the law {ledger.law_hash[:12]}. {cite}\n\nDays are calendar "
        "days from the entry that starts a step to the entry that answers it. A step is late only if every "
        "reading of the law calls it late. If a notice of delay or an agreement moved a last day, the moved "
        "day counts. The CBP office is the one that the matter names. If it names none, its time zone is "
        "shown instead."
        f"{_provisional(ledger)}"
    )


def _provisional(ledger: Ledger) -> str:
    number = sum(bool(case.unconfirmed) for case in ledger.cases)
    says = f"Steps that rest on entries that nobody has confirmed yet: {number}, each marked *provisional*."
    return f"\n\n{says}" if number else ""


def _step(rule: Rule, cases: Sequence[Case], pages: Mapping[int, str], *, of_one: bool) -> list[str]:
    newest = sorted(cases, key=lambda case: (case.started_on, case.docket_number, case.started), reverse=True)
    more = [f"And {counted(len(newest) - LONGEST, 'more case')}."] if len(newest) > LONGEST else []
    return [
        f"## {rule.title}",
        what_is_counted(rule, cases),
        *_ready(rule, cases, of_one=of_one),
        _table(cases, of_one=of_one),
        markdown_table(("Matter", "From, to", "Days"), [_line(case, pages) for case in newest[:LONGEST]]),
        *more,
    ]


def what_is_counted(rule: Rule, cases: Sequence[Case]) -> str:
    """The rule, its limit, and from which entry to which the days are counted."""
    law = load_law()
    starts = " or ".join(dict.fromkeys(law.title_of(kind) for kind in rule.starts))
    answers = [law.title_of(case.ended_kind) for case in cases if case.is_answered]
    ends = [f"{name} ({answers.count(name)})" for name in dict.fromkeys(answers)]
    to = f" to {' or '.join(ends)}" if ends else ""
    limit = "your own setting, not law" if rule.office else count_words(rule)
    return f"{rule.id}, {rule.citation}: {limit}. Counted from {starts}{to}."


def _ready(rule: Rule, cases: Sequence[Case], *, of_one: bool) -> list[str]:
    """The sentences, ready to be copied; on the page of all importers, those of each importer."""
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
    """All of them, then by importer, year and CBP office where there is more than one."""
    groups = [
        *([] if of_one else [grouped(cases, lambda case: case.importer)]),
        grouped(cases, lambda case: f"started in {case.started_on.year}"),
        grouped(cases, lambda case: case.office),
    ]
    rows = [_row("**All**", Figures(cases))]
    for group in groups:
        rows += [_row(safe(name), figures) for name, figures in group.items() if len(group) > 1]
    return markdown_table(("Group", "Days taken", "Share of the limit", "Late"), rows)


def _row(name: str, figures: Figures) -> tuple[str, str, str, str]:
    taken = [re.sub(r"^median (\S+)$", r"median **\1**", each) for each in taken_lines(figures)]
    return name, "<br>".join(taken), "<br>".join(band_lines(figures)) or "–", "<br>".join(late_lines(figures))


def taken_lines(figures: Figures) -> list[str]:
    """How many were answered, and the days that it took."""
    answered, lines = len(figures.answered), [f"answered: {len(figures.answered)}"]
    if figures.quartiles:
        first, middle, third = figures.quartiles
        lines += [f"median {middle:g}"]
        lines += [f"quartiles {first:g} and {third:g}"] if answered > 1 else []
    return lines


def band_lines(figures: Figures) -> list[str]:
    """How many took which share of the limit."""
    return [f"{band}: {number}" for band, number in figures.bands.items() if number]


def late_lines(figures: Figures) -> list[str]:
    """How many were late, are open, or ended otherwise."""
    answered, lines = len(figures.answered), list[str]()
    if answered:
        late, strictly = len(figures.late), len(figures.late_strictly)
        lines = [f"late: {late} of {answered} ({late / answered:.0%})"]
        lines += [f"late by the earliest last day: {strictly}"] if strictly != late else []
    lines += [f"open: {len(figures.open)}, overdue: {len(figures.overdue)}"] if figures.open else []
    lines += [f"ended without an answer: {len(figures.lifted)}"] if figures.lifted else []
    return lines


def _line(case: Case, pages: Mapping[int, str]) -> tuple[str, str, str]:
    name, page = safe(case.docket_number), pages.get(case.matter_id)
    matter = f"{f'[{name}]({page})' if page else name}<br>{safe(case.importer)}"
    ended = "open"
    if case.ended_on is not None:
        ended = f"E{case.ended}, {short_date(case.ended_on)}: {load_law().title_of(case.ended_kind)}"
    unconfirmed = ", ".join(f"E{number}" for number in case.unconfirmed)
    provisional = f"<br>*provisional*: nobody has confirmed {unconfirmed}" if unconfirmed else ""
    way = f"E{case.started}, {short_date(case.started_on)}<br>{ended}{provisional}"
    return matter, way, f"**{case.days}**{' so far' if case.is_open else ''}<br>{how_it_stands(case)}"


def how_it_stands(case: Case) -> str:
    """Whether it is late, and by which last day."""
    if case.lifted:
        return "ended without an answer" + (", when it was already late" if case.is_late else "")
    if case.is_late:
        return f"late by {_days(case.days_late)} (last day {short_date(case.lenient_on)})"
    if case.is_late_strictly:
        earliest, latest = short_date(case.strict_on), short_date(case.lenient_on)
        return f"after the earliest last day ({earliest}), not after the latest ({latest})"
    return f"last day {short_date(case.lenient_on)}" if case.is_open else "in time"


def _cited(rule: Rule) -> str:
    """The first citation: a section of the regulations as § 163.11(a)(5)."""
    return re.sub(r"^\d+ CFR ", "§ ", rule.citation.split(";")[0])


def _days(number: float) -> str:
    return f"{number:g} day{'' if number == 1 else 's'}"
