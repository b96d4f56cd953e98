"""What follows when every matter was recalculated: alerts, pages, and how it went."""

from collections.abc import Collection

from prefect.client.schemas.objects import State

from flows.run.context import Opened
from flows.run.output import finish, say, told_lines
from flows.run.sweep import look
from models.in_words import counted
from tasks.pages.tasks import publish_board, publish_law, publish_matters


def announced(
    opened: Opened, headline: str, derived: int, marked: Collection[int] = (), *, more: str = ""
) -> State[str]:
    """Sends the alerts that are due, publishes the pages, and ends the run.

    `derived` counts the matters that were recalculated. `marked` are the ids of matters whose pages change
    even where nothing moved. `more` is said last.
    """
    swept = look(opened)
    say(told_lines(swept))
    publish_law(opened.engine, opened.links)
    publish_board(opened.engine, opened.links, now=opened.now)
    publish_matters(opened.engine, sorted({*swept.looked, *marked}), opened.links, now=opened.now)
    done = f"{counted(derived, 'matter')} recalculated, {counted(len(swept.claims), 'new alert')}."
    return finish(" ".join(each for each in (headline, done, more) if each), swept)
