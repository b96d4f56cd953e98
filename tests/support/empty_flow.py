"""A flow that does nothing, beside which the time of a form is measured."""

from prefect import flow


@flow
def empty() -> None:
    """Nothing."""
