"""What can be cut short: an operation, what is on record before it, and how it is made good."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from models.errors import Refused
from tests.chaos.grounds import DATABASES, Ground
from tests.chaos.offices import AGAIN, NEXT_LOOK, watch

Act = Callable[[Ground, datetime], None]


def nothing_more(_ground: Ground) -> None:
    """For an operation to which the office is enough."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What a form or the watch does at an instant; done again, it is refused or comes to the same."""

    name: str
    act: Act
    prepare: Callable[[Ground], None] = nothing_more
    """What is on record before it, beside the office."""

    whole: Callable[[Ground], str] | None = None
    """What is wrong right after the cut, blank where nothing is: for what must be whole or not at all."""

    databases: tuple[str, ...] = DATABASES
    """Where it can be carried out."""


def make_good(operation: Operation, ground: Ground) -> None:
    """What happens after a crash: the person submits the form again, and the watch looks an hour later.

    A refusal, such as that it is on record already, is an answer and no fault.
    """
    with suppress(Refused):
        operation.act(ground, AGAIN)
    watch(ground, NEXT_LOOK)
