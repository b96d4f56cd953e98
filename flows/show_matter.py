"""Show a matter as it is now: after an act at the desk that no form of its own records again."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import Opened, record_opened
from flows.run.output import ends_in_words, finish, refusal, say, told_lines
from flows.run.sweep import look, mirror
from models.forms.shown import ShownForm
from models.record.database import reading
from models.record.matters import matter_named
from models.record.tables.dockets import Matter
from tasks.pages.tasks import offer_dockets, publish_board, publish_matter


@flow(name="show matter", flow_run_name="show {shown.matter}")
@ends_in_words
def show_matter(shown: ShownForm) -> State[str]:
    """Check a matter, alert the right people, and bring its pages up to date. It records nothing."""
    with record_opened() as opened:
        with refusal():
            matter = _named(opened, shown.matter)
        swept = look(opened, matter_id=matter.id)
        say(told_lines(swept))
        offer_dockets(opened.engine)
        page = publish_matter(opened.engine, matter.id, opened.links, now=opened.now)
        board = publish_board(opened.engine, opened.links, now=opened.now)
        say([f"The matter's page: {page}", f"The board: {board}"])
        return finish(f"{matter.docket_number} is up to date: {page}", swept, *mirror(opened))


def _named(opened: Opened, docket_number: str) -> Matter:
    with reading(opened.engine) as session:
        return matter_named(session, docket_number)
