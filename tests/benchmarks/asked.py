"""What the environment asks of a run: the sizes, some measurements alone, the minutes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.errors import Refused

SIZES, ONLY, MINUTES = "BENCH_SIZES", "BENCH_ONLY", "BENCH_MINUTES"
DEFAULT_SIZES = "1k,10k,100k"
SMALLEST, LARGEST = 100, 1_000_000
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_SIZE = re.compile(r"([0-9]{1,7})([kKmM]?)")
_DEFAULT_MINUTES, _FOR_A_MILLION, _MOST_MINUTES = 18, 180, 1_000
_LARGE = 100_000


class BenchRefused(Refused):
    """Something that no run can do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The numbers of open matters, the smallest first; the steps; after how many minutes none begins."""

    sizes: tuple[int, ...]
    only: tuple[str, ...]
    minutes: int


def asked(environment: Mapping[str, str], steps: Sequence[str]) -> Asked:
    """What the environment asks for. Raises `BenchRefused`."""
    sizes = sizes_in(environment.get(SIZES) or DEFAULT_SIZES)
    return Asked(
        sizes, _only(environment.get(ONLY) or "", steps), _minutes(environment.get(MINUTES) or "", sizes[-1])
    )


def sizes_in(text: str) -> tuple[int, ...]:
    """The sizes that a text names, such as *1k,10k*, the smallest first. Raises `BenchRefused`."""
    return tuple(sorted({_size_in(word.strip(), text) for word in text.split(",")}))


def named(size: int) -> str:
    """A size as people write it: 1k, 10k, 1m."""
    for letter in ("m", "k"):
        if size % _FACTORS[letter] == 0:
            return f"{size // _FACTORS[letter]}{letter}"
    return str(size)


def _size_in(word: str, text: str) -> int:
    match = _SIZE.fullmatch(word)
    size = int(match[1]) * _FACTORS[match[2].lower()] if match else 0
    if not SMALLEST <= size <= LARGEST:
        raise BenchRefused(
            f"{SIZES} is {text!r}. Expected numbers of open matters from {SMALLEST} to 1m with commas "
            "between them, such as 1k,10k."
        )
    return size


def _only(text: str, steps: Sequence[str]) -> tuple[str, ...]:
    names = tuple(word.strip() for word in text.split(",")) if text else tuple(steps)
    if unknown := [name for name in names if name not in steps]:
        raise BenchRefused(
            f"{ONLY} names {unknown[0]!r}. Expected some of {', '.join(steps)} with commas between them, "
            f"such as {steps[0]},{steps[1]}."
        )
    return names


def _minutes(text: str, largest: int) -> int:
    if not text:
        return _DEFAULT_MINUTES if largest <= _LARGE else _FOR_A_MILLION
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_MINUTES):
        raise BenchRefused(
            f"{MINUTES} is {text!r}. Expected a number of minutes from 1 to {_MOST_MINUTES}, such as 20."
        )
    return int(text)
