"""Replies to alerts: acknowledge, snooze, reassign; and confirming an entry."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.context import Opened, record_opened
from flows.run.output import ends_in_words, finish, finished, refusal, say, told_lines
from flows.run.sweep import look
from models.forms.replies import AcknowledgementForm, ConfirmationForm, ReassignmentForm, SnoozeForm
from models.record.confirmations import Seen
from models.record.tables.dockets import Matter
from notifications.policy.pauses import HoldKind
from tasks.alerts.answers import pause_words
from tasks.alerts.defects import entry_words
from tasks.alerts.replies import Answer
from tasks.alerts.tasks import put_answer, put_reassignment
from tasks.pages.tasks import publish_board, publish_matter
from tasks.record.tasks import put_confirmation


@flow(name="confirm entry", flow_run_name="{confirmation.matter}: {confirmation.entry} confirmed")
@ends_in_words
def confirm_entry(confirmation: ConfirmationForm) -> State[str]:
    """Confirm an entry that someone else recorded, against the document itself."""
    form = confirmation
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            seen = Seen(number=form.number, by=form.name, document_sha256=form.document_sha256 or "")
            matter, entry = put_confirmation(
                opened.engine, form.matter, seen, now=opened.now, desk_url=opened.links.desk_url
            )
        page = _published(opened, matter)
        return finished(f"{form.name} confirmed {entry_words(entry)}. {page} shows the matter's deadlines.")


@flow(name="acknowledge", flow_run_name="{acknowledgement.matter}: {acknowledgement.clock} acknowledged")
@ends_in_words
def acknowledge(acknowledgement: AcknowledgementForm) -> State[str]:
    """Say who is handling a deadline, what comes next and by when. Reminders to everyone pause until then."""
    form = acknowledgement
    answer = Answer(
        docket_number=form.matter,
        clock=form.clock,
        name=form.name,
        kind=HoldKind.ACKNOWLEDGED,
        until=form.until,
        next_action=form.next_action,
    )
    return _answered(answer)


@flow(name="snooze", flow_run_name="{snooze.matter}: {snooze.clock} snoozed until {snooze.until}")
@ends_in_words
def snooze_clock(snooze: SnoozeForm) -> State[str]:
    """Pause your own reminders about a deadline until a date. Others still get theirs."""
    answer = Answer(
        docket_number=snooze.matter,
        clock=snooze.clock,
        name=snooze.name,
        kind=HoldKind.SNOOZED,
        until=snooze.until,
    )
    return _answered(answer)


@flow(name="reassign", flow_run_name="{reassignment.matter}: from {reassignment.name} to {reassignment.to}")
@ends_in_words
def reassign(reassignment: ReassignmentForm) -> State[str]:
    """Hand a deadline, or a whole matter, to another contact for the same importer."""
    form = reassignment
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            matter = put_reassignment(
                opened.engine,
                form.matter,
                form.clock or "",
                form.name,
                form.to,
                by=form.recorded_by,
                now=opened.now,
            )
        what = form.clock or "the whole matter"
        return _told(opened, matter, f"{form.matter}: reassigned {what} from {form.name} to {form.to}.")


def _answered(answer: Answer) -> State[str]:
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            held = put_answer(opened.engine, answer, now=opened.now)
        docket = held.matter.docket_number
        headline = pause_words(
            answer.name, answer.wish, held.until, deadline=held.clock, docket_number=docket
        )
        return _told(opened, held.matter, headline)


def _told(opened: Opened, matter: Matter, headline: str) -> State[str]:
    swept = look(opened, matter_id=matter.id)
    say(told_lines(swept))
    say([f"The matter's deadlines, and why: {_published(opened, matter)}"])
    return finish(headline, swept)


def _published(opened: Opened, matter: Matter) -> str:
    publish_board(opened.engine, opened.links, now=opened.now)
    return publish_matter(opened.engine, matter.id, opened.links, now=opened.now)
