"""Alternative storage: from when tests count, and the time to explain: 19 CFR 163.5(b)."""

from datetime import date, timedelta
from functools import partial

from models.in_words import short_date
from models.law.engine.clock import Reading, Start
from models.law.engine.counting import rolled
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule


def use_begins(_matter: Matter, start: Start) -> tuple[str, date]:
    """Returns the anchor of ALT-05: the day a method is first used, or the day of a test."""
    return start.trigger.kind, start.trigger.facts.get("implement_on", start.trigger.on)


def is_certain(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether it is certain which method the entry belongs to; a test in doubt starts no clock."""
    return not matter.is_in_doubt(entry)


def explanation_days(_matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads ALT-08: 30 calendar days from the issue of the notice, and from its receipt (A19)."""
    issued = start.trigger.on
    received: date = max(issued, start.trigger.facts.get("received_on", issued))
    strict, lenient = issued + timedelta(days=number), received + timedelta(days=number)

    def why() -> str:
        return (
            f"{number} days from the issue of the notice, {short_date(issued)}, end on {short_date(strict)}; "
            f"from its receipt, {short_date(received)}, on {short_date(lenient)}."
        )

    gap = {"A19"} if issued != received else set()
    return Reading(start.trigger.kind, issued, partial(rolled, strict, lenient), why, frozenset(gap))
