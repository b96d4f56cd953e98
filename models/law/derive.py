"""From a docket to its answer: every clock of the lifecycle's rules, played, and every problem."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from models.law.conditions.registry import (
    ANCHORS,
    ANSWERS,
    LIFTS,
    PLAYERS,
    READERS,
    STARTERS,
    STARTS,
    STATUSES,
)
from models.law.defects import find_defects
from models.law.engine.answer import Answer, Deadline, Problem, status_on
from models.law.engine.clock import Clock, Reading, Start, Step, play, play_threshold
from models.law.engine.counting import readings
from models.law.engine.current_entries import CurrentEntry, entries_to_come
from models.law.engine.date_changes import moves
from models.law.engine.docket import Docket
from models.law.engine.matter import Engine, Matter, answers, lifts, starts_clock
from models.law.engine.trace import could_concern, counted, ended, leap, office_number, roll, wording
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, Closing, Party, RuleKind
from models.law.text.wording import wording_on


def derive(docket: Docket, law: Law) -> Answer:
    """Returns the clocks and problems of the docket on its day. Pure: equal arguments give equal answers."""
    matter = Matter.of(docket, law, Engine(clocks_of, play_clock))
    clocks = [clock for rule in law.rules_of(docket.lifecycle) for clock in clocks_of(matter, rule)]
    find_defects(matter, clocks)
    clocks.sort(key=lambda clock: _position(matter, clock))
    return Answer(tuple(_deadline(matter, clock) for clock in clocks), _problems(matter))


def clocks_of(matter: Matter, rule: Rule) -> list[Clock]:
    """Returns every clock of the rule in this matter, in the order of their starts."""
    if rule.played_by:
        return PLAYERS[rule.played_by](matter, rule)
    if rule.starts_by:
        starts = STARTERS[rule.starts_by](matter, rule)
    else:
        starts = [start for entry in matter.of_kind(*rule.starts) for start in matter.starts_of(entry)]
    played = [matter.clock_of(rule.id, start) for start in starts]
    return [clock for clock in played if clock is not None]


def play_clock(matter: Matter, rule: Rule, start: Start) -> Clock | None:
    """Plays the clock of a rule from one start. Returns None if the start gives none or the rule is off."""
    number = matter.number_of(rule)
    if not _starts(matter, rule, start.trigger) or (rule.office and number is None):
        return None
    clock = _set(matter, rule, start, number or 0)
    say = partial(_ended, matter)
    if rule.kind is RuleKind.THRESHOLD:
        play_threshold(clock, answers(_stops(matter, clock)), matter.docket.as_of, say)
    elif rule.kind not in (RuleKind.RETENTION, RuleKind.LOOKBACK):
        play(clock, _steps(matter, clock), say)
    if rule.status_by:
        STATUSES[rule.status_by](matter, clock)
    clock.trace += [*roll(clock, matter.calendar), *leap(clock), *_doubts(matter, clock)]
    return clock


def _ended(matter: Matter, clock: Clock, step: Step) -> str:
    return ended(clock, step, _title(matter, step.entry.kind))


def _starts(matter: Matter, rule: Rule, entry: CurrentEntry) -> bool:
    when = STARTS[rule.starts_when](matter, entry) if rule.starts_when else True
    return starts_clock(rule, entry) and when


def _set(matter: Matter, rule: Rule, start: Start, number: int) -> Clock:
    """The clock with both its readings."""
    reading = _read(matter, rule, start, number)
    days = reading.days
    clock = Clock(
        rule=rule,
        start=start,
        anchor_kind=reading.anchor_kind,
        anchor_on=reading.anchor_on,
        strict_on=days.strict_on,
        lenient_on=days.lenient_on,
        ambiguities={*reading.ambiguities, *(["A1"] if days.rolled else [])},
    )
    if days.leaps:
        clock.ambiguities |= {"A26"} & set(rule.ambiguities)
    why = reading.why or (counted(clock, _anchor_title(matter, clock), number),)
    clock.trace += [*why, *office_number(clock, number), *wording(clock)]
    return clock


def _read(matter: Matter, rule: Rule, start: Start, number: int) -> Reading:
    if rule.reads_by:
        return READERS[rule.reads_by](matter, rule, start, number)
    trigger = start.trigger
    if rule.anchor in ANCHORS:
        kind, on = ANCHORS[rule.anchor](matter, start)
    else:
        kind, on = trigger.kind, trigger.facts.get(rule.anchor, trigger.on)
    return Reading(kind, on, readings(rule, on, number, matter.calendar), ())


def _stops(matter: Matter, clock: Clock) -> list[CurrentEntry]:
    """What stops a threshold; an event that closes the matter does so whatever its chain and links."""
    closing = {kind for kind, closes in _closing_kinds(matter) if closes is Closing.MATTER}
    kinds = clock.rule.stopped_by
    stops = matter.concerning(clock, *(kind for kind in kinds if kind not in closing))
    stops += matter.of_kind(*(kind for kind in kinds if kind in closing))
    return [entry for entry in stops if entry.on >= clock.begins_on]


def _steps(matter: Matter, clock: Clock) -> list[Step]:
    rule = clock.rule
    steps = moves(matter, clock) + answers(_from_anchor(clock, matter.concerning(clock, *rule.met_by)))
    steps += lifts(clock, _from_anchor(clock, _lifting(matter, clock)))
    steps += lifts(clock, matter.concerning(clock, *rule.lifted_by_any))
    steps += lifts(clock, matter.any_of(*rule.lifted_by_any, since=clock.begins_on))
    steps += lifts(clock, _closings(matter, clock))
    steps += ANSWERS[rule.met_when].find(matter, clock) if rule.met_when else []
    return steps + (LIFTS[rule.lifted_when].find(matter, clock) if rule.lifted_when else [])


def _lifting(matter: Matter, clock: Clock) -> list[CurrentEntry]:
    later, place = clock.rule.only_later, clock.trigger.place
    lifting = matter.concerning(clock, *clock.rule.lifted_by)
    return [entry for entry in lifting if entry.kind not in later or entry.place > place]


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


def _doubts(matter: Matter, clock: Clock) -> list[str]:
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
        could_concern(entry, _title(matter, entry.kind))
        for entry in doubtful
        if entry.kind in named and entry.on >= clock.begins_on and entry.facts.get("rule", rule.id) == rule.id
    ]


def _kinds_of(rule: Rule) -> tuple[str, ...]:
    when = (ANSWERS[rule.met_when].kinds if rule.met_when else ()) + (
        LIFTS[rule.lifted_when].kinds if rule.lifted_when else ()
    )
    return (*when, "return_date_changed") if rule.anchor == "return_date" else when


def _anchor_title(matter: Matter, clock: Clock) -> str:
    """The title of the entry that gives the anchor, marked where one of its facts states the day."""
    title = _title(matter, clock.anchor_kind)
    fact = clock.rule.anchor
    is_set = fact in clock.trigger.facts and clock.anchor_on != clock.trigger.on
    return f"stated in: {title}" if is_set else title


def _title(matter: Matter, kind: str) -> str:
    return matter.law.events[kind].title


def _position(matter: Matter, clock: Clock) -> tuple[object, ...]:
    began = clock.start.began
    chain = (date.min, -1) if began is None else matter.by_index[began].place
    return clock.strict_on, clock.rule.id, clock.anchor_on, clock.trigger.place, chain


def _deadline(matter: Matter, clock: Clock) -> Deadline:
    rule, start = clock.rule, clock.start
    status = clock.status or status_on(rule.kind, clock.strict_on, clock.lenient_on, matter.docket.as_of)
    return Deadline(
        rule=rule.id,
        kind=rule.kind,
        title=rule.title,
        citation=rule.citation,
        bound=rule.bound,
        anchor_kind=clock.anchor_kind,
        anchor_on=clock.anchor_on,
        strict_on=clock.strict_on,
        lenient_on=clock.lenient_on,
        act_by=_act_by(matter, clock),
        status=status,
        settled_on=clock.settled_on,
        if_missed=rule.if_missed,
        quote=wording_on(rule, clock.trigger.on).quote,
        ambiguities=tuple(sorted(clock.ambiguities | set(rule.relies_on), key=lambda name: int(name[1:]))),
        trace=tuple(clock.trace),
        trigger=clock.trigger.index,
        known_by=clock.trigger.index if start.known_by is None else start.known_by,
        chain=start.began,
    )


def _act_by(matter: Matter, clock: Clock) -> date | None:
    if clock.rule.bound is not Party.RECORDKEEPER:
        return None
    if clock.rule.kind.is_answered:
        return matter.calendar.back(clock.strict_on)
    if clock.rule.kind is RuleKind.THRESHOLD:
        return matter.calendar.back(clock.strict_on - timedelta(days=1))
    return None


def _problems(matter: Matter) -> tuple[Problem, ...]:
    for index in matter.chains.doubt:
        matter.problems.add((index, "link_needed"))
    for index in entries_to_come(matter.docket):
        matter.problems.add((index, "entry_after_as_of"))
    return tuple(
        Problem(
            code=code,
            citation=matter.law.problems[code].citation,
            text=matter.law.problems[code].text,
            entry=index,
            candidates=matter.chains.candidates.get(index, ()) if code == "link_needed" else (),
        )
        for index, code in sorted(matter.problems)
    )
