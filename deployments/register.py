"""Makes what the deployments need in the server: the work pool and the block type for channels."""

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound

from deployments.surroundings import POOL
from tasks.secrets import register_channel_type


def register() -> None:
    """Makes them where they are missing; a second call changes nothing."""
    with get_client(sync_client=True) as client:
        ensure_pool(client)
    register_channel_type()


def ensure_pool(client: SyncPrefectClient) -> None:
    """Makes the pool of processes on this machine; one that is there already stays as it is."""
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))


if __name__ == "__main__":
    register()
