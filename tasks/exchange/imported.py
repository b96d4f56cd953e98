"""What came of an import."""

from dataclasses import dataclass, field

from tasks.exchange.import_titles import BadCell


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

    matter_ids: list[int] = field(default_factory=list)
    """The new matters, and those to whose dockets something was added."""

    passed_over: list[str] = field(default_factory=list)
    """Sheets of remarks, which nothing is imported from."""

    asked: list[str] = field(default_factory=list)
    """New entries that are nearly on record, each as a question."""

    written: bool = False

    @property
    def bad_rows(self) -> int:
        """How many rows something is wrong with."""
        return len({(each.sheet, each.row) for each in self.bad})
