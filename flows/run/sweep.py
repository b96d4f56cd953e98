"""One check of what is due, by the channels and on the stationery of this installation."""

from flows.run.context import Opened
from flows.run.events import emit_told
from models.record.database import reading
from tasks.alerts.office_context import CatchingUp, History
from tasks.calendars.files import CalendarError
from tasks.calendars.tasks import write_calendars
from tasks.delivery.channel_secrets import channel_url
from tasks.delivery.older_rest import where_away
from tasks.delivery.tasks import tell
from tasks.watch.sweep_report import Sweep
from tasks.watch.tasks import claim_due, sweep


def look(
    opened: Opened,
    *,
    lifecycle: str | None = None,
    matter_id: int | None = None,
    history: History | None = None,
    catching_up: CatchingUp | None = None,
) -> Sweep:
    """Checks a lifecycle, one matter, or all, and sends the alerts that are due."""
    swept = sweep(
        opened.engine,
        channel_url,
        opened.links,
        now=opened.now,
        lifecycle=lifecycle,
        matter_id=matter_id,
        stationery=opened.stationery,
        history=history,
        catching_up=_where_away(opened) or catching_up,
    )
    swept.time_doubts = opened.time_doubts
    emit_told(swept.claims)
    return swept


def claim_only(opened: Opened, lifecycle: str) -> Sweep:
    """Sweeps a lifecycle; what it claims is told with that of the others, so that many become one message."""
    stationery = opened.stationery
    found = claim_due(opened.engine, opened.links, now=opened.now, lifecycle=lifecycle, stationery=stationery)
    emit_told(found.claims)
    return found


def mirror(opened: Opened) -> list[str]:
    """Brings the calendars up to date; a failure is reported and stops nothing else."""
    try:
        write_calendars(opened.engine, opened.calendars, now=opened.now)
    except CalendarError as error:
        return [f"CALENDAR FILES NOT WRITTEN: {error}"]
    return []


def tell_claimed(opened: Opened) -> Sweep:
    """Tells all that is claimed."""
    told = tell(
        opened.engine,
        channel_url,
        opened.links,
        now=opened.now,
        stationery=opened.stationery,
        catching_up=_where_away(opened),
    )
    swept = Sweep("telling", time_doubts=opened.time_doubts)
    swept.hear(told)
    return swept


def _where_away(opened: Opened) -> CatchingUp | None:
    with reading(opened.engine) as session:
        return where_away(session, opened.now, opened.watch_every)
