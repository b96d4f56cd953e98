"""The sentences of a trace about the right to petition for a closing conference."""

from datetime import date

from models.in_words import short_date, spaced
from models.law.engine.clock import Clock
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.vocabulary import Status


def two_ends(clock: Clock) -> list[str]:
    """Says that a further estimate may put off the right, and what to do about it (A4)."""
    if clock.strict_on == clock.lenient_on:
        return []
    first, last = short_date(clock.strict_on), short_date(clock.lenient_on)
    says = f"A further estimate may put off the right: it opens on {first}, or by one reading on {last} (A4)."
    if clock.status is Status.USED and clock.settled_on is not None and clock.settled_on < clock.lenient_on:
        says += f" Petition again on or after {last}, so that one petition counts by either reading."
    return [says]


def outcome(matter: Matter, clock: Clock) -> str:
    """Says whether the right has opened, or what used or ended it."""
    strict, lenient = short_date(clock.strict_on), short_date(clock.lenient_on)
    as_of, by = matter.docket.as_of, clock.settled_by
    if by is None and as_of < clock.strict_on:
        return f"Without a closing conference by then, the right opens on {strict}. It has no last day."
    if by is None and as_of < clock.lenient_on:
        return f"No closing conference by then: the right may have opened on {strict}. It has no last day."
    if by is None:
        when = "on" if clock.strict_on == clock.lenient_on else "by"
        return f"No closing conference by then: the right opened {when} {lenient} and has no last day."
    happened = f"{matter.law.events[by.kind].title} on {short_date(by.on)}"
    match clock.status:
        case Status.USED:
            return f"{happened}: this uses the right, which opened on {strict}."
        case Status.LAPSED:
            return f"{happened}, after the end had passed: there is nothing left to petition for."
        case _ if by.kind == "closing_conference_held":
            return f"{happened}, before the end had passed: the right did not open."
        case _:
            return f"{happened}: no right to petition remains."


def estimated(entry: CurrentEntry) -> str:
    """Says which end an entry estimates."""
    given_by = f"{spaced(entry.kind)} of {short_date(entry.on)}"
    return f"The estimated end is {short_date(entry.facts['estimated_end'])} ({given_by})."


def ended(entry: CurrentEntry) -> str:
    """Says that the audit actually ended."""
    return f"The audit actually ended on {short_date(entry.on)}."


def in_between(first: date, last: date) -> str:
    """Says that a petition came between the two ends (A4)."""
    return (
        f"The petition was received after the first estimated end, {short_date(first)}, but not after the "
        f"last, {short_date(last)}. Whether the right had come by then is not said (A4)."
    )


def not_formal(entry: CurrentEntry) -> str:
    """Says that an informal investigation leaves the right open (A3)."""
    return f"The investigation of {short_date(entry.on)} is not formal: the right stays (A3)."
