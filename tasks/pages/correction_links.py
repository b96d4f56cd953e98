"""Offers to correct an entry: a link to its form, filled in with what the entry says."""

from collections.abc import Collection

from models.forms.mending import correcting_fields
from models.law.load import load_law
from models.record.dockets import draft_of
from models.record.tables.dockets import Entry, Matter
from notifications.wording.links import Links


def correct_link(matter: Matter, entry: Entry, current: Collection[int], links: Links) -> list[str]:
    """The link below a current entry; none for one that was corrected, or whose event the law lacks now."""
    if entry.number not in current or entry.kind not in load_law().events:
        return []
    fields = correcting_fields(draft_of(entry), number=entry.number)
    return [f"[Correct this entry]({links.record(matter.lifecycle, matter.docket_number, **fields)})"]
