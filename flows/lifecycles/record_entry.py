"""Recording an entry, the same for every kind of matter: docket it, send alerts, show the next steps."""

from dataclasses import replace

from prefect.client.schemas.objects import State

from flows.run.context import Opened, follows_the_desk, record_opened
from flows.run.output import (
    after_preview,
    deadline_line,
    finish,
    finished,
    recorded_lines,
    refusal,
    say,
    told_in_short,
    told_lines,
    trouble_lines,
)
from flows.run.sweep import look
from models.forms.entry import EntryForm
from models.forms.fields import YesNo
from models.law.text.vocabulary import MATTER_CLOSED
from models.record.database import reading
from models.record.dockets import entries_of
from models.record.tables.dockets import Defect, Matter
from tasks.alerts.defects import entry_words, mending_links
from tasks.alerts.matter_context import matter_context
from tasks.alerts.next_steps import next_steps_of
from tasks.alerts.office_context import SUMMARY_AFTER, History, office_context
from tasks.alerts.still_owed import time_left
from tasks.pages.tasks import publish_board, publish_matter
from tasks.record.entries import Recorded
from tasks.record.tasks import put_entry
from tasks.watch.sweep_report import Sweep
from tasks.watch.tasks import try_entry


def record_entry(form: EntryForm) -> State[str]:
    """Records one dated fact. An error in it ends the run in one sentence; nothing is written."""
    if form.try_only is YesNo.YES:
        return _tried(form)
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            recorded = put_entry(
                opened.engine,
                form.matter,
                form.to_input(),
                form.lifecycle,
                now=opened.now,
                follows=follows_the_desk(),
            )
        swept = look(opened, matter_id=recorded.matter.id, history=_history(form, recorded.matter))
        return _answer(opened, recorded, swept)


def _history(form: EntryForm, matter: Matter) -> History | None:
    """That the entry is history, where the form says so."""
    if form.history is not YesNo.YES:
        return None
    return History(matters=frozenset({matter.id}), wait=SUMMARY_AFTER)


def _tried(form: EntryForm) -> State[str]:
    """What would follow; nothing is recorded and nobody is notified."""
    with record_opened() as opened:
        with refusal("This could not be recorded."):
            tried = try_entry(
                opened.engine,
                form.matter,
                form.to_input(),
                form.lifecycle,
                opened.links,
                now=opened.now,
            )
        entry = tried.recorded.put.entry
        say([f"PREVIEW ONLY, nothing is recorded: {entry_words(entry)}.", *recorded_lines(tried.recorded)])
        say([f"Would notify {claim.contact}: {claim.content.subject}" for _, claim in tried.swept.claims])
        runs = _runs(tried.recorded) or ["No deadline would start, move or end."]
        asked = [tried.recorded.question] if tried.recorded.question else []
        told = f"Alerts that would be sent: {len(tried.swept.claims)}."
        go_on = after_preview("record it", try_only=None)
        again = ["Enter the privileged note again: no link carries it."] if form.privileged_note else []
        return finished(" ".join(["Preview only: nothing is recorded.", *asked, *runs, told, go_on, *again]))


def _answer(opened: Opened, recorded: Recorded, swept: Sweep) -> State[str]:
    entry, matter = recorded.put.entry, recorded.matter
    done = _done(recorded)
    place = f", replacing E{entry.replaces}" if entry.replaces else ""
    headline = f"{done} on {matter.docket_number}: {entry_words(entry)}{place}."
    say([headline, *recorded_lines(recorded), *told_lines(swept)])
    say(_next_steps(opened, recorded))
    for defect in recorded.changes.raised:
        say(_mends(opened, matter, defect))
    page = publish_matter(opened.engine, matter.id, opened.links, now=opened.now)
    board = publish_board(opened.engine, opened.links, now=opened.now)
    say([f"The matter's deadlines, and why: {page}", f"The board: {board}"])
    asked = [recorded.question] if recorded.question else []
    if trouble_lines(swept):
        return finish(" ".join([headline, *asked]), swept)
    return finished(" ".join([headline, *asked, *_runs(recorded), *told_in_short(swept)]))


def _done(recorded: Recorded) -> str:
    if recorded.at_the_desk:
        return f"Recorded at the desk by {recorded.put.entry.recorded_by}"
    return "Already on record" if recorded.put.already else "Recorded"


def _next_steps(opened: Opened, recorded: Recorded) -> list[str]:
    """The forms, filled in, of the next steps for the deadlines that changed."""
    changes, matter = recorded.changes, recorded.matter
    with reading(opened.engine) as session:
        entries = entries_of(session, matter)
        links = [
            link
            for row in (*changes.started, *changes.restated)
            for link in next_steps_of(session, matter, entries, row, opened.links)
        ]
    return [f"Next step: {link.words}: {link.url}" for link in links]


def _runs(recorded: Recorded) -> list[str]:
    changes = recorded.changes
    started = [f"New deadline: {deadline_line(row)}." for row in changes.started]
    moved = [f"Moved: {deadline_line(each.deadline)}." for each in changes.moved]
    ended = [f"Ended: {deadline_line(row)}." for row in changes.settled]
    return started + moved + ended + _time_left(recorded)


def _time_left(recorded: Recorded) -> list[str]:
    """What the closing of a matter leaves running by law, each once."""
    entry = recorded.put.entry
    closed_on = entry.occurred_on if entry.kind == MATTER_CLOSED else None
    rows = recorded.changes.settled
    return [f"{row.rule}: {words}" for row in rows for words in time_left(row, closed_on)]


def _mends(opened: Opened, matter: Matter, defect: Defect) -> list[str]:
    """For an entry in doubt, the forms that say where it belongs."""
    if not defect.candidates:
        return []
    # Whoever reads the run is in Prefect.
    here = replace(opened.links, desk_url="")
    with reading(opened.engine) as session:
        context = matter_context(session, matter, office_context(session, here, opened.now))
        links = mending_links(context, defect)
    asked = (
        f"E{defect.entry_number} could belong to more than one entry. Choose one of these prefilled forms:"
    )
    return [asked, *(f"{link.words}: {link.url}" for link in links)]
