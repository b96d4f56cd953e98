"""From a docket to its answer: every clock of the lifecycle's rules, played, and every problem."""

from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any

from models.law.clock_steps import doubts_of, steps_of, stops_of
from models.law.conditions.registry import (
    ANCHORS,
    NOTES,
    PLAYERS,
    READERS,
    STARTERS,
    STARTS,
    STATUSES,
)
from models.law.defects import find_defects
from models.law.engine.answer import Answer, Deadline, Problem, status_on
from models.law.engine.clock import Clock, Reading, Start, Step, play, play_threshold
from models.law.engine.counting import Readings, readings
from models.law.engine.current_entries import CurrentEntry, entries_to_come
from models.law.engine.docket import Docket
from models.law.engine.matter import Engine, Matter, starts_clock
from models.law.engine.trace import begins, ended, leap, roll
from models.law.text.rule import Law, Rule
from models.law.text.vocabulary import Party, RuleKind
from models.law.text.wording import wording_on

_KEPT = 1_000
"""Sets of ambiguities of which the order is kept."""


def derive(docket: Docket, law: Law) -> Answer:
    """Returns the clocks and problems of the docket on its day. Pure: equal arguments give equal answers."""
    matter = matter_of(docket, law)
    asked = matter.rules.started_by(matter.index.kinds)
    clocks = [clock for rule in asked for clock in clocks_of(matter, rule)]
    find_defects(matter, clocks)
    clocks.sort(key=partial(_position, matter))
    # Traces that wait to be read hold the matter, which must not hold their clocks.
    matter.worked_out.clear()
    return Answer(tuple(_deadline(matter, clock) for clock in clocks), _problems(matter))


def matter_of(docket: Docket, law: Law) -> Matter:
    """Returns the docket on its day, of which `clocks_of` can be asked."""
    return Matter.of(docket, law, Engine(starts_of, clocks_of, play_clock))


def clocks_of(matter: Matter, rule: Rule) -> list[Clock]:
    """Returns every clock of the rule in this matter, in the order of their starts."""
    if rule.played_by:
        return PLAYERS[rule.played_by](matter, rule)
    played = [matter.clock_of(rule.id, start) for start in _offered(matter, rule)]
    return [clock for clock in played if clock is not None]


def starts_of(matter: Matter, rule: Rule) -> list[Start]:
    """Returns the starts of every clock of the rule, which is played only where nothing else tells them."""
    if rule.played_by:
        return [clock.start for clock in clocks_of(matter, rule)]
    return [start for start in _offered(matter, rule) if _starts(matter, rule, start.trigger)]


def _offered(matter: Matter, rule: Rule) -> list[Start]:
    """The starts that could give a clock of the rule."""
    if rule.starts_by:
        return STARTERS[rule.starts_by](matter, rule)
    return [start for entry in matter.of_kind(*rule.starts) for start in matter.starts_of(entry)]


def play_clock(matter: Matter, rule: Rule, start: Start) -> Clock | None:
    """Plays the clock of a rule from one start. Returns None if the start gives none or the rule is off."""
    if not _starts(matter, rule, start.trigger):
        return None
    clock = _set(matter, rule, start, matter.number_of(rule) or 0)
    if rule.kind is RuleKind.THRESHOLD:
        play_threshold(clock, stops_of(matter, clock), matter.docket.as_of, partial(_ended, matter))
    elif rule.kind not in (RuleKind.RETENTION, RuleKind.LOOKBACK) and (steps := steps_of(matter, clock)):
        play(clock, steps, partial(_ended, matter))
    if rule.status_by:
        STATUSES[rule.status_by](matter, clock)
    if rule.noted_by:
        NOTES[rule.noted_by](matter, clock)
    return clock


def _ended(matter: Matter, clock: Clock, step: Step) -> None:
    title = _title(matter, step.entry.kind)
    clock.trace.say(ended, clock.rule, clock.trigger, clock.lenient_on, step, title)


def _starts(matter: Matter, rule: Rule, entry: CurrentEntry) -> bool:
    if not starts_clock(rule, entry) or (rule.office and matter.number_of(rule) is None):
        return False
    return STARTS[rule.starts_when](matter, entry) if rule.starts_when else True


def _set(matter: Matter, rule: Rule, start: Start, number: int) -> Clock:
    """The clock with both its readings."""
    reading = _read(matter, rule, start, number)
    days = matter.calendars.read(reading.count, reading.anchor_on)
    clock = Clock(
        rule=rule,
        start=start,
        anchor_kind=reading.anchor_kind,
        anchor_on=reading.anchor_on,
        strict_on=days.strict_on,
        lenient_on=days.lenient_on,
        ambiguities=set(reading.ambiguities),
    )
    if days.rolled or days.disputed:
        clock.ambiguities |= days.ambiguities
    if days.leaps:
        clock.ambiguities |= {"A26"} & set(rule.ambiguities)
    clock.trace.say(_begins, matter.law, rule, start, reading, days, number)
    return clock


def _read(matter: Matter, rule: Rule, start: Start, number: int) -> Reading:
    if rule.reads_by:
        return READERS[rule.reads_by](matter, rule, start, number)
    trigger = start.trigger
    if rule.anchor in ANCHORS:
        kind, on = ANCHORS[rule.anchor](matter, start)
    else:
        kind, on = trigger.kind, trigger.facts.get(rule.anchor, trigger.on)
    return Reading(kind, on, partial(readings, rule, on, number))


def _begins(law: Law, rule: Rule, start: Start, reading: Reading, days: Readings, number: int) -> list[str]:
    """The first words, with the title of what gives the anchor, marked where a fact of it states the day."""
    title, trigger = law.events[reading.anchor_kind].title, start.trigger
    is_set = rule.anchor in trigger.facts and reading.anchor_on != trigger.on
    return begins(rule, start, reading, days, number, f"stated in: {title}" if is_set else title)


def _title(matter: Matter, kind: str) -> str:
    return matter.law.events[kind].title


def _position(matter: Matter, clock: Clock) -> tuple[Any, ...]:
    began = clock.start.began
    chain = (date.min, -1) if began is None else matter.by_index[began].place
    return clock.strict_on, clock.rule.id, clock.anchor_on, clock.trigger.place, chain


def _deadline(matter: Matter, clock: Clock) -> Deadline:
    rule, start, named = clock.rule, clock.start, clock.ambiguities.union(clock.rule.relies_on)
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
        quote=rule.quote_for.get(clock.trigger.kind, wording_on(rule, clock.trigger.on).quote),
        ambiguities=_by_number(frozenset(named)) if named else (),
        trace=clock.trace if rule.played_by else clock.trace.then(_last_words, matter, clock),
        trigger=clock.trigger.index,
        known_by=clock.trigger.index if start.known_by is None else start.known_by,
        chain=start.began,
    )


def _last_words(matter: Matter, clock: Clock) -> list[str]:
    """What goes by how the clock stands in the end."""
    return [*roll(clock, matter.calendars), *leap(clock), *doubts_of(matter, clock)]


@lru_cache(maxsize=_KEPT)
def _by_number(ambiguities: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(ambiguities, key=lambda name: int(name[1:])))


def _act_by(matter: Matter, clock: Clock) -> date | None:
    if clock.rule.bound is not Party.RECORDKEEPER:
        return None
    if clock.rule.kind.is_answered:
        return matter.calendars.back(clock.strict_on)
    if clock.rule.kind is RuleKind.THRESHOLD:
        return matter.calendars.back(clock.strict_on - timedelta(days=1))
    return None


def _problems(matter: Matter) -> tuple[Problem, ...]:
    for index in matter.chains.candidates:
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
