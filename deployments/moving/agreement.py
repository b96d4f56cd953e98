"""Whether both sides of a move agree: every row, every proof, every trigger, and the recount."""

from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import Session

from deployments.moving.refusal import MoveError
from deployments.moving.rows import difference, lacking_triggers
from models.record.database import read_only_engine
from models.record.record_proof import UNREADABLE, RecordProof, prove_record
from models.settings import Settings
from tasks.watch.recount import Recount, recount

_REPORT = "Expected both sides to be the same: keep the old record and use it, and report this."


def refuse_disagreement(old: Session, new: Connection) -> RecordProof:
    """Compares both sides before the move is kept. Returns the proof of the record, which is that of both.

    Raises `MoveError`. What is broken in the old record is broken in the new one alike, which is no reason
    to refuse it.
    """
    if found := difference(old.connection(), new):
        raise MoveError(f"After the copy {found}. Nothing was moved. {_REPORT}")
    if lacking := lacking_triggers(old.connection(), new):
        raise MoveError(
            f"The new database lacks the trigger {lacking[0]}. Nothing was moved. Expected a new database, "
            "as from createdb landwaiter."
        )
    proof = _proof(old)
    with Session(new) as session:
        if _said(_proof(session)) != _said(proof):
            raise MoveError(f"After the copy the proofs of the record differ. Nothing was moved. {_REPORT}")
    return proof


def refuse_other_recount(old: Settings, new: Settings, now: datetime) -> Recount:
    """Recalculates every matter in the new database. Raises `MoveError` for what the old record lacks."""
    found = _recount(new, now)
    known = _recount(old, now).differences if found.differences else []
    if others := [each for each in found.differences if each not in known]:
        raise MoveError(
            f"The record was moved whole, but only in the new database the recount says: {others[0]}. "
            f"{_REPORT}"
        )
    return found


def _proof(session: Session) -> RecordProof:
    try:
        return prove_record(session)
    except UNREADABLE as error:
        raise MoveError(
            f"The record has a value that cannot be read: {error!r}. Nothing was moved. Restore your latest "
            "backup, and move that."
        ) from None


def _said(proof: RecordProof) -> tuple[object, ...]:
    head = proof.head.hash if proof.head else ""
    return proof.dockets, proof.entries, len(proof.receipts), head, proof.faults


def _recount(settings: Settings, now: datetime) -> Recount:
    engine = read_only_engine(settings)
    try:
        return recount(engine, now=now)
    finally:
        engine.dispose()
