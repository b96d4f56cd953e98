"""The desk: open a matter."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import failed, finished, say
from models.errors import RecordError
from models.forms.matter import MatterForm
from tasks.pages.form_choices import offer_dockets
from tasks.pages.publish import publish_board, publish_matter
from tasks.record.entries import put_matter


@flow(name="open matter", flow_run_name="open {matter.docket_number}")
def open_matter(matter: MatterForm) -> State[str]:
    """Open a matter, whose entries can then be recorded."""
    with record_opened() as opened:
        try:
            made = put_matter(opened.engine, matter.to_input(), now=opened.now)
        except RecordError as error:
            return failed(f"Nothing was recorded. {error}")
        offer_dockets(opened.engine)
        board = publish_board(opened.engine, opened.links, now=opened.now)
        page = publish_matter(opened.engine, made.id, opened.links, now=opened.now)
        form = opened.links.record(made.lifecycle, made.docket_number)
        say([f"Record what happened: {form} is the form.", f"{page} is its page.", f"{board} is the board."])
        return finished(f"Opened {made.docket_number}. {form} is the form to record what happened.")
