"""The values that say which entries belong together: the belonging table of each kind of matter."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Belonging:
    """The belonging table of one lifecycle; `always` is one chain that is there from the beginning."""

    whole: bool
    """Every entry of the lifecycle belongs to one chain (audit, sale, improvement)."""
    lines: tuple[Line, ...] = ()
    always: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()

    def is_start(self, kind: str) -> bool:
        """Returns whether entries of this kind begin chains."""
        return any(kind in line.starts for line in self.lines)

    def is_copied(self, kind: str) -> bool:
        """Returns whether an entry of this kind starts one clock for each of its chains."""
        return not self.is_start(kind) and any(kind in line.hangs for line in self.lines)
