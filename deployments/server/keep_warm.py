"""Starts the process that keeps everything loaded (`warm.py`), and says when it has ended.

Nothing depends on it: without it, each run loads everything itself.
"""

import sys
from collections.abc import Callable

from deployments.server.processes import Child, Household

_COMMAND = [sys.executable, "-m", "deployments.server.warm"]


def keep_warm(household: Household) -> Child | None:
    """The process; None on macOS, where a forked process cannot use the network."""
    return household.send_out("warm", _COMMAND) if sys.platform == "linux" else None


def still_warm(warm: Child | None, say: Callable[[str], None]) -> Child | None:
    """The process; None, which is said once, where it has ended."""
    if warm is None or warm.process.poll() is None:
        return warm
    say(f"Until the next start of Landwaiter each run takes some seconds longer. {warm.post_mortem()}")
    return None
