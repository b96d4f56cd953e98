"""Instants and the local times of IANA zones, summer time included. Pure: the instant is given."""

from datetime import date, datetime, time
from functools import cache

import pendulum


def local_time(at: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at an aware instant."""
    return _plain(pendulum.instance(at).in_timezone(_zone(zone)))


def instant_of(day: date, hour: time, zone: str) -> datetime:
    """The instant at which the clocks of a zone show an hour of a day.

    An hour that they show twice is the first; for one that they skip, it is as long after midnight as usual.
    """
    shown = _at(day, hour, zone, fold=0)
    return _plain(shown if shown.time() == hour else _at(day, hour, zone, fold=1))


def _at(day: date, hour: time, zone: str, *, fold: int) -> pendulum.DateTime:
    clock = (hour.hour, hour.minute, hour.second)
    return pendulum.datetime(day.year, day.month, day.day, *clock, tz=_zone(zone), fold=fold)


@cache
def _zone(name: str) -> pendulum.Timezone:
    """A zone, read from its file once."""
    return pendulum.timezone(name)


def _plain(moment: pendulum.DateTime) -> datetime:
    """A datetime of the standard library: what is stored, hashed and compared elsewhere is no other kind."""
    return datetime.combine(moment.date(), moment.time(), moment.tzinfo).replace(fold=moment.fold)
