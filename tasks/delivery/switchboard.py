"""The channels during one check: keeps the pace of each, and rests one that fails until the next check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep

from models.errors import Refused
from notifications.channels.apprise_sender import Attachment, ChannelError, Outcome, pace
from notifications.channels.render import Rendered
from tasks.delivery.webhooks import send

Channels = Callable[[str], str]
"""From a channel's name to its URL, a secret. Raises `ChannelMissing`."""

_FAILURES = 2
"""After so many failures in a row a channel rests until the next check; a refusal does not count."""


class ChannelMissing(Refused):
    """A channel for which no URL is set; the message names the variable and the block that could hold it."""


@dataclass(slots=True)
class Switchboard:
    """Sends by the names of channels."""

    channels: Channels
    _failed: dict[str, int] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)

    def send(self, channel: str, rendered: Rendered, files: Sequence[Attachment]) -> Outcome:
        """Sends a message by a channel, once its pace allows it. Never raises for what a channel does."""
        if self._failed.get(channel, 0) >= _FAILURES:
            return Outcome(
                False,
                f"{channel} failed {_FAILURES} times in this check and is not tried again until the next",
            )
        try:
            url = self.channels(channel)
            self._wait(channel, pace(url))
            outcome = send(url, rendered, files)
        except (ChannelMissing, ChannelError) as error:
            outcome = Outcome(False, str(error))
        if not outcome.refused:
            self._failed[channel] = 0 if outcome.ok else self._failed.get(channel, 0) + 1
        return outcome

    def _wait(self, channel: str, seconds: float) -> None:
        """A service that is written to faster than it allows refuses the message."""
        sleep(max(0.0, self._free_at.get(channel, 0.0) - monotonic()))
        self._free_at[channel] = monotonic() + seconds
