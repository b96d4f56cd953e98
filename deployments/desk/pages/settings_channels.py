"""Channels: which there are, whether each has an address, and a test alert. Secrets are typed elsewhere."""

from starlette.responses import Response

from deployments.desk.addresses import places_of
from deployments.desk.asked import Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.once import new_key, start
from models.forms.contacts import TrialForm
from models.record.contacts import everybody
from models.record.database import reading
from models.rights import Right
from tasks.delivery.channel_places import BLOCK_TYPE
from tasks.desk.channels import known_channels


def show(asked: Asked) -> Response:
    """The channels, and the people to whom a test alert can be sent."""
    places = places_of(asked)
    with reading(asked.office.engine) as session:
        channels = known_channels(session, places)
        contacts = everybody(session)
    return asked.page(
        "settings_channels.html",
        channels=channels,
        contacts=contacts,
        new_block=f"{asked.office.settings.url}/blocks/catalog/{BLOCK_TYPE}/create",
        once=new_key(),
    )


def send_test(asked: Asked) -> Response:
    """Has a test alert sent to a contact by each of their channels."""
    with reading(asked.office.engine) as session:
        names = {str(each.id): each.name for each in everybody(session)}
    name = names.get(asked.typed("contact"))
    if name is None:
        raise NotThere
    parameters = {"contact": TrialForm(name=name).model_dump(mode="json")}
    return start(asked, "send-test-alert", parameters, f"test alert to {name}")


PAGES = [
    Page(path="/settings/channels", show=show, right=Right.MANAGE_CHANNELS),
    Page(path="/settings/channels/test", do=send_test, right=Right.MANAGE_CHANNELS),
]
"""The addresses of these pages."""
