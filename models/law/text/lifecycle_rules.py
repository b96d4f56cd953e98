"""What the law alone says of one kind of matter, found once: a docket is asked only about what is on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from models.law.text.rule import Event, Law, Move, Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, Closing, Lifecycle

_KEPT = 64
"""Kinds of matters, of the law and of its variants in examples, whose rules are kept."""


@dataclass(frozen=True, slots=True)
class LifecycleRules:
    """The rules and events of one lifecycle, by what a docket asks of them."""

    rules: tuple[Rule, ...]
    events: Mapping[str, Event]
    """The kinds of entries, each with only the facts that go with it in this lifecycle."""

    movable: tuple[str, ...]
    """The rules that `due_date_fixed` may name."""

    closing_matter: tuple[str, ...]
    closing_chain: tuple[str, ...]
    """The kinds that close the whole matter, and those that close only what they concern."""

    notices: Mapping[str, tuple[Move, ...]]
    """What the notices of delay of each kind move."""

    closing: frozenset[str]
    """All of those kinds."""

    bearing: Mapping[str, frozenset[str]]
    """By the id of a rule, the kinds that its keys name as moving or ending its clocks."""

    _starting: Mapping[str, tuple[int, ...]]
    """By a kind, the places of the rules that its entries may start."""

    def starts(self, kind: str) -> bool:
        """Returns whether entries of this kind start a clock of any rule."""
        return kind in self._starting

    def started_by(self, kinds: Iterable[str]) -> list[Rule]:
        """Returns the rules that entries of these kinds may start, in the order of the files."""
        places = {place for kind in kinds for place in self._starting.get(kind, ())}
        return [self.rules[place] for place in sorted(places)]


def _bearing(rule: Rule, closing: Iterable[str]) -> frozenset[str]:
    kinds = {*rule.met_by, *rule.lifted_by, *rule.lifted_by_any, *rule.stopped_by}
    kinds.update(() if rule.survives_closing else closing)
    kinds.update((DUE_DATE_FIXED,) if rule.movable else ())
    return frozenset(kinds | ({rule.moved_by.event} if rule.moved_by else set()))


@lru_cache(maxsize=_KEPT)
def rules_for(law: Law, lifecycle: Lifecycle) -> LifecycleRules:
    """Returns the rules of a lifecycle, found once for each law."""
    rules, events = law.rules_of(lifecycle), law.events_of(lifecycle)
    notices = [rule.moved_by for rule in rules if rule.moved_by is not None]
    closing = [event.kind for event in events if event.closes is not None]
    kinds = dict.fromkeys(kind for rule in rules for kind in rule.starts)
    return LifecycleRules(
        rules=rules,
        events={event.kind: event for event in events},
        movable=tuple(rule.id for rule in rules if rule.movable),
        bearing={rule.id: _bearing(rule, closing) for rule in rules},
        closing=frozenset(closing),
        closing_matter=tuple(event.kind for event in events if event.closes is Closing.MATTER),
        closing_chain=tuple(event.kind for event in events if event.closes is Closing.CHAIN),
        notices={move.event: tuple(each for each in notices if each.event == move.event) for move in notices},
        _starting={
            kind: tuple(place for place, rule in enumerate(rules) if kind in rule.starts) for kind in kinds
        },
    )
