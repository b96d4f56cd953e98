"""The chains begun in each line of a belonging table, while the chains of a docket are found."""

from collections.abc import Callable, Iterable
from itertools import chain as joined


class ChainLines:
    """For each line the chains begun so far, in the order of the entries that began or joined them."""

    __slots__ = ("_begun", "_in_question", "_known", "_members")

    def __init__(self) -> None:
        self._members: dict[int, list[int]] = {}
        self._begun: dict[int, dict[int, None]] = {}
        self._in_question: set[int] = set()
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}

    def add(self, lines: Iterable[int], index: int, chains: Iterable[int], *, known: bool) -> None:
        """Adds an entry with its chains to lines; not `known` means that it may still get others."""
        self._known.clear()
        for line in lines:
            self._members.setdefault(line, []).append(index)
            self._begun.setdefault(line, {}).update(dict.fromkeys(sorted(chains)))
            if not known:
                self._in_question.add(line)

    def begun(self, lines: tuple[int, ...], chains_of: Callable[[int], frozenset[int]]) -> tuple[int, ...]:
        """Returns the chains begun in these lines, each once; the same tuple until another one begins."""
        if not self._in_question.isdisjoint(lines):
            members = joined.from_iterable(self._members.get(line, ()) for line in lines)
            return tuple(dict.fromkeys(chain for index in members for chain in sorted(chains_of(index))))
        found = self._known.get(lines)
        if found is None:
            found = tuple(dict.fromkeys(joined.from_iterable(self._begun.get(line, ()) for line in lines)))
            self._known[lines] = found
        return found
