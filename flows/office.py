"""Your settings: set a number, add counsel's note, file evidence, approve a change of the law."""

from collections.abc import Collection, Mapping

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.announce import announced
from flows.run.context import Opened, record_opened
from flows.run.output import ends_in_words, finish, finished, refusal, say, told_lines
from flows.run.sweep import look
from models.forms.office import ApprovalForm, EvidenceForm, NoteForm, PeriodForm
from models.record.database import transaction
from models.record.deadlines import matters_naming
from tasks.pages.law_change_page import law_in_force_page
from tasks.pages.tasks import publish_law, publish_law_change, publish_matter, publish_matters
from tasks.record.office_settings import EvidenceDraft
from tasks.record.tasks import (
    approve_law,
    count_provisional,
    derive_what_changed,
    put_evidence,
    put_note,
    put_period,
)


@flow(name="set office number", flow_run_name="{period.words}")
@ends_in_words
def set_office_number(period: PeriodForm) -> State[str]:
    """Set a number where the law gives none. Every matter is recalculated; alerts announce what moves."""
    with record_opened() as opened:
        before = count_provisional(opened.engine)
        with refusal("Nothing was recorded."):
            put_period(
                opened.engine,
                period.rule_id,
                period.number,
                day=period.day,
                by=period.recorded_by,
                now=opened.now,
            )
        after = count_provisional(opened.engine)
        marked = before.keys() ^ after.keys()
        return _derived(opened, f"Set {period.words}.{_what_waits(after) if marked else ''}", marked)


@flow(name="note ambiguity", flow_run_name="{note.ambiguity_id}: note of {note.counsel}")
@ends_in_words
def note_ambiguity(note: NoteForm) -> State[str]:
    """Attach counsel's note to an unclear point of law. Every alert that relies on the point includes it."""
    with record_opened() as opened:
        put_note(
            opened.engine, note.ambiguity_id, note.note, note.counsel, by=note.recorded_by, now=opened.now
        )
        page = publish_law(opened.engine, opened.links)
        with transaction(opened.engine) as session:
            touched = matters_naming(session, note.ambiguity_id)
        publish_matters(opened.engine, touched, opened.links, now=opened.now)
        return finished(
            f"Added the note on {note.ambiguity_id}. {page} lists every unclear point of law with its notes."
        )


@flow(name="file evidence", flow_run_name="{evidence.matter}: {evidence.point_id} {evidence.document}")
@ends_in_words
def file_evidence(evidence: EvidenceForm) -> State[str]:
    """File evidence for a point of the checklist of 19 CFR § 163.12(b)(3)."""
    with record_opened() as opened:
        with refusal("Nothing was recorded."):
            draft = EvidenceDraft(
                docket_number=evidence.matter,
                point=evidence.point_id,
                document=evidence.document,
                document_sha256=evidence.sha256,
                dated_on=evidence.dated_on,
                owner=evidence.owner,
                expires_on=evidence.expires_on,
                recorded_by=evidence.recorded_by,
            )
            matter = put_evidence(opened.engine, draft, now=opened.now)
        swept = look(opened, matter_id=matter.id)
        say(told_lines(swept))
        page = publish_matter(opened.engine, matter.id, opened.links, now=opened.now)
        filed = f"Filed for {evidence.point_id}: {evidence.document}. {page} shows the checklist."
        return finish(filed, swept)


@flow(name="approve law change", flow_run_name="approve {change.law}")
@ends_in_words
def approve_law_change(change: ApprovalForm) -> State[str]:
    """Approve a change of the law. Landwaiter then recalculates every matter and announces what moves."""
    with record_opened() as opened:
        with refusal("Nothing was approved."):
            approve_law(opened.engine, change.law, by=change.recorded_by, now=opened.now)
        page = law_in_force_page(change.law, change.recorded_by)
        publish_law_change(page, opened.links)
        return _derived(opened, f"The law {change.law} is in force.")


def _what_waits(counts: Mapping[int, int]) -> str:
    """That entries recorded before second review was turned on await it too."""
    count = sum(counts.values())
    if not count:
        return ""
    return (
        f" Entries on record and not confirmed: {count}. Each is provisional until someone else confirms it."
    )


def _derived(opened: Opened, headline: str, marked: Collection[int] = ()) -> State[str]:
    """Recalculates every matter, sends the alerts that are due, and says how that went.

    `marked` are the ids of matters whose pages change even where nothing moved.
    """
    derived = derive_what_changed(opened.engine, now=opened.now)
    return announced(opened, headline, derived, marked)
