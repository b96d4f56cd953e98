"""The papers that go with a message, as they must be when it goes: none that the docket overtook.

A paper is drafted when an alert is claimed, and a message may wait for days. So each is looked at again
before it is sent: one that no longer agrees with the docket is drafted anew, and one whose deadline is over
is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import col, select

from models.record.database import reading, transaction
from models.record.tables.alerts import Paper
from models.record.tables.dockets import Deadline
from notifications.channels.apprise_sender import Attachment
from notifications.wording.message import DRAFTED, Line, Message
from tasks.alerts.papers import up_to_date, why_not
from tasks.alerts.stationery import Stationery
from tasks.delivery.write_papers import write_papers

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes with a message: its files, what it must say of them, and what could not be used."""

    files: tuple[Attachment, ...] = ()
    says: tuple[Line, ...] = ()
    flaws: tuple[str, ...] = ()

    def put_into(self, words: Message) -> Message:
        """The message with what it must say; what it said of the papers before no longer holds."""
        if not self.says:
            return words
        kept = [line for line in words.lines if line.label != DRAFTED]
        return replace(words, lines=(*kept, *self.says))


def carried(engine: Engine, stationery: Stationery, words: Message, now: datetime) -> Carried:
    """The papers of a message, each as the docket has it now."""
    if not words.papers:
        return Carried()
    ids, says = _looked_at(engine, words.papers, now)
    flaws = write_papers(engine, stationery, ids)
    with reading(engine) as session:
        written = (col(Paper.id).in_(ids), Paper.sha256 != "")
        papers = session.exec(select(Paper).where(*written).order_by(col(Paper.id))).all()
    return Carried(tuple(map(attached, papers)), tuple(says), tuple(flaws))


def attached(paper: Paper) -> Attachment:
    """A paper as a file of a message."""
    return Attachment(paper.file_name, _DOCX, paper.content)


def anew(paper: Paper, before: Paper) -> str:
    """That a paper took the place of another one, for whoever gets it."""
    return (
        f"{paper.name} (number {paper.id}) was drafted again, because the docket or its dates changed since "
        f"number {before.id}. Have counsel review it before you send it."
    )


def _looked_at(engine: Engine, ids: Sequence[int], now: datetime) -> tuple[list[int], list[Line]]:
    current: list[int] = []
    says: list[Line] = []
    with transaction(engine) as session:
        for paper in session.exec(select(Paper).where(col(Paper.id).in_(ids)).order_by(col(Paper.id))).all():
            fresh = up_to_date(session, paper, now)
            if fresh is None:
                why = why_not(session.get_one(Deadline, paper.deadline_id))
                text = f"{paper.name} is not attached, because {why}."
                says.append(Line(label=DRAFTED, text=text))
                continue
            current.append(fresh.id)
            if fresh.id != paper.id:
                says.append(Line(label=DRAFTED, text=anew(fresh, paper)))
    return list(dict.fromkeys(current)), says
