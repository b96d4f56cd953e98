"""What was tried in vain, by where it came from: a name that nobody has costs the guesser time too."""

import ipaddress
from datetime import datetime, timedelta

from models.record.sign_ins import pause_after

_FREE = 10
"""An office may share one address: its people have more free guesses than one of them alone."""

_FORGOTTEN_AFTER = timedelta(hours=1)
"""So long after the last one, what was tried before counts no more."""

_MOST = 10_000
"""Addresses that are remembered."""

_ONE_NETWORK = 64
"""Bits of an IPv6 address that one household or machine has for itself."""


def network_of(address: str) -> str:
    """An address as it is counted: of IPv6 the network, since anybody there has all of its addresses."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if read.version == 4:
        return address
    return str(ipaddress.ip_network((read, _ONE_NETWORK), strict=False))


class Guesses:
    """Kept in memory: what a person's own wrong passwords cost is on record."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, datetime, datetime]] = {}
        """How many, until when nothing is looked at, and when the last one came."""

    def waits(self, address: str, now: datetime) -> bool:
        """Whether nothing from there is looked at yet."""
        known = self._wrong.get(address)
        return known is not None and now < known[1]

    def count(self, address: str, now: datetime) -> None:
        """Counts one more."""
        if len(self._wrong) > _MOST:
            self._wrong = {each: said for each, said in self._wrong.items() if said[1] > now}
        wrong, _, last = self._wrong.get(address, (0, now, now))
        wrong = 1 if now - last > _FORGOTTEN_AFTER else wrong + 1
        self._wrong[address] = (wrong, now + pause_after(wrong - _FREE), now)

    def forget(self, address: str) -> None:
        """Somebody signed in from there."""
        self._wrong.pop(address, None)
