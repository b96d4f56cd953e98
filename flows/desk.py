"""The desk: open a matter, add a contact, try a channel."""

from prefect import flow
from prefect.client.schemas.objects import State
from sqlmodel import Session

from flows.answers import failed, finished, say, told_lines, trouble_lines
from flows.opening import record_opened
from models.db import transaction
from models.forms import ContactForm, MatterForm, TrialForm
from models.store import RecordError, contact_named
from notifications.channels import ChannelError
from tasks.contact import put_contact, send_trial
from tasks.deliver import ChannelMissing
from tasks.publish import publish_board, publish_matter, publish_matters
from tasks.record import put_matter
from tasks.secrets import channel_url
from tasks.watch import sweep


@flow(name="open matter", flow_run_name="open {matter.docket_number}")
def open_matter(matter: MatterForm) -> State[str]:
    """Open a matter, whose entries can then be recorded."""
    with record_opened() as opened:
        try:
            made = put_matter(opened.engine, matter.to_draft(), now=opened.now)
        except RecordError as error:
            return failed(f"Nothing was recorded. {error}")
        page = publish_matter(opened.engine, made.id, opened.links, now=opened.now)
        publish_board(opened.engine, opened.links)
        form = opened.links.record(made.lifecycle, made.docket_number)
        say([f"Record what happened: {form}", f"Its page: {page}"])
        return finished(f"Opened {made.docket_number}. Record what happened: {form}")


@flow(name="add contact", flow_run_name="add {contact.name}")
def add_contact(contact: ContactForm) -> State[str]:
    """Add a person to be told, once a test message has reached their channel."""
    with record_opened() as opened:
        draft = contact.to_draft()
        try:
            put_contact(opened.engine, draft, channel_url, opened.links, now=opened.now)
        except (RecordError, ChannelError, ChannelMissing) as error:
            return failed(f"Nothing was recorded. {error}")
        swept = sweep(opened.engine, channel_url, opened.links, now=opened.now)
        say(told_lines(swept))
        publish_matters(opened.engine, swept.looked, opened.links, now=opened.now)
        trouble = trouble_lines(swept)
        added = f"Added {draft.name}, who is told of {'; '.join(draft.importers)} by {draft.channel}."
        return failed(" ".join([added, *trouble])) if trouble else finished(added)


@flow(name="send test alert", flow_run_name="test alert to {contact.name}")
def send_test_alert(contact: TrialForm) -> State[str]:
    """Send a contact a test alert by the way that every alert takes."""
    with record_opened() as opened:
        try:
            with transaction(opened.engine) as session:
                channel = _channel(session, contact.name)
            send_trial(contact.name, channel, channel_url, opened.links, now=opened.now)
        except (RecordError, ChannelError, ChannelMissing) as error:
            return failed(f"The test alert did not go out. {error}")
        return finished(f"The test alert to {contact.name} went out by {channel}.")


def _channel(session: Session, name: str) -> str:
    return contact_named(session, name).channel
