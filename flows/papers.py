"""The papers that were drafted."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.answers import failed, finished
from flows.opening import record_opened
from models.contact_forms import PaperForm
from models.store import RecordError
from notifications.channels import ChannelError
from tasks.paper_post import send_paper as post_paper
from tasks.secrets import channel_url


@flow(name="send paper", flow_run_name="paper {paper.number} to {paper.name}")
def send_paper(paper: PaperForm) -> State[str]:
    """Send a contact a paper that was drafted, by their channel."""
    with record_opened() as opened:
        try:
            said = post_paper(
                opened.engine,
                channel_url,
                opened.links,
                int(paper.number),
                paper.name,
                now=opened.now,
                stationery=opened.stationery,
            )
        except (RecordError, ChannelError) as error:
            return failed(str(error))
        return finished(said)
