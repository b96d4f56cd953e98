"""The rules of the law as the desk lists and searches them, and each as a sheet of its own.

All of this follows from the law alone, and is worked out once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.forms.fact_labels import words_of
from models.law.printing import count_words
from models.law.text.guidance import Ambiguity, Ground, Lead
from models.law.text.lifecycle_rules import rules_for
from models.law.text.rule import Law, Rule
from models.law.text.sources import Section
from models.law.text.vocabulary import DUE_DATE_FIXED, FACTS, Lifecycle, Party, RuleKind, Unit
from tasks.desk import law_conditions as said

_LAWS = 4
"""Laws of which something is kept: one, and those of tests."""

WHO = {
    Party.RECORDKEEPER: "you",
    Party.CUSTOMS: "CBP",
    Party.COURT: "the court",
    Party.OTHER: "another party",
}
"""Who must act, or may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the law says of one rule. `lines` are the parts of its row, each with a label."""

    rule: Rule
    section: Section | None
    lines: Sequence[tuple[str, Sequence[str]]]
    other_words: Sequence[tuple[str, str]]
    """The operative words of starts whose own words are others, by title."""

    ambiguities: Sequence[Ambiguity]
    leads: Sequence[Lead]
    grounds: Sequence[Ground]


def found_rules(law: Law, words: str, lifecycle: str) -> list[tuple[Lifecycle, list[Rule]]]:
    """The rules of a kind of matter, or of all, that hold every one of these words, by kind."""
    wanted = words.casefold().split()
    kinds = [each for each in Lifecycle if lifecycle in ("", each.value)]
    found = [
        (kind, [rule for rule in law.rules_of(kind) if all(word in _text(law, rule.id) for word in wanted)])
        for kind in kinds
    ]
    return [(kind, rules) for kind, rules in found if rules]


@lru_cache(maxsize=1_000)
def _text(law: Law, rule_id: str) -> str:
    """All of a rule in which a word is looked for."""
    rule = law.rules[rule_id]
    quotes = [*(each.quote for each in rule.versions), *rule.quote_for.values()]
    kinds = [law.title_of(kind) for kind in (*rule.starts, *rule.met_by, *rule.lifted_by)]
    spelled = f"{rule.citation} § {rule.citation.replace('CFR ', 'CFR § ')}"
    parts = [rule.id, rule.title, spelled, rule.if_missed, count_words(rule), *quotes, *kinds]
    return " ".join(parts).casefold()


@lru_cache(maxsize=1_000)
def sheet_of(law: Law, rule_id: str) -> Sheet | None:
    """The sheet of a rule; None where the law has no such rule."""
    rule = law.rules.get(rule_id)
    if rule is None:
        return None
    names = {*rule.ambiguities, *(each.id for each in law.ambiguities.values() if rule_id in each.concerns)}
    return Sheet(
        rule=rule,
        section=next((each for each in law.sections if each.file == rule.file), None),
        lines=[(label, texts) for label, texts in _lines(law, rule) if texts],
        other_words=[(law.title_of(kind), quote) for kind, quote in rule.quote_for.items()],
        ambiguities=[each for each in law.ambiguities.values() if each.id in names],
        leads=[each for each in law.leads if each.rule == rule_id],
        grounds=[each for each in law.grounds if each.rule == rule_id],
    )


def _lines(law: Law, rule: Rule) -> list[tuple[str, list[str]]]:
    return [
        ("Starts with", _starts(law, rule)),
        ("Counted from", _anchor(rule)),
        ("Number", _number(rule)),
        ("Moved by", _moved(law, rule)),
        ("Done by", _met(law, rule)),
        ("No longer applies after", _lifted(law, rule)),
        ("Stopped by", [law.title_of(kind) for kind in rule.stopped_by]),
        ("Its status", _standing(law, rule)),
        ("If missed", [text for text in (rule.if_missed, rule.missed_to_do) if text]),
        ("Once it is done", [rule.once_met] if rule.once_met else []),
        ("Once it no longer applies", [rule.once_lifted] if rule.once_lifted else []),
    ]


def _starts(law: Law, rule: Rule) -> list[str]:
    wanted = [_fact(name, value) for name, value in rule.starts_if.items()]
    return [
        *(law.title_of(kind) for kind in rule.starts),
        *(f"only with {each}" for each in wanted),
        *_named(said.STARTS_BY, rule.starts_by),
        *_named(said.STARTS_WHEN, rule.starts_when),
        *(["one at most in a matter"] if rule.one_clock else []),
        *_named(said.PLAYED_BY, rule.played_by),
    ]


def _fact(name: str, value: object) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return f"“{words_of(name)}”: {text}"


def _anchor(rule: Rule) -> list[str]:
    if not rule.anchor:
        uncounted = "" if rule.unit is Unit.FIXED_DAY else "; that day is not counted"
        return [] if rule.reads_by or rule.played_by else [f"the day of that entry{uncounted}"]
    return [f"“{words_of(rule.anchor)}”"] if rule.anchor in FACTS else [said.ANCHORS[rule.anchor]]


def _number(rule: Rule) -> list[str]:
    return [
        *([] if rule.office else [count_words(rule)]),
        *([f"where the number comes from: {rule.count_from}"] if rule.count_from else []),
        *_named(said.READS_BY, rule.reads_by),
        *(["it takes effect only after the period has fully passed"] if rule.more_than else []),
        *(["the law itself moves a last day on which CBP is closed"] if rule.rolls_by_law else []),
    ]


def _moved(law: Law, rule: Rule) -> list[str]:
    lines = (
        [f"{law.title_of(DUE_DATE_FIXED)}: a date that is agreed, waived or set by a court"]
        if rule.movable
        else []
    )
    if rule.moved_by is None:
        return lines
    needs = " and ".join(f"“{words_of(each)}”" for each in rule.moved_by.needs)
    unless = f"; not if “{words_of(rule.moved_by.unless)}”" if rule.moved_by.unless else ""
    notice = law.title_of(rule.moved_by.event)
    return [f"{notice}, to “{words_of(rule.moved_by.to)}”, if it gives {needs}{unless}", *lines]


def _met(law: Law, rule: Rule) -> list[str]:
    late = law.problems.get(rule.late_problem)
    return [
        *(law.title_of(kind) for kind in rule.met_by),
        *_named(said.MET_WHEN, rule.met_when),
        *(f"“{law.title_of(kind)}” counts only from that day on" for kind in rule.from_anchor),
        *([f"after the last day: {late.text}"] if late else []),
    ]


def _lifted(law: Law, rule: Rule) -> list[str]:
    later = [f"“{law.title_of(kind)}” counts only if it comes later" for kind in rule.only_later]
    kinds = dict.fromkeys((*rule.lifted_by, *rule.lifted_by_any))
    around = rules_for(law, rule.lifecycle)
    closing = [law.title_of(kind) for kind in (*around.closing_matter, *around.closing_chain)]
    return [
        *(law.title_of(kind) for kind in kinds),
        *_named(said.LIFTED_WHEN, rule.lifted_when),
        *later,
        *(["it goes on after the matter is closed"] if rule.survives_closing else closing),
    ]


def _standing(law: Law, rule: Rule) -> list[str]:
    doubt = law.ambiguities.get(rule.in_doubt_by)
    return [
        *_named(said.STATUS_BY, rule.status_by),
        *_named(said.NOTED_BY, rule.noted_by),
        *([f"Never called missed while this is unclear: {doubt.text} ({doubt.id})."] if doubt else []),
    ]


def _named(words: Mapping[str, str], name: str) -> list[str]:
    return [words[name]] if name else []


KINDS = {
    RuleKind.DEADLINE: "Deadline",
    RuleKind.TARGET: "Target date",
    RuleKind.RECURRING: "Recurring",
    RuleKind.RIGHT: "Right",
    RuleKind.THRESHOLD: "Takes effect",
    RuleKind.RETENTION: "Retention",
    RuleKind.LOOKBACK: "Looks back",
}
"""The kinds of rules, as a table heads them."""


def rules_naming(law: Law, ambiguity: Ambiguity) -> list[str]:
    """The ids of the rules that an ambiguity bears on."""
    return [
        rule.id
        for rule in law.rules.values()
        if ambiguity.id in rule.ambiguities or rule.id in ambiguity.concerns
    ]
