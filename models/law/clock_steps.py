"""What moves, answers, lifts and stops a clock, by the keys of its rule, and which entries in doubt could."""

from collections.abc import Iterable
from datetime import date

from models.law.conditions.registry import ANSWERS, LIFTS
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.date_changes import moves
from models.law.engine.matter import Matter
from models.law.engine.trace import could_concern
from models.law.text.rule import Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, RuleKind


def stops_of(matter: Matter, clock: Clock) -> list[Step]:
    """What stops a threshold; an event that closes the matter does so whatever its chain and links."""
    closing = matter.rules.closing_matter
    own = [kind for kind in clock.rule.stopped_by if kind not in closing]
    all_over = [kind for kind in clock.rule.stopped_by if kind in closing]

    def is_in_time(entry: CurrentEntry) -> bool:
        return entry.on >= clock.begins_on

    first = matter.first_concerning(clock, own, is_in_time)
    return _steps(clock, Act.ANSWER, first, matter.first_since(all_over, clock.begins_on))


def steps_of(matter: Matter, clock: Clock) -> list[Step]:
    """What moves and ends a clock. Of the entries that end it alike, none but the first is ever played."""
    rule, kinds = clock.rule, matter.index.kinds.keys()
    steps = ANSWERS[rule.met_when].find(matter, clock) if rule.met_when else []
    steps += LIFTS[rule.lifted_when].find(matter, clock) if rule.lifted_when else []
    if kinds.isdisjoint(matter.rules.bearing[rule.id]):
        return steps
    steps += _steps(clock, Act.ANSWER, _answer(matter, clock))
    steps += _steps(clock, Act.LIFT, _lifting(matter, clock), *_lifting_any(matter, clock))
    steps += _steps(clock, Act.LIFT, *_closings(matter, clock))
    until = min((step.on for step in steps if step.when is None), default=date.max)
    return steps + moves(matter, clock, until)


def _steps(clock: Clock, act: Act, *entries: CurrentEntry | None) -> list[Step]:
    """A step on the day of each entry; no clock is lifted before it begins."""
    first = clock.begins_on if act is Act.LIFT else date.min
    return [Step(max(entry.on, first), act, entry) for entry in entries if entry is not None]


def _answer(matter: Matter, clock: Clock) -> CurrentEntry | None:
    def counts(entry: CurrentEntry) -> bool:
        return matter.answers(entry) and _is_from_anchor(clock, entry)

    return matter.first_concerning(clock, clock.rule.met_by, counts)


def _lifting(matter: Matter, clock: Clock) -> CurrentEntry | None:
    later, place = clock.rule.only_later, clock.trigger.place

    def counts(entry: CurrentEntry) -> bool:
        follows = entry.kind not in later or entry.place > place
        return follows and matter.answers(entry) and _is_from_anchor(clock, entry)

    return matter.first_concerning(clock, clock.rule.lifted_by, counts)


def _is_from_anchor(clock: Clock, entry: CurrentEntry) -> bool:
    return entry.kind not in clock.rule.from_anchor or entry.on >= clock.anchor_on


def _lifting_any(matter: Matter, clock: Clock) -> Iterable[CurrentEntry | None]:
    kinds = clock.rule.lifted_by_any
    if kinds:
        yield matter.first_concerning(clock, kinds)
        yield matter.first_since(kinds, clock.begins_on, lambda entry: not entry.void)


def _closings(matter: Matter, clock: Clock) -> Iterable[CurrentEntry | None]:
    """Entries that close the whole matter, whatever their chain, or that close what they concern."""
    if clock.rule.survives_closing:
        return
    last = max(trigger.on for trigger in clock.triggers)
    yield matter.first_since(matter.rules.closing_matter, last)
    yield matter.first_concerning(clock, matter.rules.closing_chain, lambda entry: entry.on >= last)


def doubts_of(matter: Matter, clock: Clock) -> list[str]:
    """Says which entries in doubt could have concerned a clock that they do not affect."""
    rule = clock.rule
    if clock.binds_customs or not matter.chains.candidates:
        return []
    doubtful = matter.index.in_doubt(_kinds_that_bear_on(matter, rule))
    return [
        could_concern(entry, matter.law.events[entry.kind].title)
        for entry in doubtful
        if matter.answers(entry)
        and entry.on >= clock.begins_on
        and entry.facts.get("rule", rule.id) == rule.id
    ]


def _kinds_that_bear_on(matter: Matter, rule: Rule) -> set[str]:
    kinds = {*rule.met_by, *rule.lifted_by, *rule.lifted_by_any, *rule.stopped_by, DUE_DATE_FIXED}
    kinds.update(ANSWERS[rule.met_when].kinds if rule.met_when else ())
    kinds.update(LIFTS[rule.lifted_when].kinds if rule.lifted_when else ())
    if rule.anchor == "return_date":
        kinds.add("return_date_changed")
    if rule.kind is not RuleKind.THRESHOLD:
        kinds.update(matter.rules.closing_matter, matter.rules.closing_chain)
    return kinds
