"""Markdown as Prefect's pages show it well."""

from datetime import date
from decimal import Decimal

from models.in_words import dollars, short_date
from models.law.text.vocabulary import FACTS, FactType


def safe(text: str) -> str:
    """What a person typed, so that it stays text in Markdown and in a table."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "&#124;")
    return " ".join("".join(f"\\{char}" if char in "\\`*_[]#~" else char for char in escaped).split())


def value_words(value: object, fact: str = "") -> str:
    """A fact's value as people write it in a table; `fact` says which one, for dates and amounts."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str() if FACTS.get(fact) is FactType.DATE:
            return short_date(date.fromisoformat(value))
        case int() | float() if fact == "value_usd":
            return dollars(Decimal(str(value)))
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)
