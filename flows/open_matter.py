"""Open a matter."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import ends_in_words, finished, refusal, say
from models.forms.fields import YesNo
from models.forms.matter import OpeningForm
from tasks.pages.tasks import offer_dockets, publish_board, publish_matter
from tasks.record.tasks import put_matter


@flow(name="open matter", flow_run_name="open {matter.docket_number}")
@ends_in_words
def open_matter(matter: OpeningForm) -> State[str]:
    """Open a matter, so that you can record entries in it."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            ask = matter.not_on_record is not YesNo.YES
            made = put_matter(opened.engine, matter.to_input(), now=opened.now, ask=ask)
        offer_dockets(opened.engine)
        board = publish_board(opened.engine, opened.links, now=opened.now)
        page = publish_matter(opened.engine, made.id, opened.links, now=opened.now)
        form = opened.links.record(made.lifecycle, made.docket_number)
        say([f"Record what happened: {form}", f"The matter's page: {page}", f"The board: {board}"])
        return finished(f"Opened {made.docket_number}. Record what happened: {form}")
