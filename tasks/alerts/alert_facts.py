"""The facts of an alert about a deadline: what was so when it was decided, from which its words are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.pauses import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """What one contact is to hear of a deadline, and what the deadline was like then."""

    state: DeadlineState
    ambiguities: tuple[str, ...]
    """What of the law leaves its days unclear, by their numbers."""

    decision: Decision
    is_old: bool = False
    """Whether papers that were drafted before are out of date."""

    told: int = 0
    """How often the contact was told of the deadline before."""

    hold: Hold | None = None
    """What pauses their reminders."""

    quiet_until: date | None = None
    """The last day of that pause."""

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        kept: dict[str, Any] = _JSON.dump_python(self, mode="json")
        return kept


def facts_of(kept: Mapping[str, Any]) -> AlertFacts:
    """Back from JSON values."""
    return _JSON.validate_python(kept)


_JSON = TypeAdapter(AlertFacts)
