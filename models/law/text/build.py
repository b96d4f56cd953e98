"""Builds the values of `models.law.text.rule` from the blocks of a law file, each key checked."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.law.text.belonging import Belonging, Join, Line
from models.law.text.document import Block, Document, are_of, is_of
from models.law.text.rule import Event, Example, Move, OfficeSetting, ProblemText, Rule, Version
from models.law.text.sources import Section
from models.law.text.vocabulary import FACTS, Closing, Direction, Lifecycle, Party, RuleKind, Unit

_LINE: Mapping[str, type] = {"starts": list, "hangs": list}
_JOIN: Mapping[str, type] = {"start": str, "names": list, "parent": str, "when": str}
_MOVE: Mapping[str, type] = {"event": str, "to": str, "needs": list, "unless": str}
_VERSION: Mapping[str, type] = {"in_force": date, "edition": str, "quote": str, "formal": bool}
"""The kinds of the values of these tables; each list is of texts."""

_IN_WORDS: Mapping[type, str] = {str: "text", list: "a list of texts"}
_NUMBER_WORDS = {1: "one", 2: "two", 3: "three", 5: "five", 7: "seven", 10: "ten", 60: "sixty"}


def section(document: Document, block: Block) -> Section:
    """Builds the section from the file's title, summary, edition and the day it was read."""
    return Section(
        title=document.title,
        summary=document.summary,
        edition=block.text("edition"),
        read_on=block.day("read_on"),
        not_read=block.texts("not_read"),
        file=document.file,
    )


def event(block: Block) -> Event:
    """Builds a kind of entry. Like every builder here, raises `LawError` for a wrong or missing key."""
    return Event(
        kind=block.text("kind"),
        lifecycles=block.words_of("lifecycles", Lifecycle),
        title=block.text("title"),
        help=block.text("help"),
        required=_facts(block, "required"),
        optional=_facts(block, "optional"),
        closes=block.word("closes", Closing) if block.has("closes") else None,
        record_only=block.yes("record_only"),
        only_in=_only_in(block),
        no_answer_if=block.text("no_answer_if", ""),
        file=block.file,
        line=block.line,
    )


def _only_in(block: Block) -> dict[str, str]:
    given = block.table("only_in", {})
    for name, lifecycle in given.items():
        if name not in FACTS or lifecycle not in list(Lifecycle):
            raise block.refuse("only_in", f"{name} = {lifecycle!r}; expected a fact and its lifecycle.")
    return given


def _facts(block: Block, key: str) -> tuple[str, ...]:
    names = block.texts(key)
    for name in names:
        if name not in FACTS:
            raise block.refuse(key, f"{name!r} is no fact of the vocabulary.")
    return names


def rule(block: Block) -> Rule:
    """Builds a rule with its wordings. Every quoted wording must occur in a quotation above the block."""
    return Rule(
        id=block.text("id"),
        citation=block.text("citation"),
        lifecycle=block.word("lifecycle", Lifecycle),
        kind=block.word("kind", RuleKind),
        title=block.text("title"),
        bound=block.word("bound", Party),
        starts=block.texts("starts", ...),
        unit=block.word("unit", Unit),
        office=(office := block.yes("office")),
        count=(count := block.whole("count", None)),
        count_from=(count_from := block.text("count_from", "")),
        versions=_versions(block, None if office or count_from else count),
        direction=block.word("direction", Direction, "after"),
        starts_if=_starts_if(block),
        starts_when=block.text("starts_when", ""),
        starts_by=block.text("starts_by", ""),
        anchor=block.text("anchor", ""),
        reads_by=block.text("reads_by", ""),
        more_than=block.yes("more_than"),
        met_by=block.texts("met_by"),
        met_when=block.text("met_when", ""),
        late_problem=block.text("late_problem", ""),
        from_anchor=block.texts("from_anchor"),
        moved_by=_move(block),
        lifted_by=block.texts("lifted_by"),
        lifted_when=block.text("lifted_when", ""),
        lifted_by_any=block.texts("lifted_by_any"),
        only_later=block.texts("only_later"),
        stopped_by=block.texts("stopped_by"),
        survives_closing=block.yes("survives_closing"),
        status_by=block.text("status_by", ""),
        in_doubt_by=block.text("in_doubt_by", ""),
        noted_by=block.text("noted_by", ""),
        played_by=block.text("played_by", ""),
        rolls_by_law=block.yes("rolls_by_law"),
        one_clock=block.yes("one_clock"),
        movable=block.yes("movable"),
        quote_for=_quotes(block),
        if_missed=block.text("if_missed"),
        once_met=block.text("once_met", ""),
        once_lifted=block.text("once_lifted", ""),
        missed_to_do=block.text("missed_to_do", ""),
        ambiguities=block.texts("ambiguities"),
        relies_on=block.texts("relies_on"),
        file=block.file,
        line=block.line,
    )


def _starts_if(block: Block) -> dict[str, Any]:
    wanted = block.table("starts_if", {})
    for name, value in wanted.items():
        if not is_of(value, (str, int)) and not is_of(value, bool):
            raise block.refuse("starts_if", f"{name} is {value!r}; expected text, a number, true or false.")
    return wanted


def _quotes(block: Block) -> dict[str, str]:
    quotes = block.table("quote_for", {})
    for quote in quotes.values():
        if not is_of(quote, str):
            raise block.refuse("quote_for", f"holds {quote!r}; expected quoted words.")
        if not any(quote in words for words in block.words):
            raise block.refuse("quote_for", f"{quote!r} is in no quotation above the rule.")
    return quotes


def _move(block: Block) -> Move | None:
    given = block.table("moved_by", {})
    if not given:
        return None
    is_whole = set(given) - {"unless"} == {"event", "to", "needs"}
    if not (is_whole and are_of(given, _MOVE) and {given["to"], *given["needs"]} <= {*FACTS}):
        raise block.refuse(
            "moved_by", f"is {given!r}; expected event, to (a fact), needs (facts) and unless."
        )
    return Move(given["event"], given["to"], tuple(given["needs"]), given.get("unless", ""))


def _versions(block: Block, number: int | None) -> tuple[Version, ...]:
    """The wordings: several in [[versions]], or the one quoted above the block."""
    several = block.tables("versions", ())
    if not several:
        if not block.words:
            raise block.refuse("in_force", "no quoted words stand above this rule.")
        quote = block.words[-1]
        _demand_number(block, quote, number)
        return (Version(block.day("in_force"), quote),)
    versions = tuple(_version(block, given, number) for given in several)
    days = [version.in_force for version in versions]
    if days != sorted(set(days)):
        raise block.refuse(
            "versions", "overlap; expected the first day of each to be later than the one before."
        )
    return versions


def _version(block: Block, given: dict[str, Any], number: int | None) -> Version:
    known = {"in_force", "edition", "quote", "formal"}
    for key in given:
        if key not in known:
            raise block.refuse(key, f"unknown key of a version; expected {', '.join(sorted(known))}.")
    missing = {"in_force", "edition", "quote"} - set(given)
    if missing:
        raise block.refuse("versions", f"a version lacks {', '.join(sorted(missing))}.")
    for key, value in given.items():
        if not are_of({key: value}, _VERSION):
            raise block.refuse(key, f"is {value!r}; expected a day, a text, or for formal true or false.")
    quote = " ".join(str(given["quote"]).split())
    if not any(quote in words for words in block.words):
        raise block.refuse("quote", "these words stand in no quotation above the rule.")
    _demand_number(block, quote, number)
    return Version(given["in_force"], quote, given["edition"], bool(given.get("formal", False)))


def _demand_number(block: Block, quote: str, number: int | None) -> None:
    if number is None:
        return
    forms = [str(number), *([_NUMBER_WORDS[number]] if number in _NUMBER_WORDS else [])]
    if not any(re.search(rf"\b{form}\b", quote, re.IGNORECASE) for form in forms):
        raise block.refuse("count", f"{number} does not occur in the quoted words; give count_from.")


def example(block: Block, rule_id: str) -> Example:
    """Builds an example of the rule above it: a small docket and the expected dates."""
    given, expect = block.tables("given"), block.table("expect")
    if not given:
        raise block.refuse("given", "is empty; expected at least one entry.")
    for key in ("problems", "ambiguities"):
        if not are_of({key: expect.get(key, [])}, {key: list}):
            raise block.refuse("expect", f"{key} is {expect[key]!r}; expected a list of texts.")
    return Example(
        rule=rule_id,
        given=given,
        expect=expect,
        why=block.text("why"),
        id=block.text("id", ""),
        as_of=block.day("as_of", None),
        closures=block.days("closures"),
        proclaimed=block.days("proclaimed"),
        office=block.table("office", {}),
        file=block.file,
        line=block.line,
    )


def problem(block: Block) -> ProblemText:
    """Builds the text of a problem code."""
    return ProblemText(block.text("code"), block.text("citation"), block.text("text"))


def belonging(block: Block) -> tuple[Lifecycle, Belonging]:
    """Builds the belonging table of one lifecycle."""
    lines = _tables(block, "lines", _LINE)
    joins = _tables(block, "joins", _JOIN)
    table = Belonging(
        whole=block.yes("whole"),
        lines=tuple(Line(tuple(each["starts"]), tuple(each["hangs"])) for each in lines),
        always=block.texts("always"),
        joins=tuple(Join(j["start"], tuple(j["names"]), j["parent"], j["when"]) for j in joins),
    )
    return block.word("lifecycle", Lifecycle), table


def _tables(block: Block, key: str, kinds: Mapping[str, type]) -> tuple[dict[str, Any], ...]:
    tables = block.tables(key, ())
    for given in tables:
        if set(given) != set(kinds) or not are_of(given, kinds):
            wanted = ", ".join(f"{name} ({_IN_WORDS[kind]})" for name, kind in kinds.items())
            raise block.refuse(key, f"one is {given!r}; expected {wanted}.")
    return tables


def office(block: Block) -> OfficeSetting:
    """Builds a number that an office sets; without a default the rule is off."""
    default = block.whole("default", None)
    return OfficeSetting(block.text("rule"), block.text("words"), block.word("unit", Unit), default)
