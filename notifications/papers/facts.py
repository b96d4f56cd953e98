"""All that a paper may say. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A standing entry of the docket; `number` is its place there."""

    number: int
    title: str
    on: date
    reference: str = ""


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
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a paper may say; the entries are those that stand, oldest first."""

    docket_number: str
    lifecycle: str
    importer: str
    clock: ClockFacts
    entries: tuple[Dated, ...] = ()
    importer_number: str = ""
    title: str = ""
    customs_office: str = ""

    @property
    def latest_on(self) -> date:
        """The last day of the docket: the date of the file, which knows no clock."""
        return max((entry.on for entry in self.entries), default=self.clock.anchor_on)
