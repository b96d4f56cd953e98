"""Until when an acknowledgement or a snooze pauses reminders, or why it does not any more, in words."""

from models.in_words import short_date
from models.record.tables.dockets import Deadline
from notifications.policy.pauses import LIMITS, Hold, last_quiet_day
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext
from tasks.record.deadline_words import status_words


def why_ended(context: MatterContext, row: Deadline, hold: Hold) -> str:
    """Why an answer no longer counts, though its last day may be ahead; empty while it counts."""
    state = view_of(context, row).state
    if row.withdrawn:
        return "ended: the deadline no longer applies"
    if hold.due != state.due:
        return "ended: the deadline's days changed since"
    return f"ended: {status_words(row)}" if state.is_settled else ""


def pause_words(context: MatterContext, row: Deadline, hold: Hold) -> str:
    """Until when reminders are paused, or were; or why that ended."""
    ended = why_ended(context, row, hold)
    if ended:
        return ended
    really = last_quiet_day(hold, view_of(context, row).steps)
    verb = "reminders paused" if really >= context.today else "reminders were paused"
    return f"{verb} until {short_date(really)}"


def limit_words(context: MatterContext, row: Deadline, hold: Hold) -> str:
    """That an answer which counts asked for a longer pause than there is; empty where it did not."""
    if why_ended(context, row, hold) or last_quiet_day(hold, view_of(context, row).steps) >= hold.until:
        return ""
    return f"(asked for {short_date(hold.until)}; {LIMITS})"
