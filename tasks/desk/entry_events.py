"""The events that may be recorded on a docket, as a person chooses among them: next steps first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.in_words import dates, short_date
from models.law.load import load_law
from models.law.text.rule import Event, Rule
from models.law.text.vocabulary import DUE_DATE_FIXED, ENTRY_WITHDRAWN, Lifecycle
from models.record.dockets import current_entries
from models.record.said_entries import SaidEntry
from models.record.tables.dockets import Deadline, Entry, Matter
from tasks.pages.deadline_cells import URGENCY, in_order

NEXT, ANY, KEPT, ENDS = (
    "Next steps",
    "A date that was agreed or set",
    "Kept for the record, without deadlines",
    "The end of the matter",
)
_MOST_NEXT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChoice:
    """An event to choose; `why` says what makes it a next step."""

    kind: str
    title: str
    help: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Events under a heading."""

    heading: str
    events: Sequence[EventChoice]


def event_of(lifecycle: str, given: str) -> Event | None:
    """An event of a kind of matter, by its kind or its title; None where there is none."""
    events = load_law().events_of(Lifecycle(lifecycle))
    return next((event for event in events if given in (event.kind, event.title)), None)


def event_groups(
    matter: Matter, entries: Sequence[Entry], deadlines: Sequence[Deadline], wanted: str = ""
) -> list[EventGroup]:
    """The events of a matter by heading; those whose words have `wanted` in them, where it is not empty."""
    events = [event for event in _events(matter.lifecycle) if _fits(event, wanted)]
    why = _next(matter, entries, deadlines)
    by_kind = {event.kind: event for event in events}
    ahead = [_choice(by_kind[kind], words) for kind, words in why.items() if kind in by_kind]
    groups: dict[str, list[EventChoice]] = {NEXT: ahead[:_MOST_NEXT]}
    for event in events:
        groups.setdefault(_heading(event), []).append(_choice(event))
    last = [ANY, KEPT, ENDS]
    headings = [*(each for each in groups if each not in last), *last]
    return [EventGroup(each, groups[each]) for each in headings if groups.get(each)]


def _events(lifecycle: str) -> Sequence[Event]:
    """A withdrawal is chosen at the entry that it takes out."""
    return [event for event in load_law().events_of(Lifecycle(lifecycle)) if event.kind != ENTRY_WITHDRAWN]


def _fits(event: Event, wanted: str) -> bool:
    said = f"{event.title} {event.help}".casefold()
    return all(word in said for word in wanted.casefold().split())


def _choice(event: Event, why: str = "") -> EventChoice:
    return EventChoice(kind=event.kind, title=event.title, help=event.help, why=why)


def _heading(event: Event) -> str:
    if event.kind == DUE_DATE_FIXED:
        return ANY
    if event.record_only:
        return KEPT
    return ENDS if event.closes is not None else _sections()[event.file]


@cache
def _sections() -> dict[str, str]:
    return {section.file: section.title for section in load_law().sections}


def _next(matter: Matter, entries: Sequence[Entry], deadlines: Sequence[Deadline]) -> dict[str, str]:
    """What the open deadlines lead to, the most pressing first: by kind of event, with why."""
    running = [row for row in in_order(deadlines) if not row.withdrawn and row.status in URGENCY]
    found: dict[str, str] = {}
    for row in running:
        for kind, does in _leads_to(matter, entries, row):
            days = dates((row.strict_on, row.lenient_on), short_date)
            found.setdefault(kind, f"{does} “{row.title}”, {days}")
    return found


def _leads_to(matter: Matter, entries: Sequence[Entry], row: Deadline) -> list[tuple[str, str]]:
    law = load_law()
    rule = law.rules.get(row.rule)
    leads = [
        (lead.event, "Follows from")
        for lead in law.leads
        if lead.rule == row.rule and row.status in lead.statuses and lead.lifecycle == matter.lifecycle
    ]
    answers = [(kind, "Answers") for kind in (rule.met_by if rule else ())]
    moves = [(rule.moved_by.event, "May move")] if rule and rule.moved_by else []
    since = [entry.kind for entry in current_entries(entries) if entry.occurred_on >= row.anchor_on]
    return [*answers, *moves, *((kind, does) for kind, does in leads if kind not in since)]


def may_belong_to(lifecycle: str, kind: str, entries: Sequence[SaidEntry]) -> list[int]:
    """The numbers of the current entries that an entry of a kind may belong to."""
    kinds = _named_by(Lifecycle(lifecycle), kind)
    return [entry.number for entry in current_entries(entries) if entry.kind in kinds]


@cache
def _named_by(lifecycle: Lifecycle, kind: str) -> frozenset[str]:
    """The kinds that start what it answers, moves or lifts, and those of the chains that it hangs from."""
    law = load_law()
    table, rules = law.belonging[lifecycle], law.rules_of(lifecycle)
    starts = [start for rule in rules if kind in _concerned(rule) for start in rule.starts]
    lines = [table.lines[place] for place in table.hangs_from.get(kind, ())]
    chained = [each for line in lines for each in (*line.starts, *line.hangs)]
    join = table.join_of.get(kind)
    joined = [*join.names, join.parent] if join else []
    return frozenset([*starts, *chained, *joined]) - {kind}


def _concerned(rule: Rule) -> tuple[str, ...]:
    moved = (rule.moved_by.event,) if rule.moved_by else ()
    fixed = (DUE_DATE_FIXED,) if rule.movable else ()
    return (*rule.met_by, *rule.lifted_by, *rule.lifted_by_any, *rule.stopped_by, *moved, *fixed)
