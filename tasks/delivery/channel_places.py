"""Where the addresses of channels can be: a variable of the environment, or a block in Prefect. Pure."""

VARIABLE = "LANDWAITER_CHANNEL_"
"""With the name of a channel, the variable of the environment that holds its address."""

BLOCK_TYPE = "channel"
"""The type of the blocks in Prefect that hold one."""


def variable_of(channel: str) -> str:
    """The variable of a channel."""
    return f"{VARIABLE}{channel.upper().replace('-', '_')}"


def named_by(variable: str) -> str:
    """The name that is offered for the channel of a variable: desk-2 for LANDWAITER_CHANNEL_DESK_2."""
    return block_of(variable.removeprefix(VARIABLE))


def block_of(channel: str) -> str:
    """The name of a channel's block."""
    return channel.lower().replace("_", "-")
