"""One alert as a value: what is told, in plain words and with its reasons. Privileged notes never enter."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


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
class Message:
    """What one person is told of one thing. Kept as JSON, so that a repeat is the same message."""

    key: str
    """The same in each repeat, so that a receiver can drop it."""

    thread: str
    """The same in all messages of one matter."""

    reason: str
    subject: str
    headline: str
    struck: str = ""
    """Days that no longer hold, shown struck out."""

    lines: tuple[Line, ...] = ()
    quote: str = ""
    citation: str = ""
    trace: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Message":
        """Back from JSON values."""
        values = dict(given)
        values["lines"] = tuple(Line(**line) for line in values["lines"])
        values["links"] = tuple(Link(**link) for link in values["links"])
        values["trace"] = tuple(values["trace"])
        return cls(**values)
