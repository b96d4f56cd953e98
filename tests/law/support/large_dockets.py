"""Dockets of many entries: nothing linked, each linked to a start before it, or links to any day."""

from datetime import date, timedelta
from random import Random

from tests.law.oracle.table import LINES
from tests.law.support.random_entries import Json, random_entry

STYLES = ("plain", "linked", "tangled")
FIRST, DAYS, AS_OF = date(2015, 1, 1), 4000, "2027-01-01"
NEAR = 20
"""A linked entry names one of so many starts before it."""


def large_docket(lifecycle: str, entries: int, style: str, seed: int = 1) -> Json:
    """One docket whose entries are spread over eleven years, without closures."""
    rng = Random(f"{lifecycle}{style}{seed}")
    days = sorted(FIRST + timedelta(days=rng.randrange(DAYS)) for _ in range(entries))
    made = [random_entry(rng, lifecycle, [day, day, day + timedelta(days=rng.randrange(60))]) for day in days]
    made.sort(key=lambda entry: str(entry["on"]))
    for number, entry in enumerate(made):
        entry["id"] = f"e{number}"
    if style == "linked":
        _link_to_starts(rng, lifecycle, made)
    if style == "tangled":
        _tangle(rng, made)
    return {"lifecycle": lifecycle, "as_of": AS_OF, "closures": [], "entries": made}


def _link_to_starts(rng: Random, lifecycle: str, entries: list[Json]) -> None:
    begun: dict[str, list[str]] = {}
    for entry in entries:
        lines = [starts for starts, hangs in LINES.get(lifecycle, ()) if entry["kind"] in hangs]
        near = [name for starts in lines for start in starts for name in begun.get(start, ())[-NEAR:]]
        if near:
            entry["of"] = rng.choice(near)
        begun.setdefault(entry["kind"], []).append(entry["id"])


def _tangle(rng: Random, entries: list[Json]) -> None:
    """Half of them name one or two others of any day, in no circle."""
    order = rng.sample(entries, len(entries))
    for place, entry in enumerate(order):
        if place and rng.random() < 0.5:
            named = {rng.randrange(place) for _ in range(rng.choice((1, 1, 2)))}
            entry["of"] = [order[each]["id"] for each in sorted(named)]
