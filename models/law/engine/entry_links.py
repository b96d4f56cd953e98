"""What entries name: ids, corrections and links, checked before anything is derived from them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from models.law.engine.facts import DocketError


class Naming(Protocol):
    """An entry, reduced to the ids that it has and names."""

    @property
    def id(self) -> str | None:
        """The entry's own id, unique in the docket; None where it has none."""

    @property
    def replaces(self) -> str | None:
        """The id of the entry that this one corrects."""

    @property
    def of(self) -> tuple[str, ...]:
        """The ids of the entries that this one belongs to."""


def index_by_id(entries: Sequence[Naming]) -> dict[str, int]:
    """Returns the index of each entry that has an id, by the id."""
    return {entry.id: index for index, entry in enumerate(entries) if entry.id is not None}


def first_versions(entries: Sequence[Naming]) -> list[int]:
    """Returns for each entry the index of its first version, the one that corrects nothing."""
    names = index_by_id(entries)
    roots = []
    for index, entry in enumerate(entries):
        root, version = index, entry
        while version.replaces is not None:
            root = names[version.replaces]
            version = entries[root]
        roots.append(root)
    return roots


def check_corrections(entries: Sequence[Naming]) -> None:
    """Raises `DocketError` for an id used twice, a correction of no entry, a second one, or a circle."""
    names = index_by_id(entries)
    seen: set[str] = set()
    corrected: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id is not None and entry.id in seen:
            raise DocketError(f"Entry {index}: the id {entry.id!r} is used twice; expected each id once.")
        seen.update({entry.id} if entry.id is not None else ())
        if entry.replaces is None:
            continue
        if names.get(entry.replaces, index) == index:
            raise DocketError(f"Entry {index}: replaces {entry.replaces!r}, but no other entry has that id.")
        if entry.replaces in corrected:
            raise DocketError(
                f"Entry {index}: {entry.replaces!r} is replaced twice; expected one correction at most."
            )
        corrected.add(entry.replaces)
    _refuse_circle({i: {names[e.replaces]} for i, e in enumerate(entries) if e.replaces}, "Corrections")


def check_links(entries: Sequence[Naming]) -> None:
    """Raises `DocketError` for a link to no other entry or a circle; versions of an entry count as one."""
    names, roots = index_by_id(entries), first_versions(entries)
    arrows: dict[int, set[int]] = {root: set() for root in roots}
    for index, entry in enumerate(entries):
        for name in entry.of:
            if names.get(name, index) == index:
                raise DocketError(f"Entry {index}: of names {name!r}, but no other entry has that id.")
            arrows[roots[index]].add(roots[names[name]])
    _refuse_circle(arrows, "Links")


def _refuse_circle(arrows: Mapping[int, set[int]], what: str) -> None:
    left = dict(arrows)
    while ends := [node for node, targets in left.items() if not targets & left.keys()]:
        for node in ends:
            del left[node]
    if left:
        raise DocketError(f"{what} go in a circle at the entries {', '.join(map(str, sorted(left)))}.")
