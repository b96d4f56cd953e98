"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.watch import confirm_time as confirming
from tasks.watch import heartbeat, preview, receipts
from tasks.watch import recount as recounting
from tasks.watch import repair as repairing
from tasks.watch import sweep as sweeping

beat = task(cache_policy=NO_CACHE)(heartbeat.beat)
try_entry = task(cache_policy=NO_CACHE)(preview.try_entry)
leave_receipt = task(cache_policy=NO_CACHE)(receipts.leave_receipt)
repair = task(cache_policy=NO_CACHE)(repairing.repair)
recount = task(cache_policy=NO_CACHE)(recounting.recount)
confirm_time = task(cache_policy=NO_CACHE)(confirming.confirm_time)
sweep = task(cache_policy=NO_CACHE)(sweeping.sweep)
claim_due = task(cache_policy=NO_CACHE)(sweeping.claim_due)
rehearse = task(cache_policy=NO_CACHE)(sweeping.rehearse)
