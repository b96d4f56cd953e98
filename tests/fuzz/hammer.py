"""Hammers on a reader: whatever it is given, it returns a result or one sentence, in bounded time.

`FUZZ_SECONDS` is the time for each test. Without it each runs a few examples, the same ones every time.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import Refused

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)
_FEW, _ROUNDS = 25, 4
"""Examples of a test without a budget, and so many times them between two looks at the budget."""

_HANGS = 60
"""Seconds after which an example is taken to hang."""

_LONGEST = 4_000
"""Characters of a refusal."""


class Hangs(BaseException):
    """An example that does not end."""


def hammer(check: Callable[[Any], None], strategy: st.SearchStrategy[Any], *, few: int = _FEW) -> None:
    """Checks examples of the strategy, `few` of them or for as long as the budget is."""
    ends = monotonic() + SECONDS
    while True:
        chosen = settings(
            max_examples=_ROUNDS * few if SECONDS else few,
            derandomize=not SECONDS,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        chosen(given(strategy)(lambda example: check(example)))()
        if monotonic() >= ends:
            return


def result_of(act: Callable[[], Any]) -> Any:
    """What it returns, or the refusal. Any other exception, a hang or a refusal that is none passes on."""
    try:
        with ends_in_time():
            return act()
    except Refused as refused:
        said = str(refused)
        said.encode()
        assert said.strip(), "a refusal says something"
        assert len(said) < _LONGEST, said[:200]
        assert "Traceback" not in said
        return refused


@contextmanager
def ends_in_time() -> Iterator[None]:
    """Raises `Hangs` in the block once it takes too long."""

    def stop(_number: int, _frame: object) -> None:
        raise Hangs(f"more than {_HANGS} seconds")

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


TEXTS = st.text(max_size=40) | st.sampled_from(
    [
        "\ud800",
        "\0",
        "\x1f",
        "\u202e",
        "=1+1",
        "9" * 4_301,
        "E" + "9" * 4_301,
        "1e999",
        "NaN",
        "x" * 5_000,
        " ",
    ]
)
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 10**18, 2**63])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
"""Anything that JSON holds."""


@st.composite
def spoilt_json(draw: st.DrawFn, sound: st.SearchStrategy[Any]) -> Any:
    """Something sound in which one value, at any depth, is another one, or a key is gone or new."""
    value = draw(sound)
    places = list(_places(value))
    if not places:
        return draw(JSON)
    holder, key = draw(st.sampled_from(places))
    match draw(st.sampled_from(["change", "remove", "add"])):
        case "change":
            holder[key] = draw(JSON)
        case "remove":
            del holder[key]
        case _ if isinstance(holder, dict):
            holder[draw(TEXTS)] = draw(JSON)
        case _:
            holder.append(draw(JSON))
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from _places(value[key])


@st.composite
def spoilt_bytes(draw: st.DrawFn, sound: bytes) -> bytes:
    """A file in which some bytes are others, gone, or there twice."""
    spoilt = bytearray(sound)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(spoilt) - 1)))
        end = min(len(spoilt), start + draw(st.integers(1, 20)))
        spoilt[start:end] = draw(st.binary(max_size=20) | st.just(bytes(spoilt[start:end]) * 2))
    return bytes(spoilt)
