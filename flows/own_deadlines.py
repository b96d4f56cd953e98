"""Your own deadlines: set one on a matter, and end it. No law knows them, and no recount has them."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import Opened, record_opened
from flows.run.output import ends_in_words, finish, refusal, say, told_lines
from flows.run.sweep import look, mirror
from models.forms.own_deadlines import OwnDeadlineForm, OwnEndForm
from models.in_words import long_date
from models.record.tables.dockets import Matter
from models.record.tables.office import OwnDeadline
from notifications.wording.own_deadline import NOT_LAW, name_of
from tasks.pages.tasks import publish_board, publish_matter
from tasks.record.tasks import put_own, put_own_end


@flow(name="add own deadline", flow_run_name="{deadline.matter}: {deadline.title}")
@ends_in_words
def add_own_deadline(deadline: OwnDeadlineForm) -> State[str]:
    """Set a deadline of your own on a matter: what is to be done, by which day, and by whom."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            matter, row = put_own(opened.engine, deadline.to_input(), now=opened.now)
        return _told(opened, matter, f"Set: {_words(row)}, on {long_date(row.due_on)}.")


@flow(name="end own deadline", flow_run_name="{end.matter}: {end.number} {end.how}")
@ends_in_words
def end_own_deadline(end: OwnEndForm) -> State[str]:
    """End a deadline of your own: it is done, or you take it back and say why."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            matter, row = put_own_end(opened.engine, end.to_input(), now=opened.now)
        return _told(opened, matter, f"{end.how}: {_words(row)}.")


def _words(row: OwnDeadline) -> str:
    return f"{name_of(row.id)} ({NOT_LAW}), {row.title}"


def _told(opened: Opened, matter: Matter, headline: str) -> State[str]:
    """Sends the alerts that are due, shows the matter, and says how that went."""
    swept = look(opened, matter_id=matter.id)
    say(told_lines(swept))
    page = publish_matter(opened.engine, matter.id, opened.links, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    return finish(f"{headline} {page} shows it.", swept, *mirror(opened))
