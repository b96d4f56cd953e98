"""The channels, by name, and where each has its address. No address is ever read here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.record.contacts import everybody
from models.record.tables.alerts import Contact
from tasks.delivery.channel_places import VARIABLE, block_of, named_by, variable_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChannel:
    """A channel, where its address is, and who is alerted by it, first or where the first one fails."""

    name: str
    place: str
    has_address: bool | None
    """None where nobody could be asked."""

    first_of: Sequence[Contact]
    other_of: Sequence[Contact]


@dataclass(frozen=True, slots=True)
class Places:
    """Where addresses are: names of variables, and of Prefect's blocks; None where it did not answer."""

    variables: Collection[str] = ()
    blocks: Collection[str] | None = None

    def lacks(self, channel: str) -> bool:
        """Whether a channel has no address for sure."""
        return _place(channel, self.variables, self.blocks)[1] is False

    @property
    def names(self) -> Sequence[str]:
        """The channels that have an address, by name, each once."""
        variables = {named_by(each) for each in self.variables if each != VARIABLE}
        return sorted({*variables, *(self.blocks or ())})

    def refuse(self, channel: str) -> str:
        """The sentence that refuses a channel without an address; empty for one that may have one."""
        if not channel or not self.lacks(channel):
            return ""
        known = f"Choose one of these: {', '.join(self.names)}." if self.names else "None has one yet."
        return f"The channel {channel} has no address. {known} Settings, Channels says how to add one."


def known_channels(session: Session, places: Places) -> Sequence[ShownChannel]:
    """The channels of all contacts, and those that have an address and that nobody uses yet."""
    contacts = everybody(session)
    used = {name for each in contacts for name in (each.channel, each.fallback) if name}
    met = {block_of(name) for name in used}
    names = {*used, *(name for name in places.names if block_of(name) not in met)}
    return [
        _shown(name, contacts, places.variables, places.blocks) for name in sorted(names, key=str.casefold)
    ]


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
