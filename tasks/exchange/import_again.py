"""What of a file is on record already, but on another date."""

from models.in_words import long_date
from models.record.bulk_entries import OpenDocket
from models.record.dockets import current_entries
from models.record.near import same_but_for_its_dates, same_on_another_day
from models.record.said_entries import SaidEntry
from tasks.exchange.import_dates import other_day, other_order
from tasks.exchange.import_rows import Given
from tasks.exchange.import_titles import BadCell

_DAY = "occurred_on"


def exchanged_dates(given: Given, docket: OpenDocket, entry: SaidEntry) -> BadCell | None:
    """That an entry is on record with the day and the month exchanged: its file was read the other way."""
    day = other_day(given.fields.get(_DAY), given.dates)
    if day is None or day == entry.occurred_on:
        return None
    same = same_but_for_its_dates(_on_record(docket), entry, day)
    if same is None:
        return None
    return given.bad(
        _DAY,
        f'"{given.fields[_DAY]}" is {long_date(entry.occurred_on)} if dates are {given.dates}, but '
        f"E{same.number} is the same event on {long_date(day)}; choose {other_order(given.dates)} in the "
        f"form, or, if it happened on both dates, write {entry.occurred_on.isoformat()}",
    )


def questions(docket: OpenDocket) -> list[str]:
    """A question about each new entry that is on record on a date within a month of it."""
    by_kind: dict[str, list[SaidEntry]] = {}
    for entry in _on_record(docket):
        by_kind.setdefault(entry.kind, []).append(entry)
    asked = [same_on_another_day(by_kind.get(entry.kind, []), entry) for entry in docket.fresh]
    return [f"{docket.matter.docket_number}: {question}" for question in asked if question]


def _on_record(docket: OpenDocket) -> list[SaidEntry]:
    """What stood before the file, and still does."""
    first_new = len(docket.entries) - len(docket.fresh) + 1
    return [entry for entry in current_entries(docket.entries) if entry.number < first_new]
