"""Words a message: what, which matter, whose clock, by when, why, what if missed, what to do now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.law.vocabulary import Party
from notifications.links import Links
from notifications.message import CalendarDay, Line, Link, Message
from notifications.moved import struck_days
from notifications.reasons import Reason
from notifications.sentences import headline, in_short, to_do
from notifications.watched import Decision, Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The matter that a message is about."""

    docket_number: str
    lifecycle: str
    importer: str
    title: str = ""

    @property
    def name(self) -> str:
        """The matter as people call it."""
        return f"{self.docket_number}, {self.title}" if self.title else self.docket_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock that a message is about, with its reasons."""

    watched: Watched
    rule: str
    title: str
    citation: str
    quote: str
    if_missed: str
    trace: tuple[str, ...]
    ambiguities: tuple[str, ...]
    is_law: bool = True
    """Whether the law sets the day, and not an office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A defect on a docket, at an entry."""

    code: str
    citation: str
    text: str
    entry: str


def clock_message(
    key: str,
    about: About,
    clock: Clock,
    decision: Decision,
    *,
    names: Mapping[str, str],
    notes: Sequence[Line] = (),
    leads: Sequence[Link] = (),
    calendar: Sequence[CalendarDay] = (),
    papers: Sequence[int] = (),
    urgent: bool = False,
    links: Links,
) -> Message:
    """What is said of a clock; `names` are the ambiguities in words, `leads` the forms of what follows.

    `notes` are said beside its days; `papers` the numbers of those that are attached.
    """
    watched = clock.watched
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=f"{about.docket_number}: {in_short(decision, watched)}: {clock.title}",
        headline=headline(decision, watched, clock.title),
        struck=struck_days(decision.previous, watched) if decision.previous else "",
        lines=tuple(_lines(about, clock, decision, names, notes)),
        quote=clock.quote,
        citation=clock.citation,
        trace=clock.trace,
        links=(
            Link(words="Record what happened", url=links.record(about.lifecycle, about.docket_number)),
            *leads,
        ),
        calendar=tuple(calendar),
        papers=tuple(papers),
        urgent=urgent,
    )


def flaw_message(key: str, about: About, flaw: Flaw, *, mends: Sequence[Link], links: Links) -> Message:
    """What is said of a defect; `mends` are forms filled in so that one of them mends it."""
    record = Link(words="Record what happened", url=links.record(about.lifecycle, about.docket_number))
    return Message(
        key=key,
        thread=thread_of(about),
        reason=Reason.DEFECT.value,
        subject=f"{about.docket_number}: defect: {flaw.code.replace('_', ' ')} ({flaw.entry})",
        headline=flaw.text,
        lines=(*matter_lines(about), Line(label="Where", text=flaw.entry)),
        citation=flaw.citation,
        links=(*mends, record),
    )


def thread_of(about: About) -> str:
    """What holds the messages of a matter together."""
    return f"{about.lifecycle}-{about.docket_number}"


def _lines(
    about: About, clock: Clock, decision: Decision, names: Mapping[str, str], notes: Sequence[Line]
) -> list[Line]:
    watched = clock.watched
    whose = _whose(watched) if clock.is_law else f"{_whose(watched)}; an office's number, not law"
    lines = [*matter_lines(about), Line(label="Whose clock", text=whose)]
    if decision.reason is not Reason.WITHDRAWN:
        lines += _day_lines(clock, names)
        lines += [Line(label="If missed", text=clock.if_missed)] if clock.if_missed else []
    return [
        *lines,
        *notes,
        Line(label="What to do now", text=to_do(decision.reason, watched, is_law=clock.is_law)),
    ]


def matter_lines(about: About) -> list[Line]:
    """The matter and whose it is."""
    return [Line(label="Matter", text=about.name), Line(label="Importer", text=about.importer)]


def _whose(watched: Watched) -> str:
    match watched.bound:
        case Party.RECORDKEEPER:
            return "Yours"
        case Party.CUSTOMS:
            return "Customs'"
        case Party.COURT:
            return "The court's"
        case Party.OTHER:
            return "Somebody else's"


def _day_lines(clock: Clock, names: Mapping[str, str]) -> list[Line]:
    watched = clock.watched
    means = watched.kind.day_means.capitalize()
    lines = [Line(label=means, text=_weekday(watched.strict_on))]
    if watched.strict_on != watched.lenient_on:
        lines = [
            Line(label=f"{means}, strict reading", text=_weekday(watched.strict_on)),
            Line(label=f"{means}, lenient reading", text=_weekday(watched.lenient_on)),
        ]
    if watched.act_by is not None and watched.settled_on is None:
        lines.append(Line(label="Act by", text=_weekday(watched.act_by)))
    if clock.ambiguities:
        text = "; ".join(f"{number}: {names.get(number, 'no longer listed')}" for number in clock.ambiguities)
        lines.append(Line(label="The law is unclear on", text=text))
    return lines


def _weekday(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y} ({day.isoformat()})"
