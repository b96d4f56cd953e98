"""When a deadline is looked at again."""

from datetime import datetime, timedelta

from models.wall_clock import morning_of
from notifications.policy.decide import next_look
from tasks.alerts.deadline_view import Watched
from tasks.alerts.who_hears import muting_now


def next_step(seen: Watched) -> datetime | None:
    """The morning of the next step; the next morning for a clock that a graver one mutes."""
    hearers = seen.hearers
    day = next_look(seen.state, seen.steps, seen.holds, hearers.today)
    if not seen.state.is_over and muting_now(hearers, seen.row):
        day = hearers.today + timedelta(days=1)
    return None if day is None else morning_of(day, hearers.timezone)
