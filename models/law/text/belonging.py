"""The values that say which entries belong together: the belonging table of each kind of matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the belonging table: the starts that begin a chain and the kinds that hang from them."""

    starts: tuple[str, ...]
    hangs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """A start that joins the chains of what it names, or of the one entry of `parent` that it follows."""

    start: str
    names: tuple[str, ...]
    parent: str
    when: str
    """A function of `models.law.engine.chain_joins`: whether the parent still waits for this start."""


@dataclass(frozen=True)
class Belonging:
    """The belonging table of one lifecycle; `always` is one chain that is there from the beginning."""

    whole: bool
    """Every entry of the lifecycle belongs to one chain (audit, sale, improvement)."""
    lines: tuple[Line, ...] = ()
    always: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()

    @cached_property
    def line_of(self) -> Mapping[str, int]:
        """Returns the line in which each start begins chains."""
        return {kind: n for n, line in enumerate(self.lines) for kind in line.starts}

    @cached_property
    def hangs_from(self) -> Mapping[str, tuple[int, ...]]:
        """Returns the lines from which each kind hangs."""
        kinds = dict.fromkeys(kind for line in self.lines for kind in line.hangs)
        return {kind: tuple(n for n, line in enumerate(self.lines) if kind in line.hangs) for kind in kinds}

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """Returns the order of the starts of one day."""
        return {kind: rank for rank, kind in enumerate(self.line_of)}

    @cached_property
    def join_of(self) -> Mapping[str, Join]:
        """Returns how each start joins other chains, where it does."""
        return {join.start: join for join in self.joins}

    def is_start(self, kind: str) -> bool:
        """Returns whether entries of this kind begin chains."""
        return kind in self.line_of

    def is_copied(self, kind: str) -> bool:
        """Returns whether an entry of this kind starts one clock for each of its chains."""
        return kind in self.hangs_from and kind not in self.line_of
