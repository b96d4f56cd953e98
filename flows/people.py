"""Invite a person to the desk."""

import os

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import record_opened
from flows.run.output import ends_in_words, finished, refusal
from models.forms.people import InvitationForm
from models.settings import Settings
from tasks.delivery.channel_secrets import channel_url
from tasks.delivery.tasks import send_invitation


@flow(name="invite person", flow_run_name="invite {invitation.name}")
@ends_in_words
def invite_person(invitation: InvitationForm) -> State[str]:
    """Send a person a link by which they set up their sign-in. It works once, for 72 hours."""
    with record_opened() as opened:
        with refusal("No invitation was sent."):
            channel = send_invitation(
                opened.engine,
                channel_url,
                invitation.name,
                desk_url=Settings.from_environment(os.environ).desk_url,
                by=invitation.recorded_by,
                now=opened.now,
            )
        return finished(f"An invitation was sent to {invitation.name} by {channel}.")
