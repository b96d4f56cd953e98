"""What an entry of a docket changed: found by deriving the docket without it and with it. Writes nothing."""

from dataclasses import replace
from datetime import datetime

from models.record.deadlines import sync
from models.record.derivation import Changes
from models.record.docket_rows import DocketRows
from tasks.record.derive import derivation_of
from tasks.record.office_law import OfficeLaw


def what_followed(docket: DocketRows, number: int, law: OfficeLaw, *, at: datetime) -> Changes:
    """What the entry of a number changed, by the law of today as of an instant.

    The rows are none of the record: they have no ids. Raises what the law raises for a docket it refuses.
    """
    before = DocketRows(
        matter=docket.matter, entries=docket.entries[: number - 1], deadlines=[], defects=[], derived=None
    )
    sync(before, derivation_of(before, law, now=at))
    after = replace(before, entries=docket.entries[:number])
    return sync(after, derivation_of(after, law, now=at))
