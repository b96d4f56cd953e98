"""Keeps the desk running. One that dies is started again alone: it never stops the watch."""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from deployments.server.address import Address
from deployments.server.processes import POLL, Child, Household, end

_COMMAND = [sys.executable, "-m", "deployments.desk"]
_FIRST_START = 60.0
"""Seconds that the desk may take to answer."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a desk that died is started again; each further death doubles them."""

_WELL = 300.0
"""So many seconds a desk has run well, and what went before is forgotten."""


class DeskKeeper:
    """The desk's process, and when to start the next one."""

    def __init__(self, household: Household, address: Address, say: Callable[[str], None]) -> None:
        self._household, self._address, self._say = household, address, say
        self._desk: Child | None = None
        self._began, self._pause, self._next = time.monotonic(), _FIRST_PAUSE, 0.0
        self._begin()

    def wait_until_ready(self) -> bool:
        """Waits for the desk to answer. False where it does not, which is no reason to stop anything."""
        latest = time.monotonic() + _FIRST_START
        while time.monotonic() < latest and self._runs():
            self._household.check()
            if answers(f"{self._address.url}/health"):
                return True
            time.sleep(POLL)
        self._say("The desk does not answer yet. The watch runs all the same; logs/desk.log says why.")
        return False

    def glance(self) -> None:
        """Starts the desk again where it has ended, after its pause; says so, and never raises."""
        if self._runs():
            return
        if not self._next:
            if time.monotonic() - self._began > _WELL:
                self._pause = _FIRST_PAUSE
            self._say(f"THE DESK ENDED and starts again. The watch goes on. {self._last_words()}")
            self._next = time.monotonic() + self._pause
        elif time.monotonic() >= self._next:
            self._pause, self._next = min(2 * self._pause, _LONGEST_PAUSE), 0.0
            self._begin()

    def _runs(self) -> bool:
        return self._desk is not None and self._desk.process.poll() is None

    def _last_words(self) -> str:
        try:
            return self._desk.post_mortem() if self._desk else ""
        except OSError:
            return ""

    def _begin(self) -> None:
        self._began = time.monotonic()
        try:
            if self._desk is not None:
                # A run that its child does still would be done twice.
                end(self._desk.process)
            self._desk = self._household.send_out("desk", _COMMAND)
        except OSError as error:
            self._say(f"The desk cannot be started: {error.strerror}. Landwaiter tries again.")
            self._next = time.monotonic() + self._pause


def answers(url: str) -> bool:
    """Whether something answers there as it should, without a proxy in between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
