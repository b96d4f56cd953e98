"""The system time was wrong and is right again: what happened under the wrong one is undone."""

from dataclasses import replace

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import ends_in_words, finish, refusal, say, told_lines
from flows.run.sweep import look, mirror
from models.forms.office import TimeForm
from models.in_words import counted
from models.record.database import reading
from models.record.time_doubts import time_doubts
from tasks.pages.tasks import publish_board, publish_matters
from tasks.watch.tasks import confirm_time


@flow(name="confirm system time", flow_run_name="system time confirmed by {time.recorded_by}")
@ends_in_words
def confirm_system_time(time: TimeForm) -> State[str]:
    """Say that the system time is right again. Alerts that were sent too early are retracted."""
    with record_opened() as opened:
        with refusal("Nothing was changed."):
            done = confirm_time(
                opened.engine,
                opened.links,
                today=time.today,
                by=time.recorded_by,
                uptime=opened.uptime,
                now=opened.now,
            )
        with reading(opened.engine) as session:
            doubts = time_doubts(session, opened.now, opened.uptime)
        swept = look(replace(opened, time_doubts=doubts))
        say(told_lines(swept))
        publish_matters(opened.engine, swept.looked, opened.links, now=opened.now)
        publish_board(opened.engine, opened.links, now=opened.now)
        undone = f"Alerts retracted: {done.retracted}. Unsent alerts dropped: {done.dropped}."
        checked = f"{counted(swept.clocks, 'deadline')} checked again."
        return finish(f"The system time is confirmed. {undone} {checked}", swept, *mirror(opened))
