"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.calendars import files

write_calendars = task(cache_policy=NO_CACHE)(files.write_calendars)
