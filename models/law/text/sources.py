"""The values that say which texts were read, and which paragraphs were checked."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Section:
    """One law file: its heading, our summary, the edition and the day it was read."""

    title: str
    summary: str
    edition: str
    read_on: date
    file: str
    not_read: tuple[str, ...] = ()
    """Amendments later than the edition, which nobody here has read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph that was checked for time limits: encoded as a rule, or the reason why not."""

    id: str
    citation: str
    no_clock: str = ""
    """Why it has no deadline."""
    not_encoded: str = ""
    """Why its deadline is left out."""
