"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.alerts import forecast as forecasts
from tasks.alerts import ladders, mending_preview, mendings, recount_differed, replies, time_doubted
from tasks.alerts import law_change as law_changes

forecast = task(cache_policy=NO_CACHE)(forecasts.forecast)
foresee_ladder = task(cache_policy=NO_CACHE)(forecasts.foresee_ladder)
foresee_contact = task(cache_policy=NO_CACHE)(forecasts.foresee_contact)
foresee_mending = task(cache_policy=NO_CACHE)(mending_preview.foresee_mending)
put_mending = task(cache_policy=NO_CACHE)(mendings.put_mending)
put_ladder = task(cache_policy=NO_CACHE)(ladders.put_ladder)
law_change = task(cache_policy=NO_CACHE)(law_changes.law_change)
tell_time_doubts = task(cache_policy=NO_CACHE)(time_doubted.tell_time_doubts)
tell_recount = task(cache_policy=NO_CACHE)(recount_differed.tell_recount)
tell_law_change = task(cache_policy=NO_CACHE)(law_changes.tell_law_change)
put_answer = task(cache_policy=NO_CACHE)(replies.put_answer)
put_reassignment = task(cache_policy=NO_CACHE)(replies.put_reassignment)
