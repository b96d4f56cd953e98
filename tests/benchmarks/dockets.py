"""Dockets for the populations: every kind of matter, a deadline of each runs. The same each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from models.law.derive import derive
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.zones import local_time
from tests.law.oracle.table import LINES
from tests.law.support.random_dockets import STARTS
from tests.law.support.random_entries import random_entry, shifted

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
"""The instant of every measurement: a Friday morning in the United States."""

EVE = datetime(2026, 11, 16, 15, tzinfo=UTC)
"""When the burst's people were told of its deadlines, which come up again at `NOW`."""

SEED = 163
ZONES = ("America/New_York", "America/New_York", "America/Chicago", "America/Los_Angeles")
FEWEST, MOST = 3, 6
"""Entries of a docket."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A matter with its entries as the law reads them, in the order in which they were recorded."""

    number: int
    docket_number: str
    lifecycle: str
    timezone: str
    entries: list[Json]


def open_matters(count: int) -> Iterator[Planned]:
    """So many matters; the first ones are the same, however many there are."""
    kinds = list(Lifecycle)
    for number in range(1, count + 1):
        yield _open_matter(number, kinds[number % len(kinds)])


def burst_matters(count: int) -> Iterator[Planned]:
    """Matters of which one deadline each comes up at `NOW`: the records of a summons, due a week later."""
    facts = {"return_on": "2026-11-27", "third_party": False}
    served = ("2026-11-11", "2026-11-12")
    for number in range(1, count + 1):
        entries = [{"kind": "summons_issued", "on": "2026-11-10", "facts": facts, "of": []}]
        entries += [{"kind": "summons_served", "on": day, "facts": {}, "of": ["E1"]} for day in served]
        yield Planned(number, f"SUM-{number}", "summons", ZONES[0], entries)


def _open_matter(number: int, lifecycle: str) -> Planned:
    rng = Random(f"{SEED}:{number}")
    zone = rng.choice(ZONES)
    while True:
        found = Planned(
            number, f"{lifecycle[:3].upper()}-{number}", lifecycle, zone, _entries(rng, lifecycle)
        )
        if _runs(found):
            return found


def _entries(rng: Random, lifecycle: str) -> list[Json]:
    first = shifted(NOW.date(), -rng.randint(1, 300))
    latest = (NOW.date() - first).days
    days = [first, *(first + timedelta(days=rng.randint(0, min(60, latest))) for _ in range(4))]
    starts = STARTS.get(lifecycle) or [kind for kinds, _ in LINES[lifecycle] for kind in kinds]
    entries = [random_entry(rng, lifecycle, [first], rng.choice(starts))]
    more = [random_entry(rng, lifecycle, days) for _ in range(rng.randint(FEWEST - 1, MOST - 1))]
    entries += sorted(more, key=lambda entry: str(entry["on"]))
    for place, entry in enumerate(entries):
        entry["facts"] = {name: fact for name, fact in (entry.get("facts") or {}).items() if fact is not None}
        entry["of"] = ["E1"] if place and rng.random() < 0.5 else []
    return entries


def _runs(planned: Planned) -> bool:
    law, today = load_law(), local_time(NOW, planned.timezone).date()
    try:
        answer = derive(read_docket(as_docket(planned, today), law), law)
    except DocketError:
        return False
    return any(each.settled_on is None for each in answer.deadlines)


def as_docket(planned: Planned, as_of: date) -> Json:
    """The matter as the command line reads it."""
    entries = [{"id": f"E{place}", **entry} for place, entry in enumerate(planned.entries, start=1)]
    return {
        "lifecycle": planned.lifecycle,
        "timezone": planned.timezone,
        "as_of": as_of.isoformat(),
        "entries": entries,
    }
