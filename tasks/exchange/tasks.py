"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.exchange import exporting, importing

export_matter = task(cache_policy=NO_CACHE)(exporting.export_matter)
export_matters = task(cache_policy=NO_CACHE)(exporting.export_matters)
import_file = task(cache_policy=NO_CACHE)(importing.import_file)
