"""How dates, amounts, counts and fixed words are written for people; files and commands keep ISO dates.

Everything is U.S. English whatever the locale of the machine.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_SHORT = 3
"""Letters of a weekday or a month in its short form."""


def long_date(day: date) -> str:
    """For sentences: Saturday, February 20, 2027."""
    return f"{_WEEKDAYS[day.weekday()]}, {calendar_date(day)}"


def calendar_date(day: date) -> str:
    """For letters, and where the weekday does not matter: February 20, 2027."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """For tables: Sat, Feb 20, 2027."""
    return f"{_WEEKDAYS[day.weekday()][:_SHORT]}, {_MONTHS[day.month - 1][:_SHORT]} {day.day}, {day.year}"


def subject_date(day: date, today: date) -> str:
    """For subject lines: Fri, Mar 6; with the year where it is another one than today's."""
    short = short_date(day)
    return short if day.year != today.year else short.removesuffix(f", {day.year}")


def dates(days: Sequence[date], written: Callable[[date], str] = long_date) -> str:
    """The readings of a date, each once: one date, or the earliest *or* the latest."""
    return " or ".join(written(day) for day in dict.fromkeys(days))


def spaced(name: str) -> str:
    """A fixed word of the vocabulary as people read it: `met_late` is *met late*."""
    return str(name).replace("_", " ")


def dollars(amount: Decimal) -> str:
    """An amount in U.S. dollars: $10,000.00."""
    return f"${amount:,.2f}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 deadline, 2 deadlines, 2 entries."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def ended(words: str) -> str:
    """Words as a sentence ends: with one period, also where they end with one, as *Acme Inc.* does."""
    return words if words.endswith(".") else f"{words}."


def sentence(words: str) -> str:
    """Words as a sentence begins: *More than 1,000 deadlines*."""
    return words[:1].upper() + words[1:]
