"""The Prefect tasks of this room, as they appear in the graph of a run; all else is plain functions."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.pages import form_choices, publish

_AGAIN, _PAUSE = 2, 5
"""Prefect's own database may be busy. A page that is put in place twice is the same page."""

offer_dockets = task(cache_policy=NO_CACHE)(form_choices.offer_dockets)
links_of = task(cache_policy=NO_CACHE)(publish.links_of)
publish_matter = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(
    publish.publish_matter
)
publish_matters = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(
    publish.publish_matters
)
publish_board = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(publish.publish_board)
publish_law = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(publish.publish_law)
publish_law_change = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(
    publish.publish_law_change
)
publish_punctuality = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(
    publish.publish_punctuality
)
publish_forecast = task(cache_policy=NO_CACHE, retries=_AGAIN, retry_delay_seconds=_PAUSE)(
    publish.publish_forecast
)
