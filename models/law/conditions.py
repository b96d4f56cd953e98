"""The named functions beside the engine: what no row of a law file can say. Law files call them by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from models.law.clock import Act, Clock, Step
from models.law.investigation import lifts_by_investigation
from models.law.matter import Matter, Start
from models.law.petition import petition_is_not_premature, play_petition_right
from models.law.rule import Rule
from models.law.standing import StandingEntry
from models.law.stay import answers_by_stay, lifts_by_stay_in_force, lifts_by_stay_in_time, return_date


@dataclass(frozen=True, slots=True)
class Steps:
    """A function that finds steps for a clock, and the kinds of entries it goes by."""

    find: Callable[[Matter, Clock], list[Step]]
    kinds: tuple[str, ...]


def conference_ahead(matter: Matter, clock: Clock) -> list[Step]:
    """A conference scheduled answers; one scheduled before the trigger, on its day if still ahead then."""
    day = clock.trigger.on
    scheduled = matter.concerning(clock, "closing_conference_scheduled", any_day=True)
    ahead = [entry for entry in scheduled if entry.on >= day or entry.facts["scheduled_for"] >= day]
    return [Step(max(entry.on, day), Act.ANSWER, entry) for entry in ahead]


ANCHORS: Mapping[str, Callable[[Matter, Start], tuple[str, date]]] = {"return_date": return_date}
"""From a start to the kind of entry that supplies the anchor, and its day."""

STARTS: Mapping[str, Callable[[Matter, StandingEntry], bool]] = {
    "petition_not_premature": petition_is_not_premature
}
"""Whether a starting entry starts a clock."""

ANSWERS: Mapping[str, Steps] = {
    "conference_ahead": Steps(conference_ahead, ("closing_conference_scheduled",)),
    "stay": Steps(answers_by_stay, ("stay_directed",)),
}
"""Answers beside those of `met_by`."""

LIFTS: Mapping[str, Steps] = {
    "investigation": Steps(lifts_by_investigation, ("investigation_commenced",)),
    "stay_in_time": Steps(lifts_by_stay_in_time, ("stay_directed",)),
    "stay_in_force": Steps(lifts_by_stay_in_force, ("stay_directed",)),
}
"""Lifts beside those of `lifted_by`."""

PLAYERS: Mapping[str, Callable[[Matter, Rule], list[Clock]]] = {"petition_right": play_petition_right}
"""Plays a whole clock."""

CONDITIONS = frozenset({*ANCHORS, *STARTS, *ANSWERS, *LIFTS, *PLAYERS})
"""Every name that a law file may call."""
