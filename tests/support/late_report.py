"""Audits whose report is late, and the paper that is drafted for it."""

from email.message import EmailMessage
from io import BytesIO

from docx import Document
from sqlmodel import select

from models.record.database import transaction
from models.record.tables.alerts import Paper
from tests.support.scenes import Scene

HELD, MISSED = "2025-06-20", "2025-09-19"
"""The days of the closing conference, and of the first alert that the report is late."""


def late_report(scene: Scene, *, matters: int = 1) -> Scene:
    """Audits whose report is a day late on MISSED; the owner and the lead hear of it."""
    for number in range(1, matters + 1):
        scene.open(f"AUD-{number}")
    scene.contact()
    scene.contact("Lee", role="lead")
    for number in range(1, matters + 1):
        scene.record("closing_conference_held", HELD, docket=f"AUD-{number}")
    scene.sweep(HELD)
    scene.mailbox.received.clear()
    return scene


def papers(scene: Scene) -> list[Paper]:
    """Every paper on record."""
    with transaction(scene.engine) as session:
        return list(session.exec(select(Paper)).all())


def attached(mail: EmailMessage) -> dict[str, bytes]:
    """The Word documents of a mail by name."""
    files = {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}
    return {name: content for name, content in files.items() if name.endswith(".docx")}


def words(content: bytes) -> str:
    """The paragraphs of a Word document."""
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
