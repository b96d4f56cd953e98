"""Words a move: which reading moved, from which day to which. Pure."""

from datetime import date

from models.in_words import dates, long_date, subject_date
from notifications.policy.deadline_state import DeadlineState
from notifications.wording.standing import earliest, latest


def moved_in_short(previous: str, watched: DeadlineState, today: date) -> str:
    """For a subject."""
    if _keeps_the_strict(previous, watched):
        return f"{latest(watched)} moved to {subject_date(watched.lenient_on, today)}"
    return "date moved"


def moved_in_full(previous: str, watched: DeadlineState) -> str:
    """For a sentence."""
    if _keeps_the_strict(previous, watched):
        former = long_date(_readings(previous)[1])
        return (
            f"the {latest(watched)} moved from {former} to {long_date(watched.lenient_on)}; "
            f"the {earliest(watched)} stays {long_date(watched.strict_on)}"
        )
    return f"the date moved from {days(previous)} to {days(watched.due)}"


def struck_days(previous: str, watched: DeadlineState) -> str:
    """The days that no longer hold."""
    if watched.withdrawn or not _keeps_the_strict(previous, watched):
        return days(previous)
    strict, lenient = _readings(previous)
    return "" if lenient == strict else long_date(lenient)


def days(due: str) -> str:
    """The readings of a `due` text in words."""
    return dates(_readings(due))


def days_in_short(due: str, today: date) -> str:
    """The readings of a `due` text for a subject."""
    return " or ".join(subject_date(day, today) for day in dict.fromkeys(_readings(due)))


def _keeps_the_strict(previous: str, watched: DeadlineState) -> bool:
    strict, lenient = _readings(previous)
    return strict == watched.strict_on and lenient != watched.lenient_on


def _readings(due: str) -> tuple[date, date]:
    """The earliest and the latest date of a `due` text, one or two ISO dates."""
    parts = [date.fromisoformat(part) for part in due.split("/")]
    return parts[0], parts[-1]
