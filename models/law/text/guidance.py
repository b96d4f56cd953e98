"""What accompanies the rules: ambiguities, next steps, grounds, the certification checklist, cases."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from models.law.text.document import Block
from models.law.text.vocabulary import Lifecycle, Status

GUIDANCE = ("ambiguity", "lead", "ground", "point", "cost", "precedent")
"""The names of these blocks."""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A point on which the law is silent or contradicts itself, with both readings and authorities."""

    id: str
    text: str
    strict: str
    lenient: str
    authorities: tuple[str, ...]
    does: str
    """What is unclear, and what Landwaiter does about it, in plain words."""

    concerns: tuple[str, ...] = ()
    """The rules that it concerns without a bearing on any date: their alerts, pages and papers say it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A next step once a clock has one of these statuses: an entry to record in this or another matter."""

    rule: str
    statuses: tuple[Status, ...]
    lifecycle: Lifecycle
    event: str
    """What is recorded there, once the matter is open."""
    only_standing: str
    """The other matter must have this event on its docket; no matter is opened for it."""
    words: str
    where: str
    """File and line."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that a person may have to show or to answer after a missed clock or an act of CBP."""

    rule: str
    title: str
    citation: str
    quote: str
    where: str
    """File and line."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point that an applicant must be able to demonstrate, 19 CFR 163.12(b)(3)."""

    id: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A worked example of what records not produced can cost, in USD."""

    id: str
    culpability: str
    appraised_value: str
    excused_by: str
    maximum: str
    why: str
    where: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """A reported case of an ambiguity: a count in calendar days, with both readings of its last day."""

    id: str
    ambiguity: str
    case: str
    on: date
    count: int
    strict_on: date
    lenient_on: date
    held: str
    where: str


@dataclass(slots=True)
class Guidance:
    """The guidance blocks read so far."""

    ambiguities: dict[str, Ambiguity] = field(default_factory=dict)
    leads: list[Lead] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    points: dict[str, Point] = field(default_factory=dict)
    costs: list[Cost] = field(default_factory=list)
    precedents: list[Precedent] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Takes one guidance block. Raises `LawError` for an id declared twice."""
        match block.name:
            case "ambiguity":
                read = _ambiguity(block)
                _once(self.ambiguities, read.id, block)
                self.ambiguities[read.id] = read
            case "lead":
                self.leads.append(_lead(block))
            case "ground":
                self.grounds.append(_ground(block))
            case "point":
                point = _point(block)
                _once(self.points, point.id, block)
                self.points[point.id] = point
            case "cost":
                self.costs.append(_cost(block))
            case "precedent":
                self.precedents.append(_precedent(block))


def _once(known: Container[str], name: str, block: Block) -> None:
    if name in known:
        raise block.refuse("id", f"{name!r} is declared twice.")


def _ambiguity(block: Block) -> Ambiguity:
    return Ambiguity(
        id=block.text("id"),
        text=block.text("text"),
        strict=block.text("strict"),
        lenient=block.text("lenient"),
        authorities=block.texts("authorities", ...),
        does=block.prose,
        concerns=block.texts("concerns"),
    )


def _lead(block: Block) -> Lead:
    return Lead(
        rule=block.text("rule"),
        statuses=block.words_of("statuses", Status),
        lifecycle=block.word("lifecycle", Lifecycle),
        event=block.text("event"),
        only_standing=block.text("only_standing", ""),
        words=block.text("words"),
        where=f"{block.file}:{block.line}",
    )


def _ground(block: Block) -> Ground:
    return Ground(
        rule=block.text("rule"),
        title=block.text("title"),
        citation=block.text("citation"),
        quote=_quote(block),
        where=f"{block.file}:{block.line}",
    )


def _point(block: Block) -> Point:
    return Point(block.text("id"), block.text("title"), _quote(block))


def _cost(block: Block) -> Cost:
    return Cost(
        id=block.text("id"),
        culpability=block.text("culpability"),
        appraised_value=block.text("appraised_value"),
        excused_by=block.text("excused_by", ""),
        maximum=block.text("maximum"),
        why=block.text("why"),
        where=f"{block.file}:{block.line}",
    )


def _precedent(block: Block) -> Precedent:
    count = block.whole("count")
    assert count is not None
    return Precedent(
        id=block.text("id"),
        ambiguity=block.text("ambiguity"),
        case=block.text("case"),
        on=block.day("on"),
        count=count,
        strict_on=block.day("strict_on"),
        lenient_on=block.day("lenient_on"),
        held=block.text("held"),
        where=f"{block.file}:{block.line}",
    )


def _quote(block: Block) -> str:
    quote = block.text("quote")
    if not any(quote in words for words in block.words):
        raise block.refuse("quote", f"these words stand in no quotation above the {block.name}.")
    return quote
