"""What became of an act's run in Prefect, in words, for who made it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from models.record.scope import Scope
from models.record.tables.dockets import Account
from models.record.tables.people import DeskRun

_COMPLETED = "COMPLETED"


class Stage(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRun:
    """A run as its page shows it. `words`: the sentence it ended with, or what it waits for."""

    id: int
    title: str
    made_by: str
    made_at: datetime
    stage: Stage
    words: str
    run_id: str

    @property
    def goes_on(self) -> bool:
        """Whether there is more to come."""
        return self.stage in (Stage.WAITING, Stage.RUNNING)


def act_run(session: Session, scope: Scope, id_: int) -> ActRun | None:
    """A run by its id, told to who sees `scope`; None where there is none. Whose it is, the caller checks."""
    row = session.get(DeskRun, id_)
    if row is None:
        return None
    stage = _stage(row)
    return ActRun(
        id=row.id,
        title=row.title,
        made_by=row.made_by,
        made_at=row.made_at,
        stage=stage,
        words=_words(session, scope, row, stage),
        run_id=row.run_id,
    )


def _stage(row: DeskRun) -> Stage:
    if row.done_at is None:
        return Stage.RUNNING if row.run_id else Stage.WAITING
    return Stage.DONE if row.state in ("", _COMPLETED) else Stage.FAILED


def _words(session: Session, scope: Scope, row: DeskRun, stage: Stage) -> str:
    """The sentence of a run may name whom it alerted beside this matter: it stays inside the walls."""
    if stage in (Stage.DONE, Stage.FAILED) and row.message and _sees_all(session, scope):
        return row.message
    return _NEXT if stage is Stage.WAITING and not row.attempts else _PLAIN[stage]


_NEXT = "Prefect runs it in a moment. What was recorded at the desk is kept."
_PLAIN = {
    Stage.WAITING: "It waits for Prefect. What was recorded at the desk is kept. Landwaiter tries again.",
    Stage.RUNNING: "It runs in Prefect now.",
    Stage.DONE: "It is done. The run in Prefect ended well.",
    Stage.FAILED: (
        "It did not end well: something was refused, or someone could not be alerted. What was recorded at "
        "the desk is kept. Ask your administrator: the run in Prefect says why."
    ),
}


def _sees_all(session: Session, scope: Scope) -> bool:
    """Whether there is no importer on record beyond those that somebody sees."""
    if scope.account_ids is None:
        return True
    beyond = select(Account.id).where(
        col(Account.id).not_in(scope.account_ids), col(Account.merged_into).is_(None)
    )
    return session.exec(beyond.limit(1)).first() is None
