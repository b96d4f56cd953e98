"""The trace of a clock: noted while the clock is played, worded when somebody first reads it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ParamSpec, overload

Words = str | Iterable[str]
"""One sentence or several."""

_Given = ParamSpec("_Given")


class Trace(Sequence[str]):
    """Sentences that nobody pays for before reading them. Traces are equal if their sentences are.

    A copy, also one in another process, holds the sentences.
    """

    __slots__ = ("_notes", "_worded")

    def __init__(self, worded: tuple[str, ...] = ()) -> None:
        self._notes: list[Callable[[], Words]] = [partial(tuple, worded)] if worded else []
        self._worded: tuple[str, ...] | None = None

    def say(self, words: Callable[_Given, Words], *given: _Given.args, **named: _Given.kwargs) -> None:
        """Notes what to say next: `words` of what is given, which must be final once the trace is read."""
        self._notes.append(partial(words, *given, **named))
        self._worded = None

    def then(self, words: Callable[_Given, Words], *given: _Given.args, **named: _Given.kwargs) -> "Trace":
        """Returns a trace that ends with these words. What they say may go by whoever holds this one."""
        longer = Trace()
        longer._notes = [*self._notes, partial(words, *given, **named)]
        return longer

    def _sentences(self) -> tuple[str, ...]:
        if self._worded is None:
            self._worded = tuple(sentence for note in self._notes for sentence in _each(note()))
        return self._worded

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...

    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self._sentences()[place]

    def __len__(self) -> int:
        return len(self._sentences())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trace) and self._sentences() == other._sentences()

    def __hash__(self) -> int:
        return hash(self._sentences())

    def __repr__(self) -> str:
        return f"Trace({self._sentences()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Trace, (self._sentences(),)


def _each(words: Words) -> Iterable[str]:
    return (words,) if isinstance(words, str) else words
