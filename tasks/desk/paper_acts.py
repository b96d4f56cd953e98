"""Has a draft of a matter sent to a contact of its importer, drafted again where the docket overtook it."""

from datetime import datetime

from sqlmodel import Session

from models.errors import RecordError
from models.record.contacts import contacts_of
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Deadline, Matter
from tasks.alerts.papers import why_not
from tasks.desk.follow_up import run_later


def send_later(
    session: Session, matter: Matter, paper_id: int, contact_id: int, *, by: str, at: datetime
) -> str:
    """Keeps that it is to be sent, and says so; never commits. Raises `RecordError` where it cannot be."""
    paper = session.get(Paper, paper_id)
    if paper is None or paper.matter_id != matter.id or not paper.sha256:
        raise RecordError(f"{matter.docket_number} has no draft of this number. Choose one from the list.")
    why = why_not(session.get_one(Deadline, paper.deadline_id))
    if why:
        raise RecordError(f"The draft is not sent, because {why}. It stays on record.")
    names = {each.id: each.name for each in contacts_of(session, matter.account_id)}
    if contact_id not in names:
        raise RecordError("This contact gets no alerts about the matter. Choose one from the list.")
    run_later(
        session,
        "send-paper",
        {"paper": {"number": str(paper.id), "name": names[contact_id]}},
        title=f"{matter.docket_number}: {paper.file_name} to {names[contact_id]}",
        by=by,
        at=at,
    )
    return f"{paper.name} goes to {names[contact_id]} now, by their channel."


def drafted(session: Session, matter: Matter, paper_id: int) -> tuple[str, bytes] | None:
    """The file name and the content of a draft of a matter; None where it has none of this number."""
    paper = session.get(Paper, paper_id)
    if paper is None or paper.matter_id != matter.id or not paper.sha256:
        return None
    return paper.file_name, paper.content
