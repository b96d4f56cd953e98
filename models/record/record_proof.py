"""Verifies the record itself: every chain, the log of changes, and each row by it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from models.record.closure_proof import closure_differences
from models.record.docket_seal import docket_faults, seal_of
from models.record.dockets import entries_of
from models.record.log_proof import log_faults
from models.record.matters import matters
from models.record.mendings import mending_faults
from models.record.receipts import all_receipts, verify_receipts
from models.record.tables.dockets import Receipt

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a value raises that somebody put there by hand."""

_PAGE = 100


@dataclass(slots=True)
class RecordProof:
    """What was looked at, and each fault as a sentence without its end."""

    dockets: int = 0
    entries: int = 0
    receipts: Sequence[Receipt] = ()
    faults: list[str] = field(default_factory=list)

    @property
    def head(self) -> Receipt | None:
        """The newest receipt: its hash is the head of the record."""
        return self.receipts[-1] if self.receipts else None


def prove_record(session: Session) -> RecordProof:
    """Verifies all of a record, which the session sees as it is at one instant."""
    proof = RecordProof()
    proof.faults += _docket_faults(session, proof)
    proof.receipts = all_receipts(session)
    proof.faults += proof_faults(session, proof.receipts)
    return proof


def proof_faults(session: Session, receipts: Sequence[Receipt]) -> list[str]:
    """What does not hold of all but the chains of the dockets."""
    parts: Mapping[str, Callable[[], Iterable[str]]] = {
        "the chain of receipts": lambda: _gaps(receipts),
        "the log of corrections": lambda: mending_faults(session, receipts),
        "a proclaimed closure": lambda: closure_differences(session),
        "the log of changes": lambda: log_faults(session, receipts),
    }
    return [fault for name, find in parts.items() for fault in _guarded(name, find)]


def _guarded(name: str, find: Callable[[], Iterable[str]]) -> list[str]:
    """What one part finds. A value that nobody can read any more must not hide what the others find."""
    try:
        return list(find())
    except UNREADABLE as error:
        return [f"{name} cannot be read: {error!r}"]


def _gaps(receipts: Sequence[Receipt]) -> list[str]:
    return [f"the hash chain of receipts is broken at {seq}" for seq in verify_receipts(receipts)]


def _docket_faults(session: Session, proof: RecordProof) -> Iterator[str]:
    last = 0
    while page := matters(session, after_id=last, limit=_PAGE):
        for matter in page:
            entries = entries_of(session, matter)
            proof.dockets, proof.entries = proof.dockets + 1, proof.entries + len(entries)
            for fault in docket_faults(entries, seal_of(session, matter)):
                yield f"{matter.docket_number}: {fault}"
        last = page[-1].id
        session.expunge_all()


def head_fault(receipts: Sequence[Receipt], head: str, seq: int | None) -> str:
    """What speaks against a head that was kept elsewhere; empty where it is in the chain, at its place."""
    found = next((each for each in receipts if each.hash == head), None)
    if found is None:
        return "the head that you keep is not in the chain: receipts were removed or calculated again"
    if seq not in (None, found.seq):
        return f"the head that you keep is receipt {found.seq}, not {seq}"
    return ""
