"""When a contact may be reached: their working hours, on business days, in their own zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.law.engine.business_days import Calendar
from models.zones import instant_of, local_time


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when somebody works in an IANA zone; None for any hour of any day."""

    zone: str
    starts: time | None = None
    ends: time | None = None

    @classmethod
    def read(cls, zone: str, starts: str, ends: str) -> "Hours":
        """From texts such as 09:00, both empty for any hour. Raises `ValueError`."""
        if not starts and not ends:
            return cls(zone)
        read = cls(zone, time.fromisoformat(starts), time.fromisoformat(ends))
        if not (read.starts and read.ends and read.starts < read.ends):
            raise ValueError(
                f"The working hours are {starts} to {ends}. Enter the start first, such as 09:00 to 17:00."
            )
        return read


def reached_at(now: datetime, hours: Hours, calendar: Calendar, *, latest: datetime | None) -> datetime:
    """When a message goes out that comes up at `now`: at once within working hours, else when they begin.

    It never waits beyond `latest`, the last safe morning; where they begin after it, it goes out at once.
    """
    if hours.starts is None or hours.ends is None:
        return now
    local = local_time(now, hours.zone)
    works_today = not calendar.is_closed(local.date())
    if works_today and hours.starts <= local.time() < hours.ends:
        return now
    is_early = works_today and local.time() < hours.starts
    day = local.date() if is_early else calendar.roll(local.date() + timedelta(days=1))
    begins = instant_of(day, hours.starts, hours.zone)
    return now if latest is not None and begins > latest else begins


def digest_day(now: datetime, hours: Hours, calendar: Calendar) -> date | None:
    """The day whose morning digest is due at an instant: a business day whose work has begun; else None."""
    local = local_time(now, hours.zone)
    begins, ends = hours.starts or _MORNING, hours.ends or time.max
    works = begins <= local.time() < ends and not calendar.is_closed(local.date())
    return local.date() if works else None


_MORNING = time(8)
"""When the digest of somebody without working hours goes out."""
