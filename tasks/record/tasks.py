"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.record import (
    closures,
    confirmations,
    derive,
    entries,
    law_approval,
    office_settings,
    own_deadlines,
)

put_closure = task(cache_policy=NO_CACHE)(closures.put_closure)
foresee_closure = task(cache_policy=NO_CACHE)(closures.foresee_closure)
put_confirmation = task(cache_policy=NO_CACHE)(confirmations.put_confirmation)
count_provisional = task(cache_policy=NO_CACHE)(confirmations.count_provisional)
derive_what_changed = task(cache_policy=NO_CACHE)(derive.derive_what_changed)
put_matter = task(cache_policy=NO_CACHE)(entries.put_matter)
put_entry = task(cache_policy=NO_CACHE)(entries.put_entry)
approve_law = task(cache_policy=NO_CACHE)(law_approval.approve_law)
put_period = task(cache_policy=NO_CACHE)(office_settings.put_period)
put_note = task(cache_policy=NO_CACHE)(office_settings.put_note)
put_evidence = task(cache_policy=NO_CACHE)(office_settings.put_evidence)
put_own = task(cache_policy=NO_CACHE)(own_deadlines.put_own)
put_own_end = task(cache_policy=NO_CACHE)(own_deadlines.put_own_end)
