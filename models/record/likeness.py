"""What is nearly the same: two spellings of a number, docket numbers and names that people mix up. Pure."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

_SHOWN = 3
"""Suggestions that a sentence names."""

_CLOSE = 0.75
"""From which likeness on something may have been meant."""

_LEGAL_FORMS = frozenset(
    {
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "limited",
        "llc",
        "lp",
        "ltd",
        "the",
    }
)
_LONG_ENOUGH = 4
"""Letters from which on one wrong letter says little; of fewer each tells names apart."""


def number_key(number: str) -> str:
    """The letters and digits of an importer number: 12-3456789XX and 12 3456789xx are one number."""
    return "".join(each for each in unicodedata.normalize("NFKC", number).upper() if each.isalnum())


def docket_key(docket_number: str) -> tuple[str, ...]:
    """What tells docket numbers apart but spelling: AUD-2026-014 and aud 2026/14 have the same key."""
    runs: list[str] = re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFKC", docket_number).casefold())
    return tuple(run.lstrip("0") or "0" if run.isdecimal() else run for run in runs)


def did_you_mean(given: str, known: Sequence[str]) -> str:
    """Whether one of these was meant, such as *Did you mean Acme?*; empty where none is close."""
    same = [each for each in known if docket_key(each) == docket_key(given)]
    folded: dict[str, list[str]] = {}
    for each in known:
        folded.setdefault(each.casefold(), []).append(each)
    close = difflib.get_close_matches(given.casefold(), list(folded), n=_SHOWN, cutoff=_CLOSE)
    meant = list(dict.fromkeys([*same, *(each for name in close for each in folded[name])]))[:_SHOWN]
    return f"Did you mean {' or '.join(meant)}?" if meant else ""


def nearly_named(name: str, known: Iterable[str]) -> list[str]:
    """The names that may be the same importer's: one letter off, other blanks, or another legal form."""
    return [each for each in known if each != name and _is_nearly(_words(name), _words(each))]


def _words(name: str) -> list[str]:
    words: list[str] = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold().replace("'", ""))
    return [word for word in words if word not in _LEGAL_FORMS] or words


def _is_nearly(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one word at most differs, and that by one letter; a figure or a short word tells apart."""
    if _figures(one) != _figures(other):
        return False
    if "".join(one) == "".join(other):
        return True
    if len(one) != len(other):
        return False
    pairs = [(said, meant) for said, meant in zip(one, other, strict=True) if said != meant]
    return len(pairs) == 1 and _one_letter_off(*pairs[0])


def _figures(words: Sequence[str]) -> list[str]:
    return [figure for word in words for figure in re.findall(r"\d+", word)]


def _one_letter_off(one: str, other: str) -> bool:
    """Whether a letter is wrong, missing, too many, or two stand in the wrong order."""
    if min(len(one), len(other)) < _LONG_ENOUGH:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
