"""Loads every file of the law pack, strictly: a block or key that is not understood is an error."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from models.law import fingerprint
from models.law.cross_checks import check_coherence
from models.law.text import build
from models.law.text.belonging import Belonging
from models.law.text.document import Block, Document, LawError, is_of, read_document
from models.law.text.guidance import GUIDANCE, Guidance
from models.law.text.rule import Event, Example, Law, OfficeSetting, ProblemText, Rule
from models.law.text.sources import Row, Section
from models.law.text.vocabulary import Lifecycle

__all__ = ["LawError", "load_law"]

PACK = Path(__file__).parent
"""The directory of the pack that comes with Landwaiter."""

_BLOCKS = ("section", "event", "rule", "example", "problem", "belonging", "office", *GUIDANCE)
_Value = TypeVar("_Value")


@cache
def load_law(directory: Path = PACK) -> Law:
    """The law in a directory: its `*/*.md` and its lists, `*.toml`. Raises `LawError`.

    Its hash is of its wording and of its meaning: see `fingerprint`.
    """
    files = sorted(directory.glob("*/*.md"), key=lambda path: (path.parent.name, path.name))
    if not files:
        raise LawError(f"{directory}: no law file; expected part…/*.md.")
    pack = _Pack()
    for path in files:
        pack.add(read_document(path, _BLOCKS))
    closures, coverage = directory / "closures.toml", directory / "coverage.toml"
    law = pack.law(
        closures=_closures(closures),
        coverage=_coverage(coverage),
        wording=fingerprint.wording([*files, closures, coverage]),
        equals=_equals(directory / "equal_laws.toml"),
    )
    check_coherence(law)
    return law


@dataclass(frozen=True, slots=True)
class ListedClosure:
    """A proclaimed closure of the pack's own list, its order, and where that was read."""

    on: date
    source: str
    read_in: str


@cache
def listed_closures(directory: Path = PACK) -> tuple[ListedClosure, ...]:
    """The closures of the pack in order, with what a law does not keep of them. Raises `LawError`."""
    path = directory / "closures.toml"
    _closures(path)
    return tuple(
        sorted((ListedClosure(**each) for each in _tables(path, "closure")), key=lambda each: each.on)
    )


@dataclass(slots=True)
class _Pack:
    """The blocks read so far, by their kinds."""

    sections: list[Section] = field(default_factory=list)
    events: dict[str, Event] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    problems: dict[str, ProblemText] = field(default_factory=dict)
    office: dict[str, OfficeSetting] = field(default_factory=dict)
    belonging: dict[Lifecycle, Belonging] = field(default_factory=dict)
    guidance: Guidance = field(default_factory=Guidance)

    def add(self, document: Document) -> None:
        """Takes every block of a file; the examples of a rule come after it. Raises `LawError`."""
        rule = ""
        for block in document.blocks:
            if block.name == "rule":
                rule = _put(self.rules, build.rule(block), block, "id").id
            elif block.name == "example":
                self._example(block, rule)
            else:
                self._put(document, block)
            block.end()
        if not self.sections or self.sections[-1].file != document.file:
            raise LawError(f"{document.file}:1: expected a block `toml section` with edition and read_on.")

    def _example(self, block: Block, rule: str) -> None:
        if not rule:
            raise block.refuse("given", "this example follows no rule.")
        self.examples.append(build.example(block, rule))

    def _put(self, document: Document, block: Block) -> None:
        match block.name:
            case "section":
                self.sections.append(build.section(document, block))
            case "event":
                _put(self.events, build.event(block), block, "kind")
            case "problem":
                _put(self.problems, build.problem(block), block, "code")
            case "office":
                _put(self.office, build.office(block), block, "rule")
            case "belonging":
                lifecycle, table = build.belonging(block)
                self.belonging[lifecycle] = table
            case _:
                self.guidance.add(block)

    def law(
        self, *, closures: frozenset[date], coverage: dict[str, Row], wording: str, equals: dict[str, str]
    ) -> Law:
        """The whole pack; `wording` is the fingerprint of its texts."""
        return Law(
            sections=tuple(self.sections),
            events=self.events,
            rules=self.rules,
            examples=tuple(self.examples),
            problems=self.problems,
            office=self.office,
            belonging=self.belonging,
            ambiguities=self.guidance.ambiguities,
            leads=tuple(self.guidance.leads),
            grounds=tuple(self.guidance.grounds),
            points=self.guidance.points,
            costs=tuple(self.guidance.costs),
            precedents=tuple(self.guidance.precedents),
            closures=closures,
            coverage=coverage,
            wording=wording,
            equals=equals,
        )


def _put(values: dict[str, _Value], value: _Value, block: Block, key: str) -> _Value:
    name: str = getattr(value, key)
    if name in values:
        raise block.refuse(key, f"{name!r} is declared twice.")
    values[name] = value
    return value


def _closures(path: Path) -> frozenset[date]:
    """The proclaimed closures; each names its source. Raises `LawError`."""
    days = set()
    for place, closure in enumerate(_tables(path, "closure"), start=1):
        is_whole = set(closure) == {"on", "source", "read_in"} and is_of(closure["on"], date)
        if not is_whole or not (is_of(closure["source"], str) and is_of(closure["read_in"], str)):
            raise LawError(f"{path.name}: closure {place}: expected on (a day), source and read_in.")
        days.add(closure["on"])
    return frozenset(days)


def _equals(path: Path) -> dict[str, str]:
    """The hashes of former laws with the meanings they have. Raises `LawError`."""
    found = {}
    for place, given in enumerate(_tables(path, "law"), start=1):
        if set(given) != {"hash", "meaning", "why"} or not all(
            isinstance(each, str) for each in given.values()
        ):
            raise LawError(f"{path.name}: law {place}: expected hash, meaning and why, each a text.")
        found[given["hash"]] = given["meaning"]
    return found


def _coverage(path: Path) -> dict[str, Row]:
    """The paragraphs checked, each encoded or with the reason why not. Raises `LawError`."""
    rows: dict[str, Row] = {}
    for place, given in enumerate(_tables(path, "row"), start=1):
        known = {"id", "citation", "no_clock", "not_encoded"}
        is_text = all(isinstance(value, str) and value for value in given.values())
        if not {"id", "citation"} <= set(given) <= known or len(given) > 3 or not is_text:
            raise LawError(
                f"{path.name}: row {place}: expected id, citation, one of no_clock, not_encoded or neither."
            )
        if given["id"] in rows:
            raise LawError(f"{path.name}: row {place}: id: {given['id']!r} is listed twice.")
        rows[given["id"]] = Row(**given)
    return rows


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise LawError(f"{path.name}:1: {error}") from None


def _tables(path: Path, name: str) -> list[dict[str, Any]]:
    """The tables of a list in a file. Raises `LawError`."""
    found = _toml(path).get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise LawError(f"{path.name}: {name}: is {found!r:.200}; expected tables, each under [[{name}]].")
    return found
