"""The people who are notified: add, change or remove them, test a channel, resend undelivered messages."""

from collections.abc import Sequence
from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from flows.forecast import difference_lines
from flows.run.context import Opened, record_opened
from flows.run.output import (
    ends_in_words,
    failed,
    finish,
    finished,
    refusal,
    say,
    told_lines,
)
from flows.run.sweep import look, mirror
from models.forms.contacts import (
    ContactForm,
    LeavingForm,
    OlderAnswer,
    OlderForm,
    ResendForm,
    TrialForm,
)
from models.in_words import counted
from models.wall_clock import moment
from tasks.alerts.tasks import foresee_contact
from tasks.delivery.channel_secrets import channel_url
from tasks.delivery.send import Sent
from tasks.delivery.tasks import (
    answer_for_older,
    put_contact,
    put_contact_otherwise,
    put_contact_out,
    send_trial,
)
from tasks.delivery.tasks import resend as resend_to
from tasks.delivery.tell import unsent
from tasks.pages.tasks import publish_board, publish_matters


@flow(name="add contact", flow_run_name="add {contact.name}")
@ends_in_words
def add_contact(contact: ContactForm) -> State[str]:
    """Add a person to notify. Landwaiter first sends a test message by each of their channels."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            draft = contact.to_input()
            put_contact(opened.engine, draft, channel_url, opened.links, now=opened.now)
        return _told(opened, f"Added {draft.name}, {_scope(contact)}. The test message was sent.")


@flow(name="change contact", flow_run_name="change {contact.name}")
@ends_in_words
def change_contact(contact: ContactForm) -> State[str]:
    """Replace everything on record for a contact. Landwaiter first tests the channels."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            draft = contact.to_input()
            gone, come = foresee_contact(opened.engine, draft, now=opened.now)
            put_contact_otherwise(opened.engine, draft, channel_url, opened.links, now=opened.now)
        say(difference_lines(gone, come))
        return _told(opened, f"Changed {draft.name}, {_scope(contact)}.")


@flow(name="remove contact", flow_run_name="remove {contact.name}")
@ends_in_words
def remove_contact(contact: LeavingForm) -> State[str]:
    """Stop notifying a person of anything new. Refused if a role would have nobody left in it."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            put_contact_out(opened.engine, contact.name, now=opened.now)
        return _told(opened, f"Removed {contact.name}, who gets no new alerts.")


@flow(name="send test alert", flow_run_name="test alert to {contact.name}")
@ends_in_words
def send_test_alert(contact: TrialForm) -> State[str]:
    """Send a contact a test alert by each of their channels, in the same way as every other alert."""
    with record_opened() as opened:
        with refusal("The test alert was not sent."):
            tried = send_trial(opened.engine, contact.name, channel_url, opened.links, now=opened.now)
        return finished(f"The test alert to {contact.name} was sent by {' and '.join(tried)}.")


@flow(name="resend", flow_run_name="resend to {contact.name}")
@ends_in_words
def resend(contact: ResendForm) -> State[str]:
    """Retry every message to a contact that Landwaiter stopped retrying."""
    with record_opened() as opened:
        with refusal():
            tried = resend_to(
                opened.engine,
                channel_url,
                opened.links,
                contact.name,
                now=opened.now,
                stationery=opened.stationery,
            )
        publish_board(opened.engine, opened.links, now=opened.now)
        return _resent(contact.name, tried, unsent(opened.engine, contact.name))


@flow(name="answer older alerts", flow_run_name="older alerts: {older.answer}")
@ends_in_words
def answer_older_alerts(older: OlderForm) -> State[str]:
    """Choose whether to send the older alerts: of an import, or of a time when Landwaiter was not running."""
    with record_opened() as opened:
        is_sent = older.answer is OlderAnswer.SEND
        found = answer_for_older(
            opened.engine, is_sent=is_sent, by=older.recorded_by, now=opened.now, newest=older.newest
        )
        if not found:
            return finished("No older alert waits for an answer. Nothing was sent.")
        if is_sent:
            return _told(opened, f"Released {counted(found, 'older alert')}.")
        publish_board(opened.engine, opened.links, now=opened.now)
        return finished(f"Left out {counted(found, 'older alert')}. They stay on record; nobody was alerted.")


def _resent(name: str, tried: Sequence[Sent], waits: Sequence[datetime]) -> State[str]:
    """How many of the messages went out, what kept the others back, and when they are tried next."""
    sent = [each for each in tried if each.outcome.ok]
    kept = [f"{each.subject}: {each.outcome.detail}" for each in tried if not each.outcome.ok]
    if kept:
        out = f"Sent {len(sent)} of {counted(len(tried), 'message')} to {name}."
        return failed(f"{out} NOT DELIVERED: {'; '.join(kept)}.{_next(waits)}")
    if waits:
        says = f"Sent {counted(len(sent), 'message')} to {name}." if sent else "Nothing was sent now."
        return failed(f"{says} NOT DELIVERED: {counted(len(waits), 'message')} to {name}.{_next(waits)}")
    if not sent:
        return finished(f"No message waits for {name}. Nothing was sent.")
    return finished(f"Sent {counted(len(sent), 'message')} to {name}.")


def _next(waits: Sequence[datetime]) -> str:
    return f" Landwaiter tries again after {moment(waits[0])}." if waits else ""


def _scope(contact: ContactForm) -> str:
    return f"{contact.role}, who is notified about {contact.importers} by {contact.channel}"


def _told(opened: Opened, headline: str) -> State[str]:
    """Sends the alerts that are due, and says how that went."""
    swept = look(opened)
    say(told_lines(swept))
    publish_matters(opened.engine, swept.looked, opened.links, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    return finish(headline, swept, *mirror(opened))
