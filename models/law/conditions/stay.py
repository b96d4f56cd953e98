"""The return date of a summons and the stay of compliance with it: 19 CFR 163.7(a), 163.8(c) and (e)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.law.engine.clock import Act, Clock, Start, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter, Reach, lifts
from models.law.text.vocabulary import Status

STAY = "SUM-09"
"""The rule whose clock says whether a stay was made in time."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Direction given and copies mailed: the first day on which both have been done, and its entry."""

    on: date
    made_by: CurrentEntry


def return_date(matter: Matter, start: Start) -> tuple[str, date]:
    """Returns the kind of entry that sets the return date in force, and the date; doubtful ones set none."""
    changes = matter.concerning(start, "return_date_changed", by_doubt=False)
    source = changes[-1] if changes else start.trigger
    return source.kind, source.facts["return_on"]


def stay_of(matter: Matter, reach: Reach) -> Stay | None:
    """Returns the stay of a summons, in time or not, or None; a direction in doubt makes no stay."""
    directed = mailed = False
    for entry in matter.concerning(reach, "stay_directed", by_doubt=False):
        directed = directed or entry.says("direction_given")
        mailed = mailed or entry.says("copies_mailed")
        if directed and mailed:
            return Stay(entry.on, entry)
    return None


def answers_by_stay(matter: Matter, clock: Clock) -> list[Step]:
    """Finds the stay, on the day that completed it."""
    stay = stay_of(matter, clock)
    return [] if stay is None else [Step(stay.on, Act.ANSWER, stay.made_by)]


def lifts_by_stay_in_time(matter: Matter, clock: Clock) -> list[Step]:
    """Finds a stay made in time, unless a consent came by the return date."""
    stay = _stay_in_time(matter, clock)
    consents = matter.concerning(clock, "stay_consented", by_doubt=True)
    if stay is None or _any_between(consents, stay.on, clock.anchor_on):
        return []
    return lifts(clock, [stay.made_by])


def lifts_by_stay_in_force(matter: Matter, clock: Clock) -> list[Step]:
    """Finds a stay made in time that neither a consent nor a court order has ended: 163.8(e)."""
    stay = _stay_in_time(matter, clock)
    ended = matter.concerning(clock, "stay_consented", "enforcement_ordered")
    if stay is None or _any_between(ended, stay.on, date.max):
        return []
    return lifts(clock, [stay.made_by])


def _stay_in_time(matter: Matter, clock: Clock) -> Stay | None:
    made = matter.clock_of(STAY, clock.start)
    return stay_of(matter, made) if made is not None and made.status is Status.MET else None


def _any_between(entries: Iterable[CurrentEntry], first: date, last: date) -> bool:
    return any(first <= entry.on <= last for entry in entries)
