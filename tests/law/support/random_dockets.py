"""Random dockets of every lifecycle, made to be hard: coinciding days, boundaries, links, corrections.

The same seed gives the same dockets. About one in fifty is bad input.
"""

from datetime import date
from itertools import pairwise
from random import Random

from tests.law.oracle.calculator import answer
from tests.law.oracle.kinds import OFFICE_RULES
from tests.law.oracle.table import LINES, STARTS_A_CLOCK
from tests.law.support.random_defects import spoil
from tests.law.support.random_entries import Json, any_of, hot_days, random_entry, shifted

HUBS = {kind for lines in LINES.values() for starts, _ in lines for kind in starts} | STARTS_A_CLOCK
HUBS |= {"closing_conference_held", "report_completed", "petition_received", "onsite_work_completed"}
OFFICE = sorted(OFFICE_RULES)
STARTS = {
    "audit": ["audit_notice", "audit_notice", "further_estimate_given"],
    "retention": ["redelivery_demanded", "drawback_paid", "release_ended", "customs_entry_made"],
    "sale": ["sale_scheduled", "abandonment_noticed", "cleared_for_sale"],
    "improvement": ["plan_adopted", "baseline_measured"],
}
"""What a docket mostly begins with, where the belonging table does not say it."""

TOO_RARE = (
    "No law is wrong: the dockets are random, and a new event or rule makes the others rarer. Name events "
    "that are missing in OFTEN of tests/law/support/random_entries.py, their counts of days in COUNTS there, "
    "and what they start from in STARTS of tests/law/support/random_dockets.py."
)
"""What to do where random dockets no longer reach something."""


def random_docket(rng: Random, lifecycle: str) -> Json:
    """One docket of the lifecycle; mostly with its own closures, proclaimed days, or both."""
    days = hot_days(rng, lifecycle)
    entries = [random_entry(rng, lifecycle, days) for _ in range(rng.randint(0, rng.choice((4, 9, 16))))]
    entries += _starts(rng, lifecycle, days)
    if rng.random() < 0.6:
        _name_and_link(rng, entries, _correct(rng, lifecycle, days, entries))
    if rng.random() < 0.5:
        entries.sort(key=lambda entry: str(entry["on"]))
    else:
        rng.shuffle(entries)
    docket = {"lifecycle": lifecycle, "as_of": _as_of(rng, days)} | _closed(rng, days)
    docket |= _settings(rng) | {"entries": entries}
    for _ in range(rng.randint(0, 3)):
        _steer(rng, docket)
    return spoil(rng, docket) if rng.random() < 0.02 else docket


def _steer(rng: Random, docket: Json) -> None:
    """Brings the day of the answer, or an entry, to the edge of one of the dates of the answer."""
    rows = answer(docket)["deadlines"]
    if not rows:
        return
    row = rng.choice(rows)
    edge = date.fromisoformat(row[rng.choice(("strict_on", "lenient_on", "lenient_on"))])
    day = shifted(edge, rng.choice((-1, 0, 0, 1))).isoformat()
    if rng.random() < 0.4:
        docket["as_of"] = day
    else:
        rng.choice(docket["entries"])["on"] = day
        docket["as_of"] = max(day, docket["as_of"])


def _as_of(rng: Random, days: list[date]) -> str:
    throw = rng.random()
    if throw < 0.25:
        return any_of(rng, days)
    if throw < 0.4:
        return shifted(rng.choice(days), rng.choice((-1, 1))).isoformat()
    return shifted(days[-1], rng.choice((0, 1, 30, 90, 400))).isoformat()


def _closed(rng: Random, days: list[date]) -> Json:
    keys = rng.choice((("closures",), ("closures", "proclaimed"), ("proclaimed",), ("proclaimed",), ()))
    return {key: _closures(rng, days) for key in keys}


def _closures(rng: Random, days: list[date]) -> list[str]:
    if rng.random() < 0.5:
        return []
    first = rng.choice(days)
    counted = [shifted(rng.choice(days), rng.choice((15, 30, 90, -1, 1))) for _ in range(rng.randint(0, 3))]
    in_a_row = [shifted(first, n) for n in range(rng.randint(0, 3))]
    return [day.isoformat() for day in [*in_a_row, *counted]]


def _settings(rng: Random) -> Json:
    settings: Json = {}
    if rng.random() < 0.4:
        settings["timezone"] = rng.choice(("America/New_York", "America/Los_Angeles", "UTC", None))
    if rng.random() < 0.25:
        chosen = {rng.choice(OFFICE) for _ in range(rng.randint(0, 3))}
        settings["office"] = {rule: rng.choice((None, 1, 2, 29, 30, 31, 90)) for rule in sorted(chosen)}
    return settings


def _starts(rng: Random, lifecycle: str, days: list[date]) -> list[Json]:
    """Mostly one start, sometimes two or three, sometimes none."""
    kinds = STARTS.get(lifecycle) or [kind for starts, _ in LINES[lifecycle] for kind in starts]
    early = days[: max(1, len(days) // 2)]
    starts = [
        random_entry(rng, lifecycle, early, rng.choice(kinds))
        for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 2, 2, 3)))
    ]
    for entry in starts:
        if entry["kind"] == "summons_issued":
            entry["facts"]["return_on"] = any_of(rng, days)
    return starts


def _correct(rng: Random, lifecycle: str, days: list[date], entries: list[Json]) -> list[list[Json]]:
    """Gives every entry an id and adds corrections; answers the versions of each."""
    versions = [[entry] for entry in entries]
    for several in versions:
        while rng.random() < 0.15:
            several.append(_correction(rng, lifecycle, days, several[-1]))
            entries.append(several[-1])
    for number, entry in enumerate(rng.sample(entries, len(entries))):
        entry["id"] = f"e{number}"
    for several in versions:
        for before, after in pairwise(several):
            after["replaces"] = before["id"]
    return versions


def _correction(rng: Random, lifecycle: str, days: list[date], before: Json) -> Json:
    throw = rng.random()
    if throw < 0.3:
        return {"kind": "entry_withdrawn", "on": any_of(rng, days), "facts": {}}
    same = before["kind"] if throw < 0.85 and before["kind"] != "entry_withdrawn" else ""
    return random_entry(rng, lifecycle, days, same)


def _name_and_link(rng: Random, entries: list[Json], versions: list[list[Json]]) -> None:
    """Links to earlier days and later ones; their random order keeps them from running in a circle."""
    rng.shuffle(versions)
    density = rng.choice((0.0, 0.2, 0.5, 0.8))
    for place, several in enumerate(versions):
        before = [entry for earlier in versions[:place] for entry in earlier]
        hubs = [entry for entry in before if entry["kind"] in HUBS]
        for entry in several:
            if before and rng.random() < density:
                choice = hubs if hubs and rng.random() < 0.7 else before
                named = rng.sample(choice, min(len(choice), rng.choice((1, 1, 1, 2, 3))))
                names = [each["id"] for each in named]
                entry["of"] = names[0] if len(names) == 1 and rng.random() < 0.6 else names
            elif rng.random() < 0.1:
                entry["of"] = rng.choice((None, []))
    named_by_others = {name for entry in entries for name in _names(entry)}
    for entry in entries:
        if entry["id"] not in named_by_others and rng.random() < 0.3:
            entry["id"] = None


def _names(entry: Json) -> list[str]:
    of = entry.get("of") or []
    return [*([of] if isinstance(of, str) else of), *([entry["replaces"]] if entry.get("replaces") else [])]
