"""What moves, answers, lifts and stops a clock, by the keys of its rule, and which entries in doubt could."""

from datetime import date

from models.law.conditions.registry import ANSWERS, LIFTS
from models.law.engine.clock import Act, Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.date_changes import moves
from models.law.engine.matter import Matter, lifts
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

    stops = (
        matter.first_concerning(clock, own, is_in_time),
        matter.first_since(all_over, clock.begins_on),
    )
    return [Step(entry.on, Act.ANSWER, entry) for entry in stops if entry is not None]


def steps_of(matter: Matter, clock: Clock) -> list[Step]:
    """What moves and ends a clock. Of the entries that end it alike, none but the first is ever played."""
    rule = clock.rule
    steps = ANSWERS[rule.met_when].find(matter, clock) if rule.met_when else []
    steps += LIFTS[rule.lifted_when].find(matter, clock) if rule.lifted_when else []
    if matter.index.kinds.keys().isdisjoint(matter.rules.bearing[rule.id]):
        return steps
    answer = _answer(matter, clock) if rule.met_by else None
    if answer is not None:
        steps.append(Step(answer.on, Act.ANSWER, answer))
    steps += lifts(clock, [entry for entry in _lifting(matter, clock) if entry is not None])
    last = min([step.on for step in steps if step.when is None], default=date.max)
    return steps + moves(matter, clock, last)


def _answer(matter: Matter, clock: Clock) -> CurrentEntry | None:
    def counts(entry: CurrentEntry) -> bool:
        return matter.answers(entry) and _is_from_anchor(clock, entry)

    return matter.first_concerning(clock, clock.rule.met_by, counts)


def _lifting(matter: Matter, clock: Clock) -> list[CurrentEntry | None]:
    """The first entry of each sort that lifts the clock."""
    rule, found = clock.rule, []
    if rule.lifted_by:
        found.append(_lifted_by(matter, clock))
    if rule.lifted_by_any:
        found.append(matter.first_concerning(clock, rule.lifted_by_any))
        found.append(matter.first_since(rule.lifted_by_any, clock.begins_on, lambda entry: not entry.void))
    if not rule.survives_closing and not matter.index.kinds.keys().isdisjoint(matter.rules.closing):
        found += _closings(matter, clock)
    return found


def _lifted_by(matter: Matter, clock: Clock) -> CurrentEntry | None:
    later, place = clock.rule.only_later, clock.trigger.place

    def counts(entry: CurrentEntry) -> bool:
        follows = entry.kind not in later or entry.place > place
        return follows and matter.answers(entry) and _is_from_anchor(clock, entry)

    return matter.first_concerning(clock, clock.rule.lifted_by, counts)


def _is_from_anchor(clock: Clock, entry: CurrentEntry) -> bool:
    return entry.kind not in clock.rule.from_anchor or entry.on >= clock.anchor_on


def _closings(matter: Matter, clock: Clock) -> list[CurrentEntry | None]:
    """Entries that close the whole matter, whatever their chain, or that close what they concern."""
    last = max(trigger.on for trigger in clock.triggers)
    return [
        matter.first_since(matter.rules.closing_matter, last),
        matter.first_concerning(clock, matter.rules.closing_chain, lambda entry: entry.on >= last),
    ]


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
