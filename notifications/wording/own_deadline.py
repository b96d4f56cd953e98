"""Words what is told of a deadline that the office sets itself: never as law, never with a citation. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from models.in_words import long_date
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.reasons import Reason
from notifications.wording.deadline_message import About, matter_lines, thread_of
from notifications.wording.links import Links
from notifications.wording.message import DEADLINE, TO_DO, CalendarDay, Line, Link, Message
from notifications.wording.sentences import ended, late_words
from notifications.wording.subject_lines import subject, subject_day

NOT_LAW = "not law: your own deadline"
"""How each deadline of the office's own is marked, wherever it is shown."""

NO_LAW = "No law sets this day. It does not move for a weekend or a holiday."


def name_of(number: int) -> str:
    """What a deadline of the office's own is called: own deadline 3."""
    return f"own deadline {number}"


def own_number(name: str) -> int | None:
    """The number in what one is called; None where it is called otherwise, as a deadline of the law is."""
    found = re.fullmatch(r"own(?: deadline)? ([0-9]{1,9})", " ".join(name.split()).lower())
    return int(found[1]) if found else None


def marked(title: str) -> str:
    """Its title with the mark."""
    return f"{title} ({NOT_LAW})"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """A deadline of the office's own in words. `whose` is a name, or the words for the owner."""

    number: int
    title: str
    whose: str
    note: str = ""
    end_reason: str = ""
    watched: DeadlineState
    pauses: tuple[Line, ...] = ()
    replies: tuple[Link, ...] = ()
    """The forms by which its reader replies."""

    @property
    def due_on(self) -> date:
        """Its day."""
        return self.watched.strict_on


def own_message(
    key: str,
    about: About,
    own: OwnText,
    decision: Decision,
    *,
    today: date,
    links: Links,
    calendar: CalendarDay,
) -> Message:
    """What is said of it; `calendar` is its day, for whoever keeps one."""
    title = f"Own deadline, not law: {own.title}"
    page = [Link(words="Open the matter: what is due, and why", url=about.page)] if about.page else []
    return Message(
        key=key,
        thread=thread_of(about),
        reason=decision.reason.value,
        subject=subject(decision, own.watched, title, about.docket_number, today),
        headline=f"{_says(own, decision, today)}{late_words(decision)}",
        lines=(
            Line(label=TO_DO, text=_to_do(own, decision, today)),
            *matter_lines(about),
            Line(label=DEADLINE, text=marked(name_of(own.number))),
            Line(label="Day", text=long_date(own.due_on)),
            *([] if own.watched.is_over else [Line(label="Assigned to", text=own.whose)]),
            *([Line(label="Note", text=own.note)] if own.note else []),
            *own.pauses,
            Line(label="Not law", text=NO_LAW),
        ),
        citation=NOT_LAW,
        links=(*_end_link(about, own, links), *own.replies, *page),
        calendar=(calendar,) if decision.reason.for_a_calendar else (),
        urgent=decision.reason.breaks_quiet,
        matter=about.docket_number,
        day=subject_day(decision, own.watched, today).isoformat(),
    )


def end_url(links: Links, docket_number: str, number: int, *, matter_id: int = 0) -> str:
    """The form that ends it, filled in; at the desk it is on the matter's page."""
    if links.to_desk:
        return f"{links.matter(matter_id, '')}#own{number}"
    return links.form("end-own-deadline", {"end": {"matter": docket_number, "number": str(number)}})


def _end_link(about: About, own: OwnText, links: Links) -> list[Link]:
    if own.watched.is_over:
        return []
    url = end_url(links, about.docket_number, own.number, matter_id=about.matter_id)
    return [Link(words="Record that it is done, or take it back", url=url)]


def _says(own: OwnText, decision: Decision, today: date) -> str:
    match decision.reason:
        case Reason.MET:
            return f"{own.title}: {ended(own.watched)}."
        case Reason.WITHDRAWN:
            why = f" The reason on record: {own.end_reason}" if own.end_reason else ""
            return f"{own.title}: this deadline of your own was taken back.{why}"
        case Reason.DEADLINE_SET:
            return f"New deadline of your own: {own.title}; {_dated(own, today)}."
        case Reason.REMINDER:
            return f"Reminder: {own.title}; {_dated(own, today)}."
        case Reason.ESCALATED:
            why = "Escalated because nothing on record shows that it is done"
            return f"{why}: {own.title}; {_dated(own, today)}."
        case _:
            return f"{own.title}: {_dated(own, today)}."


def _dated(own: OwnText, today: date) -> str:
    day = long_date(own.due_on)
    if today > own.due_on:
        return f"this is overdue; the day was {day}"
    return f"this is due today, {day}" if today == own.due_on else f"the day is {day}"


def _to_do(own: OwnText, decision: Decision, today: date) -> str:
    if decision.reason in (Reason.MET, Reason.WITHDRAWN):
        return "Nothing. The matter's other deadlines stay as they are."
    if today > own.due_on:
        return "If it was done, record that. If not, do it now, or take the deadline back and say why."
    if today == own.due_on:
        return "Do it today, and record that it is done."
    return f"Do it by {long_date(own.due_on)}, and record that it is done."
