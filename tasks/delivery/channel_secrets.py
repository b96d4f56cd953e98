"""Where channels' URLs are kept: in the environment, else in a Prefect block. They are secrets."""

import os

from prefect.blocks.core import Block
from pydantic import ConfigDict, Field, SecretStr

from tasks.delivery.channel_places import BLOCK_TYPE, block_of, variable_of
from tasks.delivery.switchboard import ChannelMissing


class Channel(Block):
    """The address by which a contact is notified: an Apprise URL."""

    _block_type_name = "Channel"
    _block_type_slug = BLOCK_TYPE
    _description = "The address by which Landwaiter notifies a contact, such as mailtos://… or slack://…"

    # No validators: one that refuses a URL would print it.
    model_config = ConfigDict(hide_input_in_errors=True)

    url: SecretStr = Field(title="URL", description="An Apprise URL. It is stored encrypted and never shown.")


def register_channel_type() -> None:
    """Makes the block type known to the server; a second call changes nothing."""
    Channel.register_type_and_schema()


def channel_url(name: str) -> str:
    """The URL of a channel. Raises `ChannelMissing`, whose text names the two places where it could be."""
    variable = variable_of(name)
    found = os.environ.get(variable)
    if found:
        return found
    block = block_of(name)
    try:
        kept = Channel.load(block)
        assert isinstance(kept, Channel)
        return kept.url.get_secret_value()
    except Exception as error:
        # Whatever the server answers, the message is logged as not sent; the error's text may hold the URL.
        seen = "" if isinstance(error, ValueError) else f" ({type(error).__name__})"
        raise ChannelMissing(
            f"The channel {name} has no address. Set {variable}, or add a block of the type Channel "
            f"named {block}{seen}."
        ) from None
