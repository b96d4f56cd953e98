"""How far long work is, as it tells whoever follows it; `tasks/progress.py` shows it in Prefect."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Takes how much is done, and of how much."""


def unseen(_done: int, _of: int) -> None:
    """Shows nothing."""
