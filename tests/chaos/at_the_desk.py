"""The desk's requests, each sent as a browser sends it; the run that follows looks as its flow does."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlmodel import select

from models.forms.office import POINTS
from models.record.database import reading, transaction
from models.record.invitations import invite, set_up
from models.record.people import make_person
from models.record.tables.alerts import Acknowledgement, Contact
from models.record.tables.dockets import Entry, Matter
from models.record.tables.documents import Document
from models.record.tables.people import DeskRun, SignedAct
from tasks.exchange.document_files import DocumentFiles
from tests.chaos.grounds import Ground
from tests.chaos.offices import look
from tests.chaos.operations import Operation
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import at

_STATE = re.compile(r'name="state" value="([^"]*)"')
_MADE = at("2025-06-18")
_FILE = ("notice.pdf", b"%PDF-1.4\n% a short one\n%%EOF\n", "application/pdf")


def with_a_person(ground: Ground) -> None:
    """Ann may sign in, and is an administrator, so that she may open a matter of a new importer."""
    with transaction(ground.engine) as session:
        contact = session.exec(select(Contact).where(Contact.name == "Ann")).one()
        made = make_person(session, contact, name="Ann", is_administrator=True, by="Bo", at=_MADE)
        set_up(session, invite(session, made, by="Bo", at=_MADE), subject="#Ann", at=_MADE)


@contextmanager
def _ann(ground: Ground, now: datetime) -> Iterator[Visitor]:
    with DeskOf(ground.scene, ground.home, now).signed_in("Ann") as visitor:
        yield visitor


def record_entry(ground: Ground, now: datetime) -> None:
    there = "/matters/1/entries/new"
    said: dict[str, Any] = {"event": "onsite_work_completed", "occurred_on": "2025-06-19"}
    with _ann(ground, now) as ann:
        shown = f"{there}?event=onsite_work_completed"
        tried = ann.send(there, shown_at=shown, step="preview", state="", **said)
        state = _STATE.search(tried.text)
        sent = ann.send(there, shown_at=shown, step="record", state=state[1] if state else "", **said)
        assert sent.status_code == 303, sent.text
    look(ground, now, "AUD-1")


def open_matter(ground: Ground, now: datetime) -> None:
    said: dict[str, Any] = {
        "docket_number": "AUD-2",
        "lifecycle": "Audit (19 CFR 163.11)",
        "new_importer": "Initech",
        "opened_on": "2025-06-02",
        "timezone": "America/New_York",
    }
    with _ann(ground, now) as ann:
        ann.send("/matters/new", **said)


def acknowledge(ground: Ground, now: datetime) -> None:
    said: dict[str, Any] = {"next_action": "Call them", "until": "2025-06-27"}
    with _ann(ground, now) as ann:
        sent = ann.send("/matters/1/deadlines/1/acknowledge", **said)
        assert sent.status_code == 303, sent.text
    look(ground, now, "AUD-1")


def upload(ground: Ground, now: datetime) -> None:
    with _ann(ground, now) as ann:
        ann.send("/matters/1/documents", shown_at="/matters/1", files={"files": _FILE})


def with_a_certification(ground: Ground) -> None:
    """Besides her, a certification without evidence."""
    with_a_person(ground)
    ground.scene.open("RCP-1", "certification", on="2025-06-02")


def file_evidence(ground: Ground, now: datetime) -> None:
    with reading(ground.engine) as session:
        id_ = session.exec(select(Matter.id).where(Matter.docket_number == "RCP-1")).one()
    there = f"/matters/{id_}/evidence/new"
    said: dict[str, Any] = {"point": POINTS[0], "dated_on": "2025-06-02", "owner": "Ann", "newest": "0"}
    with _ann(ground, now) as ann:
        ann.send(there, files={"file": _FILE}, **said)


def whole_entry(ground: Ground) -> str:
    """An entry, its signature and its run are kept together, or none of them is."""
    return _together(ground, Entry, "entry:{0.id}", kind="onsite_work_completed")


def whole_matter(ground: Ground) -> str:
    """The same of a matter and of its importer, which is a new one."""
    return _together(ground, Matter, "matter:{0.id}", "account:{0.account_id}", docket_number="AUD-2")


def whole_answer(ground: Ground) -> str:
    """The same of an answer."""
    return _together(ground, Acknowledgement, "acknowledgement:{0.id}", kind="acknowledged")


def whole_document(ground: Ground) -> str:
    """The same of a document, which has no run; its file is on the disk."""
    return _lost(ground) or _together(ground, Document, "document:{0.id}", runs=0)


def whole_evidence(ground: Ground) -> str:
    """The same of evidence with its file."""
    return _lost(ground) or _together(ground, Document, "evidence:{0.evidence_id}", "document:{0.id}")


def _lost(ground: Ground) -> str:
    """The documents whose files are not on the disk as they were."""
    with reading(ground.engine) as session:
        rows = session.exec(select(Document)).all()
    files = DocumentFiles(ground.home)
    lost = [row.name for row in rows if hashlib.sha256(files.read(row.sha256)).hexdigest() != row.sha256]
    return f"lost: {lost}" if lost else ""


def _together(ground: Ground, table: type[Any], *signs: str, runs: int = 1, **said: Any) -> str:
    """Whether each row of a table has its signatures, and so many runs."""
    with reading(ground.engine) as session:
        rows = session.exec(select(table).filter_by(**said)).all()
        signed = {row.subject for row in session.exec(select(SignedAct)).all()}
        made = session.exec(select(DeskRun)).all()
    if {sign.format(row) for row in rows for sign in signs} == signed and len(made) == runs * len(rows):
        return ""
    return f"{len(rows)} rows, signed {sorted(signed)}, {len(made)} runs"


AT_THE_DESK = [
    Operation("record an entry at the desk", record_entry, with_a_person, whole_entry),
    Operation("open a matter at the desk", open_matter, with_a_person, whole_matter),
    Operation("acknowledge at the desk", acknowledge, with_a_person, whole_answer),
    Operation("upload a document", upload, with_a_person, whole_document),
    Operation("file evidence at the desk", file_evidence, with_a_certification, whole_evidence),
]
"""What is done at the desk."""
