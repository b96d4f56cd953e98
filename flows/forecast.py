"""Foreseeing: every alert of the days to come, and what other ladders would change of them."""

from collections.abc import Sequence

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import counted, ends_in_words, finished, refusal, say
from models.forms.replies import Effect, ForecastForm, LadderForm
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
    """Foresee each alert of the next 400 days: its day, its person, its channel, its step."""
    with record_opened() as opened:
        with refusal():
            found = foresee_alerts(
                opened.engine,
                now=opened.now,
                until=asked.until,
                docket_number=asked.matter or "",
                importer=asked.importer or "",
                progress=Seen("Matters foreseen"),
            )
        say([each.words for each in found[:_SHOWN]])
        of_what = asked.matter or asked.importer or "everything"
        page = publish_forecast(forecast_page(found, of_what), opened.links)
        return finished(
            f"{counted(len(found), 'alert')} foreseen of {of_what} within {DAYS} days; {page} lists them."
        )


@flow(name="set ladder", flow_run_name="{ladder.ladder}: {ladder.effect}")
@ends_in_words
def set_ladder(ladder: LadderForm) -> State[str]:
    """Set when a clock is spoken of and to whom. What changes is shown before it takes effect."""
    with record_opened() as opened:
        steps = [line for line in ladder.steps if line.strip()]
        with refusal("Nothing was set."):
            gone, come = foresee_ladder(opened.engine, ladder.ladder, steps, ladder.set_to, now=opened.now)
            if ladder.effect is Effect.APPLY:
                put_ladder(
                    opened.engine, ladder.ladder, steps, ladder.set_to, by=ladder.recorded_by, now=opened.now
                )
        say(difference_lines(gone, come))
        done = "is in force" if ladder.effect is Effect.APPLY else "would change, and nothing is set yet"
        moved = f"{counted(len(gone), 'alert')} would no longer come, {len(come)} come instead"
        return finished(f"The ladder {ladder.ladder} {done}: {moved}.")


def difference_lines(gone: Sequence[Foreseen], come: Sequence[Foreseen]) -> list[str]:
    """The alerts that no longer come, and those that come instead, a line each."""
    lines = [f"no longer: {each.words}" for each in gone] + [f"instead: {each.words}" for each in come]
    if not lines:
        return ["No alert to come changes."]
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return [*lines[:_SHOWN], *more]
