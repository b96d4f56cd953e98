"""Corrects matters and importers, and derives what follows in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from models.inputs import ImporterCorrection, MatterCorrection
from models.record.derivation import Changes
from models.record.matters import account_named, matter_named
from models.record.mend_importer import mend_importer
from models.record.mend_matter import mend_matter
from models.record.tables.dockets import Account, Matter, Mending
from tasks.record.derive import derive_in
from tasks.record.law_approval import refuse_unapproved

Draft = MatterCorrection | ImporterCorrection


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What was corrected: the matter, or the importer as it is now, and what that changed."""

    what: Matter | Account
    log: Sequence[Mending]
    matters: Sequence[Matter]
    """Those that it concerns."""

    changes: Changes = field(default_factory=Changes)


def mend_in(session: Session, draft: Draft, *, now: datetime) -> Mended:
    """Records a correction within a transaction of the caller's. Raises `RecordError`."""
    refuse_unapproved(session)
    if isinstance(draft, ImporterCorrection):
        account, log = mend_importer(session, draft, at=now)
        return Mended(what=account, log=log, matters=_matters_of(session, account))
    matter, log = mend_matter(session, draft, at=now)
    return Mended(what=matter, log=log, matters=[matter], changes=derive_in(session, matter, now=now))


def concerned(session: Session, draft: Draft) -> Sequence[Matter]:
    """The matters that a correction concerns, before it is made. Raises `RecordError`."""
    if isinstance(draft, MatterCorrection):
        return [matter_named(session, draft.matter)]
    found = list(_matters_of(session, account_named(session, draft.importer)))
    if draft.merge_into is not None:
        found += _matters_of(session, account_named(session, draft.merge_into))
    return found


def _matters_of(session: Session, account: Account) -> Sequence[Matter]:
    theirs = select(Matter).where(Matter.account_id == account.id)
    return session.exec(theirs.order_by(col(Matter.id))).all()
