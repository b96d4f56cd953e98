"""What an investigation lifts: 19 CFR 163.11(f), before December 27, 2011 163.11(c); 19 U.S.C. 1509(b)(5)."""

from collections.abc import Iterable, Iterator

from models.in_words import short_date
from models.law.engine.clock import Clock, Step
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter, lifts
from models.law.text.wording import wording_on


def lifts_by_investigation(matter: Matter, clock: Clock) -> list[Step]:
    """Finds investigations of the whole audit, whenever they began; one of an issue leaves the other issues.

    The wording in force on the trigger's day says whether it must be a formal one. Links are disregarded.
    """
    investigations = matter.of_kind("investigation_commenced")
    if not investigations:
        return []
    needs_formal = wording_on(clock.rule, clock.trigger.on).formal
    clock.ambiguities.add("A3")
    clock.trace.say(_said_of, investigations, needs_formal=needs_formal)
    first = matter.once(_first_formal_of_all if needs_formal else _first_of_all)
    return [] if first is None else lifts(clock, [first])


def _first_of_all(matter: Matter) -> CurrentEntry | None:
    begun = matter.of_kind("investigation_commenced")
    return next((entry for entry in begun if "issue" not in entry.facts), None)


def _first_formal_of_all(matter: Matter) -> CurrentEntry | None:
    begun = matter.of_kind("investigation_commenced")
    return next((entry for entry in begun if "issue" not in entry.facts and entry.says("formal")), None)


def _said_of(investigations: Iterable[CurrentEntry], *, needs_formal: bool) -> Iterator[str]:
    for entry in investigations:
        if "issue" in entry.facts:
            yield _of_one_issue(entry)
        elif not entry.says("formal"):
            yield _not_enough(entry) if needs_formal else _enough_for_the_regulation(entry)


def _of_one_issue(entry: CurrentEntry) -> str:
    return (
        f"The investigation of {short_date(entry.on)} is on the issue {entry.facts['issue']!r}: this date "
        "stays for the other issues."
    )


def _not_enough(entry: CurrentEntry) -> str:
    return (
        f"The investigation of {short_date(entry.on)} is not formal. This wording requires a formal "
        "investigation."
    )


def _enough_for_the_regulation(entry: CurrentEntry) -> str:
    return (
        f"The investigation of {short_date(entry.on)} is not formal. The regulation ends this date all the "
        "same, but 19 U.S.C. 1509(b)(5) does so only for a formal one (A3). Keep your request at hand."
    )


def informal_under_old_words(matter: Matter, clocks: list[Clock]) -> list[CurrentEntry]:
    """Returns informal investigations of a whole audit, if a clock runs under words that want formal ones."""
    if not any(
        clock.rule.lifted_when == "investigation" and wording_on(clock.rule, clock.trigger.on).formal
        for clock in clocks
    ):
        return []
    begun = matter.of_kind("investigation_commenced")
    return [entry for entry in begun if not entry.says("formal") and "issue" not in entry.facts]
