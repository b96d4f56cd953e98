"""Finds the quoted words that a newer text of the law no longer contains."""

import re
import unicodedata
from dataclasses import dataclass

from models.law.text.rule import Law

_DASHES = dict.fromkeys(map(ord, "\u00ad‐‑‒–—―−"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»\"'‘’‚‛"), None)


@dataclass(frozen=True, slots=True)
class Lost:
    """A rule whose newest quoted words are not in the text."""

    rule: str
    citation: str
    quote: str


def drift(law: Law, text: str) -> tuple[Lost, ...]:
    """Returns the rules whose newest words a text lacks; spaces, hyphens, quotation marks and case aside."""
    newer = _folded(text)
    return tuple(
        Lost(rule.id, rule.citation, rule.versions[-1].quote)
        for rule in law.rules.values()
        if _folded(rule.versions[-1].quote) not in newer
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES)
    # A hyphen may only divide a word at the end of a line, so none between letters counts.
    whole = re.sub(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])", "", plain)
    joined = re.sub(r"(?<=\w)-\s+(?=\w)", "-", whole)
    return " ".join(joined.split()).casefold()
