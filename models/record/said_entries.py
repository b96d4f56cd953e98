"""What an entry says, whether it is on record or about to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar


class SaidEntry(Protocol):
    """An entry as the law and the checks of a docket read it: a row on record, or a `NewEntry`."""

    @property
    def number(self) -> int:
        """Its place in the docket, from 1."""

    @property
    def kind(self) -> str:
        """The event."""

    @property
    def occurred_on(self) -> date:
        """The day of the event."""

    @property
    def facts(self) -> dict[str, Any]:
        """What the event says, by the names of the facts."""

    @property
    def of(self) -> list[int]:
        """The numbers of the entries to which it belongs."""

    @property
    def replaces(self) -> int | None:
        """The number of the entry in whose place it is put."""

    @property
    def reference(self) -> str:
        """The document's own number."""

    @property
    def recorded_at(self) -> datetime:
        """The instant at which it came on record."""

    @property
    def chain_format(self) -> int:
        """The rules by which it is chained."""

    @property
    def hash(self) -> str:
        """The hash of its link."""


AnyEntry = TypeVar("AnyEntry", bound=SaidEntry)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry at the end of a docket, chained and not written yet; `columns` are those of its row."""

    columns: Mapping[str, Any]

    number: int
    kind: str
    occurred_on: date
    facts: dict[str, Any]
    of: list[int]
    replaces: int | None
    reference: str
    recorded_at: datetime
    chain_format: int
    hash: str

    @classmethod
    def of_columns(cls, columns: Mapping[str, Any]) -> "NewEntry":
        """The entry whose row has these columns."""
        return cls(columns, *(columns[name] for name in _SAID))


_SAID: Sequence[str] = [name for name in NewEntry.__slots__ if name != "columns"]
