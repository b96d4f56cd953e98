"""All that a paper may say: nothing else reaches a template, so that no template can tell more. Pure.

No reference, no note and no title that somebody typed for the office is among them, and of the entries only
those that the paper names in words of its own.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A standing entry of the docket, in the neutral words of the paper: *date of violation alleged*."""

    what: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFacts:
    """The clock that calls for the paper; `quote` holds the operative words of its wording.

    `anchor_kind` is the kind of the event that it counts from.
    """

    rule: str
    title: str
    citation: str
    quote: str
    anchor_kind: str
    strict_on: date
    lenient_on: date
    anchor_on: date

    @property
    def before_strict_on(self) -> date:
        """The day before the earlier date: of a right, the end that must have passed."""
        return self.strict_on - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a paper may say; the entries are those that stand and that it may name, oldest first."""

    docket_number: str
    lifecycle: str
    importer: str
    clock: ClockFacts
    entries: tuple[Dated, ...] = ()
    importer_number: str = ""
    customs_office: str = ""

    @property
    def latest_on(self) -> date:
        """The last of its entries' days: the date of the file, which knows no clock."""
        return max((entry.on for entry in self.entries), default=self.clock.anchor_on)
