"""The channels in use, by name, and where each has its address. No address is ever read here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.record.contacts import everybody
from models.record.tables.alerts import Contact
from tasks.delivery.channel_places import block_of, variable_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChannel:
    """A channel, where its address is, and who is alerted by it, first or where the first one fails."""

    name: str
    place: str
    has_address: bool | None
    """None where nobody could be asked."""

    first_of: Sequence[Contact]
    other_of: Sequence[Contact]


def channels_in_use(
    session: Session, variables: Collection[str], blocks: Collection[str] | None
) -> Sequence[ShownChannel]:
    """The channels of all contacts. `blocks` are those in Prefect; None where it did not answer."""
    contacts = everybody(session)
    names = {name for each in contacts for name in (each.channel, each.fallback) if name}
    return [_shown(name, contacts, variables, blocks) for name in sorted(names, key=str.casefold)]


def _shown(
    name: str, contacts: Sequence[Contact], variables: Collection[str], blocks: Collection[str] | None
) -> ShownChannel:
    place, has_address = _place(name, variables, blocks)
    return ShownChannel(
        name=name,
        place=place,
        has_address=has_address,
        first_of=[each for each in contacts if each.channel == name],
        other_of=[each for each in contacts if each.fallback == name],
    )


def _place(name: str, variables: Collection[str], blocks: Collection[str] | None) -> tuple[str, bool | None]:
    variable, block = variable_of(name), block_of(name)
    if variable in variables:
        return f"The variable {variable} has it.", True
    if blocks is None:
        return f"Not in the variable {variable}. Prefect does not answer, so its blocks are unknown.", None
    if block in blocks:
        return f"The block {block} in Prefect has it.", True
    return f"NO ADDRESS. Set the variable {variable}, or add a block named {block}.", False
