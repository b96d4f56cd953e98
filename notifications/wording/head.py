"""What lists, logs and events name an alert by, and what is kept of it until it is put into words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

FACTS = "facts"
"""Where the facts of an alert are, among what is kept of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is told, to whom it belongs together, and how it goes out; the words of it may not exist yet."""

    key: str
    """The same in each repeat, so that a receiver can drop it."""

    thread: str
    """The same in all messages of one matter."""

    reason: str
    subject: str
    citation: str = ""
    papers: tuple[int, ...] = ()
    """The numbers of the papers that are attached."""

    urgent: bool = False
    """Whether it goes out at night too, by the other channel and up the chain at the first failure."""

    history: bool = False
    """Whether it is of what was recorded as history: one summary to a contact has all of it."""

    older: bool = False
    """Whether it presses nobody and waited for an answer: one summary to a contact has all of it."""

    matter: str = ""
    """The docket number of the matter that it is about; empty for many, and for none."""

    day: str = ""
    """The date that the subject names, as ISO text; empty where it names none."""

    def fields(self) -> dict[str, Any]:
        """Its values by their names."""
        return {name: getattr(self, name) for name in _NAMES}

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return self.fields() | {"papers": list(self.papers)}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadAndFacts(Head):
    """An alert of which the facts are kept: its words are made when its message is put together."""

    facts: Mapping[str, Any]
    """As JSON values."""

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return Head.to_json(self) | {FACTS: dict(self.facts)}


def head_of(kept: Mapping[str, Any]) -> Head:
    """The head of an alert, of whatever version, that is kept as JSON values."""
    given = {name: kept[name] for name in _NAMES if name in kept}
    return Head(**given | {"papers": tuple(kept.get("papers", ()))})


_NAMES = [field.name for field in fields(Head)]
