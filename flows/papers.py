"""Papers that Landwaiter drafted."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import ends_in_words, finished, refusal
from models.forms.contacts import PaperForm
from tasks.delivery.channel_secrets import channel_url
from tasks.delivery.tasks import send_paper as post_paper


@flow(name="send paper", flow_run_name="paper {paper.number} to {paper.name}")
@ends_in_words
def send_paper(paper: PaperForm) -> State[str]:
    """Send a contact a paper that Landwaiter drafted, by their channel."""
    with record_opened() as opened:
        with refusal():
            said = post_paper(
                opened.engine,
                channel_url,
                opened.links,
                paper.paper_id,
                paper.name,
                now=opened.now,
                stationery=opened.stationery,
            )
        return finished(said)
