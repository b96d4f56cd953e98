"""What entries name: ids, corrections and links, checked before anything is derived from them."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
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


def first_versions(entries: Sequence[Naming]) -> Sequence[int]:
    """Returns for each entry the index of its first version, the one that corrects nothing."""
    if not any(entry.replaces is not None for entry in entries):
        return range(len(entries))
    names = index_by_id(entries)
    roots: dict[int, int] = {}
    for index in range(len(entries)):
        versions, version = [index], entries[index]
        while version.replaces is not None and versions[-1] not in roots:
            versions.append(names[version.replaces])
            version = entries[versions[-1]]
        root = roots.get(versions[-1], versions[-1])
        roots.update(dict.fromkeys(versions, root))
    return [roots[index] for index in range(len(entries))]


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
    if corrected:
        _refuse_circle({i: {names[e.replaces]} for i, e in enumerate(entries) if e.replaces}, "Corrections")


def check_links(entries: Sequence[Naming]) -> None:
    """Raises `DocketError` for a link to no other entry or a circle; versions of an entry count as one."""
    if not any(entry.of for entry in entries):
        return
    names, roots = index_by_id(entries), first_versions(entries)
    arrows: dict[int, set[int]] = {root: set() for root in roots}
    for index, entry in enumerate(entries):
        for name in entry.of:
            if names.get(name, index) == index:
                raise DocketError(f"Entry {index}: of names {name!r}, but no other entry has that id.")
            arrows[roots[index]].add(roots[names[name]])
    _refuse_circle(arrows, "Links")


def _refuse_circle(arrows: Mapping[int, set[int]], what: str) -> None:
    """Raises `DocketError` if arrows go in a circle, and names whatever is in one or leads to one."""
    sorter = TopologicalSorter(arrows)
    try:
        sorter.prepare()
    except CycleError:
        left = set(arrows)
        while ends := sorter.get_ready():
            left.difference_update(ends)
            sorter.done(*ends)
        named = ", ".join(map(str, sorted(left)))
        raise DocketError(f"{what} go in a circle at the entries {named}.") from None
