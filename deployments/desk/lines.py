"""What people type on one line, before it is kept or given to a run."""

from deployments.desk.asked import Asked
from models.errors import RecordError


def one_line(asked: Asked, name: str, what: str, most: int) -> str:
    """A field without line breaks. Raises `RecordError` where it is too long, or cannot be stored."""
    given = " ".join(asked.typed(name).split())
    if len(given) > most:
        raise RecordError(f"The {what} has {len(given)} characters. Enter at most {most}.")
    if not given.isprintable():
        raise RecordError(f"The {what} holds a character that cannot be stored. Type it again.")
    return given
