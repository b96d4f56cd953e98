"""The flow of the runs that are scheduled one by one."""

from prefect import flow


@flow(name="deadline")
def deadline() -> None:
    """Does nothing."""
