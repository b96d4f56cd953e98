"""Words a message about a deadline: what it asks, by when, of whom, why, and what if missed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.in_words import long_date, spaced
from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.head import Head
from notifications.wording.links import Links
from notifications.wording.message import DEADLINE, TO_DO, CalendarDay, Line, Link, Message
from notifications.wording.moved import struck_days
from notifications.wording.sentences import headline
from notifications.wording.standing import earliest, first_upper, has_two_dates, latest, means
from notifications.wording.subject_lines import ACTION, subject, subject_day
from notifications.wording.to_do import to_do


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The matter that a message is about."""

    docket_number: str
    lifecycle: str
    importer: str
    title: str = ""
    page: str = ""
    """The address of its page; empty before it has one."""

    matter_id: int = 0
    """Its id on record; 0 where links need none."""

    @property
    def name(self) -> str:
        """The matter as people call it."""
        return f"{self.docket_number}, {self.title}" if self.title else self.docket_number


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineTitle:
    """The deadline that a message is about, as its subject needs it."""

    watched: DeadlineState
    title: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(DeadlineTitle):
    """The same with its reasons."""

    name: str
    """As people call it in a form: `AUD-06 of E3`."""

    quote: str
    if_missed: str
    trace: tuple[str, ...]
    ambiguities: tuple[str, ...]
    is_law: bool = True
    """Whether the law sets the date, and not the reader's own setting."""

    missed_to_do: str = ""
    """What to do when it is missed, where the usual words would do harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectText:
    """A defect on a docket, at an entry."""

    code: str
    citation: str
    text: str
    entry: str
    to_do: str = ""
    """What fixes it, where it is no entry's; empty for the usual words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and when a message is made."""

    links: Links
    today: date
    unclear: Mapping[str, str]
    """The ambiguities in words, with counsel's notes, by their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What one recipient gets beside the deadline itself."""

    notes: Sequence[Line] = ()
    """Said beside its dates."""

    owed: Sequence[str] = ()
    """What stays to be done or can still come once it is over, as sentences."""

    next_steps: Sequence[Link] = ()
    calendar: Sequence[CalendarDay] = ()


def deadline_head(key: str, about: About, titled: DeadlineTitle, decision: Decision, today: date) -> Head:
    """What a message about a deadline is named by."""
    return Head(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=subject(decision, titled.watched, titled.title, about.docket_number, today),
        citation=titled.citation,
        urgent=decision.reason.breaks_quiet,
        matter=about.docket_number,
        day=subject_day(decision, titled.watched, today).isoformat(),
    )


def deadline_message(
    head: Head, about: About, clock: Clock, decision: Decision, setting: Setting, beside: Beside
) -> Message:
    """What is said of a deadline."""
    watched, today = clock.watched, setting.today
    record = _record(about, setting.links)
    return Message(
        **head.fields(),
        headline=headline(decision, watched, clock.title, today),
        struck=struck_days(decision.previous, watched) if decision.previous else "",
        lines=tuple(_lines(about, clock, decision, setting.unclear, beside, today)),
        quote=clock.quote,
        trace=clock.trace,
        links=(Link(words="Record what happened", url=record), *beside.next_steps, *_page(about)),
        calendar=tuple(beside.calendar),
    )


def defect_message(
    key: str, about: About, flaw: DefectText, *, mends: Sequence[Link], links: Links
) -> Message:
    """What is said of a defect; `mends` are filled-in forms, one of which fixes it."""
    record = Link(words="Record what happened", url=_record(about, links))
    return Message(
        key=key,
        thread=thread_of(about),
        reason=Reason.DEFECT.value,
        subject=f"{ACTION}, defect: {spaced(flaw.code)}: {flaw.entry} ({about.docket_number})",
        headline=flaw.text,
        lines=(
            Line(label=TO_DO, text=flaw.to_do or (_MEND if mends else _CORRECT)),
            *matter_lines(about),
            Line(label="Entry", text=flaw.entry),
        ),
        citation=flaw.citation,
        links=(*mends, record, *_page(about)),
        matter=about.docket_number,
    )


_MEND = "Choose the form below that fits. It fixes the entry."
_CORRECT = "Do what this defect calls for. If the entry itself is wrong, record a correction."


def _record(about: About, links: Links) -> str:
    return links.record(about.lifecycle, about.docket_number, matter_id=about.matter_id)


def _page(about: About) -> list[Link]:
    return [Link(words="Open the matter: what is due, and why", url=about.page)] if about.page else []


def thread_of(about: About) -> str:
    """What holds the messages of a matter together."""
    return f"{about.lifecycle}-{about.docket_number}"


def _lines(
    about: About,
    clock: Clock,
    decision: Decision,
    names: Mapping[str, str],
    beside: Beside,
    today: date,
) -> list[Line]:
    watched = clock.watched
    called = clock.name if clock.is_law else f"{clock.name} (your setting, not law)"
    usual = to_do(decision.reason, watched, today, is_law=clock.is_law, owed=beside.owed)
    own_words = clock.missed_to_do if decision.reason is Reason.MISSED else ""
    lines = [
        Line(label=TO_DO, text=own_words or usual),
        *matter_lines(about),
        Line(label=DEADLINE, text=called),
        *_concerns(watched),
    ]
    if decision.reason is not Reason.WITHDRAWN:
        lines += _day_lines(clock, names)
        lines += _if_missed(clock)
    return [*lines, *beside.notes]


def _concerns(watched: DeadlineState) -> list[Line]:
    """Who is to act, or may; nothing of what is over or happens by itself."""
    if watched.is_over or watched.kind is RuleKind.THRESHOLD:
        return []
    return [Line(label=_DOES.get(watched.kind, "Who must act"), text=_WHO[watched.bound])]


_DOES = {RuleKind.RIGHT: "Who may use it", RuleKind.LOOKBACK: "Who may reach back"}
_WHO = {
    Party.RECORDKEEPER: "You",
    Party.CUSTOMS: "CBP",
    Party.COURT: "The court",
    Party.OTHER: "Another party",
}


def _if_missed(clock: Clock) -> list[Line]:
    if not clock.if_missed or clock.watched.is_over:
        return []
    label = "Now that it is missed" if clock.watched.status is Status.MISSED else "If missed"
    return [Line(label=label, text=clock.if_missed)]


def matter_lines(about: About) -> list[Line]:
    """The matter and whose it is."""
    return [Line(label="Matter", text=about.name), Line(label="Importer", text=about.importer)]


def _day_lines(clock: Clock, names: Mapping[str, str]) -> list[Line]:
    watched = clock.watched
    if not has_two_dates(watched):
        lines = [_day_line(means(watched), watched.strict_on)]
    elif watched.kind is RuleKind.RETENTION:
        lines = [
            _day_line(means(watched), watched.lenient_on),
            _day_line("Earlier reading, do not rely on it", watched.strict_on),
        ]
    elif watched.kind.is_answered:
        lines = [
            _day_line(earliest(watched), watched.strict_on),
            _day_line(latest(watched), watched.lenient_on),
        ]
    else:
        lines = [
            _day_line(f"{means(watched)}, at the earliest", watched.strict_on),
            _day_line(f"{means(watched)}, at the latest", watched.lenient_on),
        ]
    if watched.act_by is not None and watched.settled_on is None:
        lines.append(Line(label="Act by", text=long_date(watched.act_by)))
    if clock.ambiguities:
        unclear = [f"{names.get(number, 'no longer listed')} ({number})" for number in clock.ambiguities]
        lines.append(Line(label="Unclear law", text="; ".join(unclear)))
    return lines


def _day_line(label: str, day: date) -> Line:
    return Line(label=first_upper(label), text=long_date(day))
