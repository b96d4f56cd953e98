"""Alternative storage: from when tests count, and the time to explain: 19 CFR 163.5(b)."""

from datetime import date, timedelta

from models.law.engine.clock import Reading, Start
from models.law.engine.counting import Readings
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.text.rule import Rule


def use_begins(_matter: Matter, start: Start) -> tuple[str, date]:
    """A method's use begins on the day it is implemented; a test counts from its own day."""
    return start.trigger.kind, start.trigger.facts.get("implement_on", start.trigger.on)


def is_certain(matter: Matter, entry: CurrentEntry) -> bool:
    """A test in doubt starts nothing: it may not be the one that this method waits for."""
    return not matter.is_in_doubt(entry)


def explanation_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """30 calendar days of the notice's issue, by the lenient reading of its receipt (A19)."""
    issued = start.trigger.on
    received: date = max(issued, start.trigger.facts.get("received_on", issued))
    strict, lenient = issued + timedelta(days=number), received + timedelta(days=number)
    days = Readings(strict, matter.calendar.roll(lenient), rolled=matter.calendar.is_closed(lenient))
    why = f"{number} days of the issue, {issued}, give {strict}; of the receipt, {received}, {lenient}."
    gap = {"A19"} if issued != received else set()
    return Reading(start.trigger.kind, issued, days, (why,), frozenset(gap))
