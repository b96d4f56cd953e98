"""Says whether an entry concerns a clock: by what it names, by the chains they share, and by its day."""

from collections.abc import Mapping, Sequence

from models.law.engine.current_entries import CurrentEntry


def concerns(
    entry: CurrentEntry,
    triggers: Sequence[CurrentEntry],
    entries: Mapping[int, CurrentEntry],
    *,
    shares: bool,
    any_day: bool = False,
) -> bool:
    """Returns whether an entry concerns a clock with these triggers.

    `shares` says that they share a chain, or that the entry is in doubt and counts as if they did. `any_day`
    says that its day does not matter. An entry that names a trigger concerns the clock on any day. An entry
    that names another entry of a trigger's kind does not.
    """
    if entry.void or any(trigger.index == entry.index for trigger in triggers):
        return False
    if entry.links and any(trigger.index in entry.links for trigger in triggers):
        return True
    if not shares or (entry.links and _is_for_another(entry, triggers, entries)):
        return False
    follows = all(entry.place > trigger.place for trigger in triggers if trigger.kind == entry.kind)
    return follows and (any_day or any(entry.on >= trigger.on for trigger in triggers))


def _is_for_another(
    entry: CurrentEntry, triggers: Sequence[CurrentEntry], entries: Mapping[int, CurrentEntry]
) -> bool:
    kinds = {trigger.kind for trigger in triggers}
    near = {index for index in entry.links if entries[index].kind in kinds}
    far = {i for index in entry.links for i in entries[index].links if entries[i].kind in kinds}
    named = near or far
    return bool(named) and not any(trigger.index in named for trigger in triggers)
