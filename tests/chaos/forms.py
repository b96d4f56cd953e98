"""The forms that people submit, each as its flow carries it out."""

from datetime import date, datetime
from typing import Any

from models.inputs import (
    ClosureInput,
    ContactInput,
    EntryInput,
    ImporterCorrection,
    MatterCorrection,
    MatterInput,
    OwnDeadlineInput,
    OwnEndInput,
)
from models.record.confirmations import Seen
from models.roles import Role
from notifications.policy.pauses import HoldKind
from tasks.alerts.ladders import put_ladder
from tasks.alerts.mendings import put_mending
from tasks.alerts.replies import Answer, put_answer, put_reassignment
from tasks.delivery.contacts import put_contact, put_contact_otherwise, put_contact_out
from tasks.record.closures import put_closure
from tasks.record.confirmations import put_confirmation
from tasks.record.derive import derive_what_changed
from tasks.record.entries import put_entry, put_matter
from tasks.record.office_settings import EvidenceDraft, put_evidence, put_note, put_period
from tasks.record.own_deadlines import put_own, put_own_end
from tests.chaos.grounds import Ground
from tests.chaos.offices import BEGINS, DAY, SUMMONED, look, mirror
from tests.chaos.operations import Operation
from tests.support.scenes import LINKS


def open_matter(ground: Ground, now: datetime) -> None:
    draft = MatterInput(
        docket_number="AUD-2",
        lifecycle="audit",
        importer="Initech",
        opened_on=date(2025, 6, 2),
        opened_by="Bo",
    )
    put_matter(ground.engine, draft, now=now, ask=True)


def record_entry(ground: Ground, now: datetime) -> None:
    draft = EntryInput(kind="onsite_work_completed", occurred_on=date(2025, 6, 19), recorded_by="Bo")
    put_entry(ground.engine, "AUD-1", draft, "audit", now=now)
    look(ground, now, "AUD-1")


def replace_entry(ground: Ground, now: datetime) -> None:
    draft = EntryInput(
        kind="summons_issued",
        occurred_on=date(2025, 6, 3),
        facts={**SUMMONED, "return_on": "2025-07-10"},
        replaces=1,
        reason="Misread",
        recorded_by="Bo",
    )
    put_entry(ground.engine, "SUM-1", draft, "summons", now=now)
    look(ground, now, "SUM-1")


def correct_matter(ground: Ground, now: datetime) -> None:
    draft = MatterCorrection(
        matter="SUM-1", docket_number="SUM-7", importer="Globex", reason="Misread", recorded_by="Bo"
    )
    put_mending(ground.engine, draft, LINKS, now=now)
    look(ground, now, "SUM-7")
    mirror(ground, now)


def correct_importer(ground: Ground, now: datetime) -> None:
    draft = ImporterCorrection(importer="Acme", merge_into="Globex", reason="One importer", recorded_by="Bo")
    put_mending(ground.engine, draft, LINKS, now=now)
    look(ground, now)
    mirror(ground, now)


def _answered(ground: Ground, now: datetime, kind: HoldKind, **more: Any) -> None:
    answer = Answer(
        docket_number="SUM-1", clock="SUM-02", name="Ann", kind=kind, until=date(2025, 6, 27), **more
    )
    put_answer(ground.engine, answer, now=now)
    look(ground, now, "SUM-1")


def acknowledge(ground: Ground, now: datetime) -> None:
    _answered(ground, now, HoldKind.ACKNOWLEDGED, next_action="Call counsel")


def snooze(ground: Ground, now: datetime) -> None:
    _answered(ground, now, HoldKind.SNOOZED)


def reassign(ground: Ground, now: datetime) -> None:
    put_reassignment(ground.engine, "SUM-1", "", "Ann", "Lee", by="Bo", now=now)
    look(ground, now, "SUM-1")


def confirm_entry(ground: Ground, now: datetime) -> None:
    put_confirmation(ground.engine, "SUM-1", Seen(number=1, by="Cy"), now=now)


def second_review(ground: Ground) -> None:
    put_period(ground.engine, "EYES", 1, by="Bo", now=BEGINS)
    derive_what_changed(ground.engine, now=BEGINS)


_EVE = ContactInput(
    name="Eve", role="counsel", channel="eve", importers=("Acme",), added_by="Bo", wants_digest=False
)
_ANN = ContactInput(
    name="Ann", role="owner", channel="ann2", importers=("Acme", "Globex"), added_by="Bo", wants_digest=True
)


def add_contact(ground: Ground, now: datetime) -> None:
    put_contact(ground.engine, _EVE, ground.channels, LINKS, now=now)
    look(ground, now)
    mirror(ground, now)


def change_contact(ground: Ground, now: datetime) -> None:
    put_contact_otherwise(ground.engine, _ANN, ground.channels, LINKS, now=now)
    look(ground, now)
    mirror(ground, now)


def with_a_second_owner(ground: Ground) -> None:
    ground.scene.contact("Amy", on=DAY)


def remove_contact(ground: Ground, now: datetime) -> None:
    put_contact_out(ground.engine, "Ann", now=now)
    look(ground, now)
    mirror(ground, now)


def set_ladder(ground: Ground, now: datetime) -> None:
    steps = ["20 days before act-by: reminder to owner", "on act-by: due now to owner"]
    steps += ["1 day after strict: in gap to lead", "1 day after lenient: missed to lead"]
    put_ladder(ground.engine, "SUM-02", steps, Role.LEAD, by="Bo", now=now)
    look(ground, now)


def set_number(ground: Ground, now: datetime) -> None:
    put_period(ground.engine, "AUD-06", 45, by="Bo", now=now)
    derive_what_changed(ground.engine, now=now)
    look(ground, now)


def note_ambiguity(ground: Ground, now: datetime) -> None:
    put_note(ground.engine, "A1", "Use the Friday before", "Cole", by="Bo", now=now)


def proclaim_closure(ground: Ground, now: datetime) -> None:
    draft = ClosureInput(on=date(2025, 7, 3), source="Executive Order of June 20, 2025", recorded_by="Bo")
    put_closure(ground.engine, draft, now=now)
    derive_what_changed(ground.engine, now=now)
    look(ground, now)


def _own(ground: Ground, now: datetime) -> int:
    draft = OwnDeadlineInput(
        matter="SUM-1", title="Call the surety", due_on=date(2025, 6, 23), recorded_by="Bo"
    )
    return put_own(ground.engine, draft, now=now)[1].id


def add_own_deadline(ground: Ground, now: datetime) -> None:
    _own(ground, now)
    look(ground, now, "SUM-1")
    mirror(ground, now)


def with_an_own_deadline(ground: Ground) -> None:
    add_own_deadline(ground, BEGINS)


def end_own_deadline(ground: Ground, now: datetime) -> None:
    draft = OwnEndInput(matter="SUM-1", number=1, done=True, recorded_by="Bo")
    put_own_end(ground.engine, draft, now=now)
    look(ground, now, "SUM-1")
    mirror(ground, now)


def file_evidence(ground: Ground, now: datetime) -> None:
    draft = EvidenceDraft(
        docket_number="PRG-1",
        point="(iv)",
        document="Manual",
        document_sha256="a" * 64,
        dated_on=date(2025, 1, 6),
        owner="M. Reyes",
        expires_on=date(2025, 6, 23),
        recorded_by="Bo",
    )
    put_evidence(ground.engine, draft, now=now)
    look(ground, now, "PRG-1")


FORMS = (
    Operation("open a matter", open_matter),
    Operation("record an entry", record_entry),
    Operation("correct an entry", replace_entry),
    Operation("correct a matter", correct_matter),
    Operation("correct an importer", correct_importer),
    Operation("acknowledge", acknowledge),
    Operation("snooze", snooze),
    Operation("reassign", reassign),
    Operation("confirm an entry", confirm_entry, second_review),
    Operation("add a contact", add_contact),
    Operation("change a contact", change_contact),
    Operation("remove a contact", remove_contact, with_a_second_owner),
    Operation("set a ladder", set_ladder),
    Operation("set a number", set_number),
    Operation("note an ambiguity", note_ambiguity),
    Operation("proclaim a closure", proclaim_closure),
    Operation("add an own deadline", add_own_deadline),
    Operation("end an own deadline", end_own_deadline, with_an_own_deadline),
    Operation("file evidence", file_evidence),
)
