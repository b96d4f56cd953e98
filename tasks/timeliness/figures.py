"""The days that CBP took for its steps, in figures: medians, quartiles, bands, lateness. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median, quantiles

_LONG = 30
"""Days of lateness beyond which a step stands in the last band."""


class Band(StrEnum):
    """How much of its limit a step took."""

    FIRST_QUARTER = "0–25%"
    SECOND_QUARTER = "25–50%"
    SECOND_HALF = "50–100%"
    LATE = "late, up to 30 days"
    LATER = "late, over 30 days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One step of CBP in one matter: the entry that started it, the one that answered or ended it.

    Days are calendar days; the day of the start is not counted. Entries are named by number.
    """

    rule: str
    matter_id: int
    docket_number: str
    importer: str
    office: str
    """The CBP office; where the matter names none, its time zone says where."""
    started: int
    started_on: date
    strict_on: date
    lenient_on: date
    """The last days of both readings, as they stood when the step ended, or stand now."""

    today: date
    ended: int | None = None
    ended_kind: str = ""
    ended_on: date | None = None
    lifted: bool = False
    """Whether something else ended it: an investigation, or that the matter was closed."""

    unconfirmed: tuple[int, ...] = ()
    """Which of its entries await a second reviewer."""

    @property
    def is_answered(self) -> bool:
        """Whether CBP did what the step asks."""
        return self.ended_on is not None and not self.lifted

    @property
    def is_open(self) -> bool:
        """Whether no entry has ended it."""
        return self.ended_on is None

    @property
    def days(self) -> int:
        """Days taken, or so far."""
        return (self._until - self.started_on).days

    @property
    def days_late(self) -> int:
        """Days beyond the last day of the lenient reading; 0 for none."""
        return max((self._until - self.lenient_on).days, 0)

    @property
    def is_late(self) -> bool:
        """Whether it is late by every reading."""
        return self.days_late > 0

    @property
    def is_late_strictly(self) -> bool:
        """Whether it is late by the strict reading."""
        return self._until > self.strict_on

    @property
    def band(self) -> Band:
        """Its band; the limit is the last day of the lenient reading."""
        if self.is_late:
            return Band.LATE if self.days_late <= _LONG else Band.LATER
        limit = (self.lenient_on - self.started_on).days
        if 4 * self.days <= limit:
            return Band.FIRST_QUARTER
        return Band.SECOND_QUARTER if 2 * self.days <= limit else Band.SECOND_HALF

    @property
    def _until(self) -> date:
        return self.today if self.ended_on is None else self.ended_on


@dataclass(frozen=True, slots=True)
class Figures:
    """What cases of one step come to."""

    cases: Sequence[Case]

    @property
    def answered(self) -> list[Case]:
        """Those that CBP answered."""
        return [case for case in self.cases if case.is_answered]

    @property
    def late(self) -> list[Case]:
        """Those answered late by every reading."""
        return [case for case in self.answered if case.is_late]

    @property
    def late_strictly(self) -> list[Case]:
        """Those answered late by the strict reading."""
        return [case for case in self.answered if case.is_late_strictly]

    @property
    def open(self) -> list[Case]:
        """Those that await an answer."""
        return [case for case in self.cases if case.is_open]

    @property
    def overdue(self) -> list[Case]:
        """Those that await an answer and are late by every reading."""
        return [case for case in self.open if case.is_late]

    @property
    def lifted(self) -> list[Case]:
        """Those that ended without an answer: in no figure."""
        return [case for case in self.cases if case.lifted]

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The quartiles of the days taken, the median in the middle; None where nothing was answered."""
        days = [case.days for case in self.answered]
        if len(days) < 2:
            return (days[0], days[0], days[0]) if days else None
        first, second, third = quantiles(days, n=4, method="inclusive")
        return first, second, third

    @property
    def bands(self) -> dict[Band, int]:
        """How many were answered within each band."""
        found = [case.band for case in self.answered]
        return {band: found.count(band) for band in Band}


def matters_in(cases: Iterable[Case]) -> int:
    """How many matters the cases are of."""
    return len({case.matter_id for case in cases})


def median_lateness(cases: Iterable[Case]) -> float:
    """The median of the days late, the worst of each matter; 0 where there is none."""
    worst: dict[int, int] = {}
    for case in cases:
        worst[case.matter_id] = max(case.days_late, worst.get(case.matter_id, 0))
    return median(worst.values()) if worst else 0


def grouped(cases: Sequence[Case], by: Callable[[Case], str]) -> dict[str, Figures]:
    """The figures of each group, in the order of their names."""
    names = sorted({by(case) for case in cases})
    return {name: Figures([case for case in cases if by(case) == name]) for name in names}
