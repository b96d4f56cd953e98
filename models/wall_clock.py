"""The only reader of time."""

import time as system_time
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from models.in_words import short_date
from models.zones import instant_of, local_time

HOUSE_ZONE = "America/New_York"
"""The zone by which the schedules run, and of what is of no matter."""

_MORNING = time(8)
"""The hour, in a matter's zone, at which a day's look falls due."""


def now() -> datetime:
    """This instant, aware, in UTC. A run reads it once, at its top, and hands it on."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Uptime:
    """Seconds since a machine started, sleep included; `boot` tells this start from every other one."""

    boot: str
    seconds: float


def uptime() -> Uptime | None:
    """The uptime of this machine, by a clock that nobody can set; None where the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return Uptime(boot, system_time.clock_gettime(system_time.CLOCK_BOOTTIME))
    except (OSError, AttributeError):
        return None


def today_in(zone: str, at: datetime) -> date:
    """The calendar day in an IANA zone at an aware instant: the legal day of a matter of that zone."""
    return local_time(at, zone).date()


def morning_of(day: date, zone: str) -> datetime:
    """08:00 of the day in an IANA zone."""
    return instant_of(day, _MORNING, zone)


def moment(at: datetime, zone: str = "UTC") -> str:
    """An aware instant in the reader's zone, in UTC where none is known: Sat, Feb 20, 2027, 15:30 UTC."""
    local = local_time(at, zone)
    return f"{short_date(local.date())}, {local:%H:%M %Z}"
