"""How many rows there are, counted no further than anybody reads."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from models.in_words import counted

MOST = 1_000
"""So far rows are counted. Beyond it people read *more than 1,000*."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of rows; where `is_least`, there are more, which nobody counted."""

    number: int = 0
    is_least: bool = False

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.number + other.number, self.is_least or other.is_least)

    def __bool__(self) -> bool:
        return self.number > 0 or self.is_least

    def but(self, shown: int) -> "Amount":
        """What is left beside the rows that are shown."""
        return Amount(max(0, self.number - shown), self.is_least)

    def __str__(self) -> str:
        return f"more than {self._round:,}" if self.is_least else f"{self.number:,}"

    def of(self, noun: str, plural: str = "") -> str:
        """The number with its noun: 1 deadline, 2 deadlines, more than 1,000 deadlines."""
        if self.is_least:
            return f"more than {counted(self._round, noun, plural)}"
        return counted(self.number, noun, plural)

    @property
    def _round(self) -> int:
        """What there is more of: in hundreds, for the rest was not counted."""
        return self.number - self.number % 100


def up_to(number: int, most: int = MOST) -> Amount:
    """The amount of rows of which at most `most` + 1 were read."""
    return Amount(min(number, most), is_least=number > most)


def counting(wanted: Select[Any], most: int = MOST) -> Select[tuple[int]]:
    """The statement whose one number `up_to` makes an amount of; `wanted` selects the rows, in any order."""
    return select(func.count()).select_from(wanted.limit(most + 1).subquery())


def amount_of(session: Session, wanted: Select[Any]) -> Amount:
    """How many rows a statement finds."""
    return up_to(session.connection().execute(counting(wanted)).scalar_one())
