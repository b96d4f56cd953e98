"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.timeliness import ledger

read_ledger = task(cache_policy=NO_CACHE)(ledger.read_ledger)
