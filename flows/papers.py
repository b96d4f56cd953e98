"""The papers that were drafted."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import failed, finished
from models.errors import RecordError
from models.forms.contacts import PaperForm
from notifications.channels.apprise_sender import ChannelError
from tasks.delivery.channel_secrets import channel_url
from tasks.delivery.send_paper import send_paper as post_paper


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
