"""Adds contacts, each only once a test message has gone out by its channel."""

from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine

from models.chain import digest
from models.db import transaction
from models.drafts import ContactDraft
from models.store import add_contact, check_contact
from models.tables import Contact
from notifications.channels import ChannelError, check, send
from notifications.links import Links
from notifications.notices import trial_message
from notifications.render import render
from tasks.deliver import Channels


@task(cache_policy=NO_CACHE)
def put_contact(
    engine: Engine, draft: ContactDraft, channels: Channels, links: Links, *, now: datetime
) -> Contact:
    """Adds the contact. Raises `RecordError`, `ChannelMissing` or `ChannelError`; then nothing is written."""
    with transaction(engine) as session:
        check_contact(session, draft)
    try_channel(draft.name, draft.channel, channels, links, now=now)
    with transaction(engine) as session:
        return add_contact(session, draft, at=now)


@task(cache_policy=NO_CACHE)
def send_trial(name: str, channel: str, channels: Channels, links: Links, *, now: datetime) -> None:
    """Sends a test message. Raises `ChannelMissing` or `ChannelError`."""
    try_channel(name, channel, channels, links, now=now)


def try_channel(name: str, channel: str, channels: Channels, links: Links, *, now: datetime) -> None:
    """Sends a test message by the channel. Raises `ChannelMissing` or `ChannelError`."""
    url = channels(channel)
    check(url)
    message = trial_message(digest(["trial", name, channel, now])[:32], name, links=links)
    outcome = send(url, render(message))
    if not outcome.ok:
        raise ChannelError(f"The test message by the channel {channel} did not go out: {outcome.detail}.")
