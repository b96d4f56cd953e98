"""What the watch goes by of a stored deadline: its days and how it stands, without reasons and citations."""

from datetime import date, datetime
from typing import NamedTuple, Protocol


class DeadlineDays(Protocol):
    """A deadline by its days: the row itself, or only these columns of it."""

    @property
    def id(self) -> int: ...
    @property
    def rule(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def bound(self) -> str: ...
    @property
    def strict_on(self) -> date: ...
    @property
    def lenient_on(self) -> date: ...
    @property
    def act_by(self) -> date | None: ...
    @property
    def status(self) -> str: ...
    @property
    def settled_on(self) -> date | None: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def set_on(self) -> date: ...
    @property
    def looked_on(self) -> date | None: ...


class DayColumns(NamedTuple):
    """These columns of a deadline, with its matter, and when it is looked at next."""

    id: int
    matter_id: int
    rule: str
    kind: str
    bound: str
    strict_on: date
    lenient_on: date
    act_by: date | None
    status: str
    settled_on: date | None
    withdrawn: bool
    set_on: date
    looked_on: date | None
    next_step_at: datetime | None
