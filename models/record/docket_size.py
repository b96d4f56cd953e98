"""How many entries a docket may have: what the law computes takes longer than their number grows."""

from collections.abc import Sized

from models.errors import RecordError
from models.law.given import MOST_ENTRIES


def check_room(entries: Sized) -> None:
    """Raises `RecordError` where there is no room for one more entry."""
    if len(entries) >= MOST_ENTRIES:
        raise RecordError(
            f"This docket has {len(entries):,} entries, and no docket may have more than {MOST_ENTRIES:,}. "
            "Open another matter for what is to come."
        )
