"""The only reader of time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC. A run reads it once, at its top, and hands it on."""
    return datetime.now(UTC)


def today_in(zone: str, at: datetime) -> date:
    """The calendar day in an IANA zone at an aware instant: the legal day of a matter of that zone."""
    return at.astimezone(ZoneInfo(zone)).date()
