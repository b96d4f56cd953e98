"""What moves, answers, lifts and stops a clock, by the keys of its rule, and which entries in doubt could."""

from collections.abc import Iterable

from models.law.conditions.registry import ANSWERS, LIFTS
from models.law.engine.clock import Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.date_changes import moves
from models.law.engine.matter import Matter, answers, lifts
from models.law.engine.trace import could_concern
from models.law.text.rule import Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, Closing, RuleKind


def stops_of(matter: Matter, clock: Clock) -> list[CurrentEntry]:
    """What stops a threshold; an event that closes the matter does so whatever its chain and links."""
    closing = {kind for kind, closes in _closing_kinds(matter) if closes is Closing.MATTER}
    kinds = clock.rule.stopped_by
    stops = matter.concerning(clock, *(kind for kind in kinds if kind not in closing))
    stops += matter.of_kind(*(kind for kind in kinds if kind in closing))
    return [entry for entry in stops if entry.on >= clock.begins_on]


def steps_of(matter: Matter, clock: Clock) -> list[Step]:
    rule = clock.rule
    met = [entry for entry in matter.concerning(clock, *rule.met_by) if matter.answers(entry)]
    steps = moves(matter, clock) + answers(_from_anchor(clock, met))
    steps += lifts(clock, _from_anchor(clock, _lifting(matter, clock)))
    steps += lifts(clock, matter.concerning(clock, *rule.lifted_by_any))
    steps += lifts(clock, matter.any_of(*rule.lifted_by_any, since=clock.begins_on))
    steps += lifts(clock, _closings(matter, clock))
    steps += ANSWERS[rule.met_when].find(matter, clock) if rule.met_when else []
    return steps + (LIFTS[rule.lifted_when].find(matter, clock) if rule.lifted_when else [])


def _lifting(matter: Matter, clock: Clock) -> list[CurrentEntry]:
    later, place = clock.rule.only_later, clock.trigger.place
    lifting = matter.concerning(clock, *clock.rule.lifted_by)
    return [
        entry
        for entry in lifting
        if matter.answers(entry) and (entry.kind not in later or entry.place > place)
    ]


def _from_anchor(clock: Clock, entries: Iterable[CurrentEntry]) -> list[CurrentEntry]:
    bound = clock.rule.from_anchor
    return [entry for entry in entries if entry.kind not in bound or entry.on >= clock.anchor_on]


def _closing_kinds(matter: Matter) -> list[tuple[str, Closing]]:
    lifecycle = matter.docket.lifecycle
    return [
        (event.kind, event.closes)
        for event in matter.law.events.values()
        if event.closes is not None and lifecycle in event.lifecycles
    ]


def _closings(matter: Matter, clock: Clock) -> list[CurrentEntry]:
    """Entries that close the whole matter, whatever their chain, or that close what they concern."""
    if clock.rule.survives_closing:
        return []
    over: list[CurrentEntry] = []
    for kind, closes in _closing_kinds(matter):
        over += matter.of_kind(kind) if closes is Closing.MATTER else matter.concerning(clock, kind)
    last = max(trigger.on for trigger in clock.triggers)
    return [entry for entry in over if entry.on >= last]


def doubts_of(matter: Matter, clock: Clock) -> list[str]:
    """Says which entries in doubt could have concerned a clock that they do not affect."""
    rule = clock.rule
    if clock.binds_customs:
        return []
    named = {
        *rule.met_by,
        *rule.lifted_by,
        *rule.lifted_by_any,
        *rule.stopped_by,
        DUE_DATE_FIXED,
        *_kinds_of(rule),
    }
    if rule.kind is not RuleKind.THRESHOLD:
        named |= {kind for kind, _ in _closing_kinds(matter)}
    doubtful = [entry for entry in matter.entries if matter.is_in_doubt(entry)]
    return [
        could_concern(entry, matter.law.events[entry.kind].title)
        for entry in doubtful
        if entry.kind in named
        and matter.answers(entry)
        and entry.on >= clock.begins_on
        and entry.facts.get("rule", rule.id) == rule.id
    ]


def _kinds_of(rule: Rule) -> tuple[str, ...]:
    when = (ANSWERS[rule.met_when].kinds if rule.met_when else ()) + (
        LIFTS[rule.lifted_when].kinds if rule.lifted_when else ()
    )
    return (*when, "return_date_changed") if rule.anchor == "return_date" else when
