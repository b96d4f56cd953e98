"""Where channels have their addresses, by name alone: the desk never reads one."""

from deployments.desk.asked import Asked
from deployments.desk.prefect_api import PrefectAway
from tasks.delivery.channel_places import BLOCK_TYPE
from tasks.desk.channels import Places


def places_of(asked: Asked) -> Places:
    """The variables, and the blocks in Prefect as far as it says them."""
    return Places(asked.office.channel_variables, _blocks(asked))


def _blocks(asked: Asked) -> list[str] | None:
    """The names of the blocks that hold channels; None where Prefect does not say."""
    try:
        return asked.office.prefect.blocks_of(BLOCK_TYPE) if asked.office.prefect else None
    except PrefectAway:
        return None
