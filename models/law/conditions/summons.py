"""Summonses: service, stays and sanctions that are defective: 19 CFR 163.7, 163.8, 163.10(b)."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from models.in_words import short_date
from models.law.conditions.stay import return_date, stay_of
from models.law.engine.clock import Clock, Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.docket_index import through_day
from models.law.engine.matter import Matter
from models.law.text.vocabulary import Status

SUMMONS = "summons_issued"
_CONTEMPT = ("contempt_adjudged", "contempt_purged")

_MILES = 100
"""19 CFR 163.7(b)(1)(ii): the place of appearance is "not to exceed 100 miles" from that of service."""


def _near(matter: Matter, entry: CurrentEntry) -> list[Start]:
    """The summonses of an entry's chains and links: no other can be its own."""
    named = matter.chains.of[entry.index] | entry.links
    near = [matter.by_index[each] for each in named if each in matter.by_index]
    return [start for each in near if each.kind == SUMMONS for start in matter.starts_of(each)]


def check_service(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds service on or after the return date, or too far from the place of appearance."""
    for start in _near(matter, entry):
        mine = matter.concerns(entry, start, by_doubt=False)
        if mine and entry.on >= return_date(matter, start)[1]:
            yield "return_not_after_service"
    if entry.facts.get("miles", 0) > _MILES:
        yield "appearance_too_far"


def check_direction(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds the last direction for a third-party summons of which only one of the two acts is done."""
    if entry.index in matter.once(_incomplete_directions):
        yield "stay_incomplete"


def _incomplete_directions(matter: Matter) -> set[int]:
    found = set()
    for summons in matter.of_kind(SUMMONS):
        for start in matter.starts_of(summons) if is_owed_notice(matter, summons) else ():
            acts = matter.concerning(start, "stay_directed", by_doubt=False)
            done = any(act.says("direction_given") or act.says("copies_mailed") for act in acts)
            if done and stay_of(matter, start) is None:
                found.add(acts[-1].index)
    return found


def check_compliance(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds compliance with a third-party summons before its return date: 163.8(e)."""
    for start in _near(matter, entry):
        examination = matter.clock_of("SUM-10", start)
        if examination is None or not matter.concerns(entry, start, by_doubt=False):
            continue
        ended = examination.settled_on is not None and examination.settled_on < entry.on
        if entry.on < examination.anchor_on and not ended:
            yield "examined_too_early"


def check_sanction(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a sanction without an adjudication of contempt that is still in effect: 163.10(b)."""
    candidates = matter.chains.candidates.get(entry.index)
    mine = _that_differ(matter, candidates) if candidates else [matter.chains.of[entry.index]]
    if not any(_is_in_contempt(matter, entry, chains) for chains in mine):
        yield "sanction_without_contempt"


def _that_differ(matter: Matter, chains: Sequence[int]) -> list[frozenset[int]]:
    """Each chain, but only one of those summonses in which nobody was held in contempt."""
    alike = matter.once(_without_contempt)
    one = next((each for each in chains if each in alike), None)
    return [frozenset({each}) for each in chains if each == one or each not in alike]


def _without_contempt(matter: Matter) -> set[int]:
    held = {chain for each in matter.of_kind(*_CONTEMPT) for chain in matter.chains.of[each.index]}
    return {summons.index for summons in matter.of_kind(SUMMONS)} - held


def _is_in_contempt(matter: Matter, sanction: CurrentEntry, chains: frozenset[int]) -> bool:
    """Whether the last adjudication or purge before a sanction of these chains is an adjudication.

    Nobody is accused for what the docket does not say: what has no chain, or is in doubt, counts too; and
    a sanction of no summons goes by all of them. A purge later on the sanction's day came after it.
    """
    lists = [matter.of_kind(kind) for kind in _CONTEMPT]
    if any(matter.index.of_kind_in(chain, SUMMONS) for chain in chains):
        lists = matter.index.lists(_CONTEMPT, chains, (), doubtful=True)
        lists.append(matter.once(_contempt_of_no_chain))
    before = [last for each in lists if (last := _last_before(sanction, each)) is not None]
    return bool(before) and max(before, key=attrgetter("place")).kind == "contempt_adjudged"


def _last_before(sanction: CurrentEntry, entries: Sequence[CurrentEntry]) -> CurrentEntry | None:
    by_then = reversed(through_day(entries, sanction.on))
    return next((e for e in by_then if e.kind == "contempt_adjudged" or e.place < sanction.place), None)


def _contempt_of_no_chain(matter: Matter) -> list[CurrentEntry]:
    return [e for e in matter.of_kind(*_CONTEMPT) if e.void or not matter.chains.of[e.index]]


def is_owed_notice(_matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the person identified is owed notice: not of a summons that 163.8(f) excepts."""
    return entry.says("third_party") and not entry.says("excepted")


def obeyed_but_not_purged(matter: Matter, clock: Clock) -> None:
    """Says *ambiguous* where an order or the summons was obeyed and nothing says that it purged (A31).

    163.10(c) asks whether the person "remains in contempt". A later adjudication takes the obedience away
    only up to the day of the instructions.
    """
    if clock.settled_by is not None:
        return
    obeyed = matter.concerning(clock, "order_obeyed", "summons_complied", by_doubt=False, any_day=True)
    adjudged = matter.concerning(clock, "contempt_adjudged", by_doubt=False, any_day=True)
    again = [each for each in adjudged if each.on <= clock.trigger.on][-1:]
    standing = (e for e in obeyed if e.on < clock.lenient_on and all(e.place > last.place for last in again))
    first = next(standing, None)
    if first is None:
        return
    clock.status, clock.settled_on = Status.AMBIGUOUS, None
    clock.ambiguities.add("A31")
    clock.trace.say(_obeyed, matter.law.events[first.kind].title, first.on)


def _obeyed(title: str, on: date) -> str:
    return (
        f"{title} on {short_date(on)}, and no order on record says that the contempt is purged. The text "
        "does not say whether obedience alone ends it (A31)."
    )
