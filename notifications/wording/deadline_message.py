"""Words a message: what, which matter, whose clock, by when, why, what if missed, what to do now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import Decision, Watched
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import CalendarDay, Line, Link, Message
from notifications.wording.moved import struck_days
from notifications.wording.sentences import headline, in_short, to_do, weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The matter that a message is about."""

    docket_number: str
    lifecycle: str
    importer: str
    title: str = ""
    page: str = ""
    """The address of its page; empty before it has one."""

    @property
    def name(self) -> str:
        """The matter as people call it."""
        return f"{self.docket_number}, {self.title}" if self.title else self.docket_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The clock that a message is about, with its reasons."""

    watched: Watched
    name: str
    """As people call it in a form: `AUD-06 of E3`."""

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
    today: date,
) -> Message:
    """What is said of a clock; `names` are the ambiguities in words, `leads` the forms of what follows.

    `notes` are said beside its days; `papers` the numbers of those that are attached.
    """
    watched = clock.watched
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=f"{about.docket_number}: {in_short(decision, watched, today)}: {clock.title}",
        headline=headline(decision, watched, clock.title, today),
        struck=struck_days(decision.previous, watched) if decision.previous else "",
        lines=tuple(_lines(about, clock, decision, names, notes, today)),
        quote=clock.quote,
        citation=clock.citation,
        trace=clock.trace,
        links=(
            Link(words="Record what happened", url=links.record(about.lifecycle, about.docket_number)),
            *leads,
            *_page(about),
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
        links=(*mends, record, *_page(about)),
    )


def _page(about: About) -> list[Link]:
    return [Link(words="See the matter: what is due and why", url=about.page)] if about.page else []


def thread_of(about: About) -> str:
    """What holds the messages of a matter together."""
    return f"{about.lifecycle}-{about.docket_number}"


def _lines(
    about: About,
    clock: Clock,
    decision: Decision,
    names: Mapping[str, str],
    notes: Sequence[Line],
    today: date,
) -> list[Line]:
    watched = clock.watched
    called = clock.name if clock.is_law else f"{clock.name}, an office's number, not law"
    lines = [
        Line(label="What to do now", text=to_do(decision.reason, watched, today, is_law=clock.is_law)),
        *matter_lines(about),
        Line(label="Clock", text=called),
        *_concerns(watched),
    ]
    if decision.reason is not Reason.WITHDRAWN:
        lines += _day_lines(clock, names)
        lines += _if_missed(clock)
    return [*lines, *notes]


def _concerns(watched: Watched) -> list[Line]:
    """Who is to act, or may; nothing of what is over or happens by itself."""
    if watched.is_over or watched.kind is RuleKind.THRESHOLD:
        return []
    return [Line(label=_DOES.get(watched.kind, "Who must act"), text=_WHO[watched.bound])]


_DOES = {RuleKind.RIGHT: "Who may use it", RuleKind.LOOKBACK: "Who may reach back"}
_WHO = {
    Party.RECORDKEEPER: "You",
    Party.CUSTOMS: "Customs",
    Party.COURT: "The court",
    Party.OTHER: "Somebody else",
}


def _if_missed(clock: Clock) -> list[Line]:
    if not clock.if_missed or clock.watched.is_over:
        return []
    label = "What a miss means" if clock.watched.status is Status.MISSED else "If missed"
    return [Line(label=label, text=clock.if_missed)]


def matter_lines(about: About) -> list[Line]:
    """The matter and whose it is."""
    return [Line(label="Matter", text=about.name), Line(label="Importer", text=about.importer)]


def _day_lines(clock: Clock, names: Mapping[str, str]) -> list[Line]:
    watched = clock.watched
    means = watched.kind.day_means.capitalize()
    lines = [Line(label=means, text=weekday(watched.strict_on))]
    if watched.strict_on != watched.lenient_on:
        lines = [
            Line(label=f"{means}, strict reading", text=weekday(watched.strict_on)),
            Line(label=f"{means}, lenient reading", text=weekday(watched.lenient_on)),
        ]
    if watched.act_by is not None and watched.settled_on is None:
        lines.append(Line(label="Act by", text=weekday(watched.act_by)))
    if clock.ambiguities:
        text = "; ".join(f"{number}: {names.get(number, 'no longer listed')}" for number in clock.ambiguities)
        lines.append(Line(label="The law is unclear on", text=text))
    return lines
