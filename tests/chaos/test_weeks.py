"""What a week full of outages may lack beside the calm one, and what it may not."""

from datetime import date

import pytest

from notifications.policy.reasons import Reason
from tests.chaos.weeks import End, Told, compared

SUBJECT, DUE = ("AUD-1", "AUD-06", 1, 0), "2025-06-15"


def week(settled_on: date | None, *reasons: Reason) -> End:
    """A week in which a deadline ended, or did not, and Ann was told of it for these reasons."""
    day = date.fromisoformat(DUE)
    told = [Told(SUBJECT, "Ann", reason, DUE, "set", "sent") for reason in reasons]
    return End({SUBJECT: ("met", day, day, day, settled_on, False)}, told, [])


@pytest.mark.parametrize(
    ("settled_on", "reason", "lacks"),
    [
        (date(2025, 6, 15), Reason.DEADLINE_SET, False),
        (date(2025, 6, 15), Reason.MISSED, True),
        (None, Reason.DEADLINE_SET, True),
    ],
    ids=["news of what was over before anybody could be told", "a miss", "news of what runs"],
)
def test_nothing_is_lacking_but_what_nobody_needs(
    settled_on: date | None, reason: Reason, lacks: bool
) -> None:
    assert bool(compared(week(settled_on, reason), week(settled_on))["lacking"]) is lacks
