"""Words a move: which reading moved, from which day to which. Pure."""

from notifications.policy.deadline_state import Watched


def moved_in_short(previous: str, watched: Watched) -> str:
    """For a subject."""
    if _keeps_the_strict(previous, watched):
        return f"lenient reading moved to {watched.lenient_on}"
    return f"moved to {watched.strict_on}"


def moved_in_full(previous: str, watched: Watched) -> str:
    """For a sentence."""
    if _keeps_the_strict(previous, watched):
        return (
            f"the lenient reading moved from {_readings(previous)[1]} to {watched.lenient_on}; "
            f"{watched.strict_on}, by the strict one, stays"
        )
    return f"moved from {days(previous)} to {days(watched.due)}"


def struck_days(previous: str, watched: Watched) -> str:
    """The days that no longer hold."""
    if watched.withdrawn or not _keeps_the_strict(previous, watched):
        return days(previous)
    strict, lenient = _readings(previous)
    return "" if lenient == strict else lenient


def days(due: str) -> str:
    """The readings of a `due` text in words."""
    return due.replace("/", " or ")


def _keeps_the_strict(previous: str, watched: Watched) -> bool:
    strict, lenient = _readings(previous)
    return strict == str(watched.strict_on) and lenient != str(watched.lenient_on)


def _readings(due: str) -> tuple[str, str]:
    parts = due.split("/")
    return parts[0], parts[-1]
