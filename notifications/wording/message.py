"""One alert as a value: what is told, in plain words and with its reasons. Privileged notes never enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from notifications.wording.head import Head

DEADLINE = "Deadline"
"""The label of the line that names the deadline of an alert."""

TO_DO = "What to do now"
"""The label of the first line of every message."""

DRAFTED = "Drafted for you"
"""The label of the line that names an attached draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named thing: a label and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with the words that stand for it."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing among many of a message: what it says, why in a few words, and where its forms are."""

    text: str
    detail: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Things of one kind in a message: what is overdue, what is due this week."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day for a calendar, as ISO text. `uid` stays the same when the day moves, so that the entry moves."""

    uid: str
    on: str
    title: str
    text: str
    withdrawn: bool = False
    revision: int = 0
    """How often the day was told before: a calendar takes a later one in the place of an earlier."""

    written_at: str = ""
    """The instant at which it was told; empty where none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Head):
    """What one person is told, of one thing or of many. Kept as JSON: a repeat is the same message."""

    headline: str
    struck: str = ""
    """Days that no longer hold, shown struck out."""

    lines: tuple[Line, ...] = ()
    quote: str = ""
    trace: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    sections: tuple[Section, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    foot: str = ""
    """What stands below all else, such as the head of the chain of receipts."""

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return _plain(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Message":
        """Back from JSON values."""
        values = dict(given)
        values["lines"] = tuple(Line(**line) for line in values["lines"])
        values["links"] = _links(values["links"])
        values["trace"] = tuple(values["trace"])
        values["sections"] = tuple(_section(each) for each in values.get("sections", ()))
        values["calendar"] = tuple(CalendarDay(**each) for each in values.get("calendar", ()))
        values["papers"] = tuple(values.get("papers", ()))
        return cls(**values)


def _plain(value: object) -> dict[str, Any]:
    """A value of this module, field by field: `asdict` would copy each text, which nobody can change."""
    return {name: _json(getattr(value, name)) for name in _NAMES[type(value)]}


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) if type(each) in _NAMES else each for each in value]
    return value


_NAMES: dict[type[object], list[str]] = {
    each: [field.name for field in fields(each)] for each in (Line, Link, Item, Section, CalendarDay, Message)
}


def _links(given: Sequence[Mapping[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(**link) for link in given)


def _section(given: Mapping[str, Any]) -> Section:
    items = tuple(
        Item(text=each["text"], detail=each["detail"], links=_links(each["links"])) for each in given["items"]
    )
    return Section(title=given["title"], items=items)
