"""What came of an import."""

from dataclasses import dataclass, field

from models.inputs import EntryInput, MatterInput
from tasks.exchange.import_titles import BadCell

RowAt = tuple[str, int]
"""A row by its sheet and its number in it."""


@dataclass(slots=True)
class Imported:
    """What a file gives: what is wrong with it, or what is new, and what was on record before."""

    bad: list[BadCell] = field(default_factory=list)
    matters: int = 0
    entries: int = 0
    known_matters: int = 0
    known_entries: int = 0
    corrected: list[str] = field(default_factory=list)
    """Entries of the file that are on record and that something else corrected since, with their dockets."""

    waiting: int = 0
    """Entries that could not be looked at, for their matter's row is bad."""

    started: int = 0
    """Deadlines that start."""

    overdue: int = 0
    """How many of them are missed on the day of the import."""

    matter_ids: list[int] = field(default_factory=list)
    """The new matters, and those to whose dockets something was added."""

    opened: list[MatterInput] = field(default_factory=list)
    """The new matters, as their rows say them."""

    kinds: dict[str, str] = field(default_factory=dict)
    """The kind of each matter that the file names and that is on record or in the file, by docket number."""

    new_importers: list[str] = field(default_factory=list)
    put: dict[str, int] = field(default_factory=dict)
    """How many new entries each docket has, by docket number."""

    fresh: list[tuple[str, EntryInput]] = field(default_factory=list)
    """The new entries as their rows say them, each with its docket number."""

    known: list[RowAt] = field(default_factory=list)
    """The rows that were on record before, or that the file has twice."""

    opened_ids: list[int] = field(default_factory=list)
    entry_ids: list[int] = field(default_factory=list)
    """The ids of the new matters and entries, once they are kept."""

    examples: int = 0
    """Rows of the template's examples, which are passed over."""

    passed_over: list[str] = field(default_factory=list)
    """Sheets of remarks, which nothing is imported from."""

    asked: list[str] = field(default_factory=list)
    """New entries that are nearly on record, each as a question."""

    written: bool = False

    @property
    def bad_rows(self) -> int:
        """How many rows something is wrong with."""
        return len({(each.sheet, each.row) for each in self.bad})
