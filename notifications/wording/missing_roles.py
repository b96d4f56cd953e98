"""That alerts are meant for roles which no contact of an importer holds, in words. Pure."""

from collections.abc import Sequence

from models.in_words import ended

LABEL = "Missing role"
"""What such a line is called."""


def no_contact_words(roles: Sequence[str], importer: str) -> str:
    """Which roles nobody holds, and what to do about it."""
    return f"No contact is {' or '.join(roles)} for {ended(importer)} Add one, so that alerts can escalate."
