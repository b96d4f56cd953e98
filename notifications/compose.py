"""Words a message: what, which matter, whose clock, by when, why, what if missed, what to do now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.law.vocabulary import Party, RuleKind
from notifications.links import Links
from notifications.message import Line, Link, Message
from notifications.moved import days, moved_in_full, moved_in_short, struck_days
from notifications.policy import Decision, Reason, Watched


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
    leads: Sequence[Link] = (),
    links: Links,
) -> Message:
    """What is said of a clock; `names` are the ambiguities in words, `leads` the forms of what follows."""
    watched = clock.watched
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=f"{about.docket_number}: {_in_short(decision, watched)}: {clock.title}",
        headline=_headline(decision, clock),
        struck=struck_days(decision.previous, watched) if decision.previous else "",
        lines=tuple(_lines(about, clock, decision, names)),
        quote=clock.quote,
        citation=clock.citation,
        trace=clock.trace,
        links=(
            Link(words="Record what happened", url=links.record(about.lifecycle, about.docket_number)),
            *leads,
        ),
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


def _in_short(decision: Decision, watched: Watched) -> str:
    reason = decision.reason
    return _SHORT.get(reason, reason.value.replace("_", " ")).format(
        moved=moved_in_short(decision.previous, watched),
        act_by=watched.act_by or watched.strict_on,
        strict=_day_named(watched),
        lenient=watched.lenient_on,
        means=watched.kind.day_means,
        status=watched.status.replace("_", " "),
    )


def _day_named(watched: Watched) -> date:
    """The day that stands in the first words: the earlier, but records are kept through the later one."""
    return watched.lenient_on if watched.kind is RuleKind.RETENTION else watched.strict_on


_SHORT = {
    Reason.DEADLINE_SET: "new, {means} {strict}",
    Reason.REMINDER: "reminder, {means} {strict}",
    Reason.DUE_NOW: "act by {act_by}",
    Reason.IN_GAP: "in the gap since {strict}",
    Reason.MISSED: "missed since {lenient}",
    Reason.IN_DOUBT: "perhaps missed since {lenient}",
    Reason.RIGHT_OPENED: "open since {strict}",
    Reason.THRESHOLD_NEAR: "happens on {strict}",
    Reason.THRESHOLD_CROSSED: "happened on {lenient}",
    Reason.MOVED: "{moved}",
    Reason.MET: "{status}",
}


def _headline(decision: Decision, clock: Clock) -> str:
    watched = clock.watched
    says = _SENTENCES[decision.reason].format(
        title=clock.title,
        act_by=watched.act_by or watched.strict_on,
        strict=_day_named(watched),
        lenient=watched.lenient_on,
        means=watched.kind.day_means,
        status=watched.status.replace("_", " "),
        settled=watched.settled_on,
        struck=days(decision.previous),
        moved=moved_in_full(decision.previous, watched),
    )
    if decision.days_late:
        late = "1 day" if decision.days_late == 1 else f"{decision.days_late} days"
        says += f" This alert comes {late} late: the watch was off on its day."
    return says


_SENTENCES = {
    Reason.DEADLINE_SET: "A clock is set. {title}: {means} {strict}.",
    Reason.REMINDER: "{title}: {means} {strict}.",
    Reason.DUE_NOW: "Act today. {title}: {act_by} is the last safe day.",
    Reason.IN_GAP: (
        "{title}: {strict} has passed. The lenient reading gives time until {lenient}; do not rely on it."
    ),
    Reason.MISSED: "{title}: missed. The last day passed on {lenient}, by every reading.",
    Reason.IN_DOUBT: (
        "{title}: {lenient} has passed. Whether the day was missed depends on what is not on record; "
        "see why, below."
    ),
    Reason.RIGHT_OPENED: "{title}: open since {strict}.",
    Reason.THRESHOLD_NEAR: "{title}: from {strict} on it has happened. Act by {act_by}.",
    Reason.THRESHOLD_CROSSED: "{title}: it happened on {lenient}.",
    Reason.MOVED: "{title}: {moved}.",
    Reason.WITHDRAWN: "{title}: withdrawn. {struck} no longer counts: the entry behind it was corrected.",
    Reason.MET: "{title}: {status} on {settled}.",
}


def _lines(about: About, clock: Clock, decision: Decision, names: Mapping[str, str]) -> list[Line]:
    watched = clock.watched
    whose = _whose(watched) if clock.is_law else f"{_whose(watched)}; an office's number, not law"
    lines = [*matter_lines(about), Line(label="Whose clock", text=whose)]
    if decision.reason is not Reason.WITHDRAWN:
        lines += _day_lines(clock, names)
        lines += [Line(label="If missed", text=clock.if_missed)] if clock.if_missed else []
    return [*lines, Line(label="What to do now", text=_to_do(decision.reason, clock))]


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


def _to_do(reason: Reason, clock: Clock) -> str:
    watched = clock.watched
    ours = watched.bound is Party.RECORDKEEPER
    match reason:
        case Reason.MOVED | Reason.DEADLINE_SET | Reason.REMINDER if ours:
            return "Put it in hand. When it is done, record it." if watched.act_by else "Nothing yet."
        case Reason.MOVED | Reason.DEADLINE_SET | Reason.REMINDER:
            return "Nothing yet. If it happens, record it."
        case Reason.DUE_NOW | Reason.IN_GAP | Reason.THRESHOLD_NEAR:
            return "Act, and record it."
        case Reason.IN_DOUBT:
            return "Act, and record it. Correct the entry that started this clock: say what is missing."
        case Reason.MISSED if ours and not clock.is_law:
            return "Do it, and record it."
        case Reason.MISSED if ours:
            return "If it was done, record it. If not, talk to counsel today."
        case Reason.MISSED:
            return "If it happened, record it. If not, ask in writing, and keep the copy."
        case Reason.RIGHT_OPENED if ours:
            return "Decide whether to use it. When it is used, record it."
        case Reason.THRESHOLD_CROSSED:
            return "Talk to counsel about what can still be saved."
        case _:
            return "Nothing more."


def _weekday(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y} ({day.isoformat()})"
