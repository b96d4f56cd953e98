"""Forecasts: every upcoming alert, and what other ladders would change."""

from collections.abc import Sequence

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import after_preview, ends_in_words, finished, refusal, say
from models.forms.replies import Effect, ForecastForm, LadderForm
from models.in_words import counted
from notifications.policy.forecast import Foreseen
from tasks.alerts.forecast import DAYS
from tasks.alerts.tasks import forecast as foresee_alerts
from tasks.alerts.tasks import foresee_ladder, put_ladder
from tasks.pages.forecast_page import forecast_page
from tasks.pages.tasks import publish_forecast
from tasks.progress import Seen

_SHOWN = 200
"""Alerts that a run's log lists."""


@flow(name="forecast", flow_run_name="forecast")
@ends_in_words
def forecast(asked: ForecastForm) -> State[str]:
    """List each alert of the next 400 days: its date, contact, channel and step."""
    with record_opened() as opened:
        with refusal():
            found = foresee_alerts(
                opened.engine,
                now=opened.now,
                until=asked.until,
                docket_number=asked.matter or "",
                importer=asked.importer or "",
                progress=Seen("Matters forecast"),
            )
        say([each.words for each in found[:_SHOWN]])
        of_what = asked.matter or asked.importer or "all matters"
        page = publish_forecast(forecast_page(found, of_what), opened.links)
        return finished(
            f"{counted(len(found), 'upcoming alert')} for {of_what} within {DAYS} days. {page} lists them."
        )


@flow(name="set ladder", flow_run_name="{ladder.ladder}: {ladder.effect}")
@ends_in_words
def set_ladder(ladder: LadderForm) -> State[str]:
    """Set when alerts about a deadline go out, and to whom. You see the changes before they take effect."""
    with record_opened() as opened:
        steps = [line for line in ladder.steps if line.strip()]
        with refusal("Nothing was set."):
            gone, come = foresee_ladder(opened.engine, ladder.ladder, steps, ladder.set_to, now=opened.now)
            if ladder.effect is Effect.APPLY:
                put_ladder(
                    opened.engine, ladder.ladder, steps, ladder.set_to, by=ladder.recorded_by, now=opened.now
                )
        say(difference_lines(gone, come))
        name, gone_words, come_words = ladder.ladder, counted(len(gone), "alert"), counted(len(come), "alert")
        if ladder.effect is Effect.APPLY:
            return finished(f"The ladder {name} is in force: {gone_words} removed, {come_words} added.")
        changes = f"{gone_words} would be removed, {come_words} added"
        go_on = after_preview("put it in force", effect=Effect.APPLY)
        return finished(f"Nothing was set. With this ladder {name}, {changes}. {go_on}")


def difference_lines(gone: Sequence[Foreseen], come: Sequence[Foreseen]) -> list[str]:
    """The alerts that are removed, and those that are added, a line each."""
    lines = [f"removed: {each.words}" for each in gone] + [f"added: {each.words}" for each in come]
    if not lines:
        return ["No upcoming alert changes."]
    more = [f"and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]
