"""The stories of the demo, from JSON: a docket, who is told, what people answer, and what breaks down."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DOCKETS = Path(__file__).parent / "dockets"
DAYS = 400
"""How long a story is lived, where it does not say itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody answers to an alert: `does` is acknowledge, snooze or reassign.

    Or move: the matter goes to another importer.
    """

    on: date
    name: str
    does: str
    clock: str = ""
    until: date | None = None
    next_action: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of which `until` is the first that is no longer one of them."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One docket to be replayed, a matter of its own.

    `people` sets what is special of a contact; `recorded` the days of entries that came to be known later;
    `down` when a channel does not work, by its name; `off` when no watch runs at all; `law_waits` when a new
    edition of the law waits for its approval. `time_ahead` are days on which the system time is that of the
    day after the last of them. On the day `spoiled` somebody changes a date in the database by hand; on
    `new_link` a link is made by which another person could sign in as the first contact.
    """

    name: str
    title: str
    source: str
    note: str
    docket: dict[str, Any]
    days: int = DAYS
    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    recorded: Mapping[str, date] = field(default_factory=dict)
    answers: Sequence[Said] = ()
    down: Mapping[str, Span] = field(default_factory=dict)
    off: Span | None = None
    law_waits: Span | None = None
    time_ahead: Span | None = None
    spoiled: date | None = None
    new_link: date | None = None
    in_full: Sequence[str] = ()
    """Parts of subjects; the first mail with each is printed whole."""

    @property
    def docket_number(self) -> str:
        """The name of its matter."""
        return self.name.upper()

    @property
    def first_day(self) -> date:
        """The day of its first entry, or the day it speaks of where it has none."""
        days = [date.fromisoformat(entry["on"]) for entry in self.docket["entries"]]
        return min(days, default=date.fromisoformat(self.docket["as_of"]))

    @property
    def lived(self) -> list[date]:
        """Its days, without those on which no watch runs."""
        days = [self.first_day + timedelta(days=number) for number in range(self.days + 1)]
        return [day for day in days if self.off is None or not self.off.holds(day)]

    @property
    def has_hours(self) -> bool:
        """Whether somebody is told only in working hours."""
        return any("works_from" in each for each in self.people.values())

    @property
    def shows_receipts(self) -> bool:
        """Whether a receipt is seen: at the foot of a digest, or when the watch was silent."""
        return self.off is not None or any("wants_digest" in each for each in self.people.values())

    def entries_on(self, day: date) -> list[dict[str, Any]]:
        """What is recorded on a day."""
        entries: list[dict[str, Any]] = self.docket["entries"]
        return [
            each for each in entries if self.recorded.get(each["id"], date.fromisoformat(each["on"])) == day
        ]

    def works(self, channel: str, day: date) -> bool:
        """Whether a channel works on a day."""
        span = self.down.get(channel)
        return span is None or not span.holds(day)


def stories() -> list[Story]:
    """The dockets that come with Landwaiter, the samples first, then the reported cases."""
    paths = sorted(DOCKETS.glob("*.json"), key=lambda path: (not path.stem.startswith("sample"), path.stem))
    return [_story(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def _story(name: str, given: dict[str, Any]) -> Story:
    return Story(
        name=name,
        recorded={entry: date.fromisoformat(day) for entry, day in given.pop("recorded", {}).items()},
        answers=[_said(**each) for each in given.pop("answers", [])],
        down={channel: _days(**days) for channel, days in given.pop("down", {}).items()},
        off=_span(given.pop("off", None)),
        law_waits=_span(given.pop("law_waits", None)),
        time_ahead=_span(given.pop("time_ahead", None)),
        spoiled=_day(given.pop("spoiled", None)),
        new_link=_day(given.pop("new_link", None)),
        **given,
    )


def _span(given: dict[str, str] | None) -> Span | None:
    return None if given is None else _days(**given)


def _day(given: str | None) -> date | None:
    return None if given is None else date.fromisoformat(given)


def _days(*, since: str, until: str) -> Span:
    return Span(date.fromisoformat(since), date.fromisoformat(until))


def _said(*, on: str, until: str = "", **given: Any) -> Said:
    return Said(on=date.fromisoformat(on), until=date.fromisoformat(until) if until else None, **given)
