"""The log of what was corrected of matters and importers: each value before and after, chained by subject.

The rows themselves hold the values as they are now; the log proves how they became so. Functions take the
session first and never commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models.record.hash_chain import GENESIS, link
from models.record.office_settings import hash_in_force
from models.record.receipts import ReceiptKind, append_receipt
from models.record.tables.dockets import Account, Matter, Mending, Receipt

NUMBER, NAME, IMPORTER, MERGED = "docket_number", "name", "importer", "merged_into"
"""Fields of the log that others look for; the others bear the names of the columns."""

_SUBJECTS = ("matter", "importer")
_COLUMNS = {IMPORTER: "account_id"}
_CORRECTIONS = "corrections"
"""Where a receipt lists what was corrected, each by what it is of and its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Why values are corrected, by whom and when."""

    reason: str
    by: str
    at: datetime


def subject_of(row: Matter | Account) -> str:
    """Names a matter or an importer in the log."""
    return f"{'matter' if isinstance(row, Matter) else 'importer'}:{row.id}"


def value_of(row: Matter | Account, field: str) -> str:
    """A value as the log has it."""
    value = getattr(row, _COLUMNS.get(field, field))
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def mend(
    session: Session, row: Matter | Account, values: Mapping[str, Any], correction: Correction
) -> list[Mending]:
    """Gives a matter or an importer other values, and logs each that differs. The caller holds the row."""
    made: list[Mending] = []
    known = mendings_of(session, row)
    for field, value in values.items():
        before = value_of(row, field)
        setattr(row, _COLUMNS.get(field, field), value)
        if value_of(row, field) != before:
            former = [*known, *made]
            made.append(_linked(row, field, before, former, correction))
    session.add(row)
    session.add_all(made)
    session.flush()
    return made


def _linked(
    row: Matter | Account, field: str, before: str, former: Sequence[Mending], correction: Correction
) -> Mending:
    mending = Mending(
        subject=subject_of(row),
        number=len(former) + 1,
        field=field,
        before=before,
        after=value_of(row, field),
        reason=correction.reason,
        recorded_by=correction.by,
        recorded_at=correction.at.astimezone(UTC),
        previous_hash=former[-1].hash if former else GENESIS,
        hash="",
    )
    mending.hash = link(content_of_mending(mending), mending.previous_hash)
    return mending


def content_of_mending(mending: Mending) -> dict[str, Any]:
    """All that a correction says, as its hash covers it."""
    return mending.model_dump(exclude={"id", "previous_hash", "hash"})


def mendings_of(session: Session, row: Matter | Account) -> list[Mending]:
    """What was corrected of a matter or an importer, in order."""
    wanted = select(Mending).where(Mending.subject == subject_of(row)).order_by(col(Mending.number))
    return list(session.exec(wanted).all())


def formerly(session: Session, field: str, value: str) -> set[int]:
    """The ids of the matters, or importers, of which a field once had this value."""
    wanted = select(Mending.subject).where(Mending.field == field, Mending.before == value)
    return {int(subject.partition(":")[2]) for subject in session.exec(wanted).all()}


def former_numbers(session: Session) -> dict[str, int]:
    """The docket numbers that matters had once, with the ids of the matters."""
    wanted = select(Mending.before, Mending.subject).where(Mending.field == NUMBER).order_by(col(Mending.id))
    return {before: int(subject.partition(":")[2]) for before, subject in session.exec(wanted).all()}


def names_of(session: Session, log: Iterable[Mending]) -> dict[str, str]:
    """The names of the importers that corrections name, by their ids as the log has them."""
    said = [value for each in log if each.field in (IMPORTER, MERGED) for value in (each.before, each.after)]
    ids = {int(each) for each in said if each.isdigit()}
    wanted = select(Account.id, Account.name).where(col(Account.id).in_(ids))
    return {str(id_): name for id_, name in session.exec(wanted).all()}


def leave_mending_receipt(
    session: Session, made: Iterable[tuple[Matter | Account, Mending]], *, at: datetime
) -> Receipt:
    """A receipt of corrections, each by the docket number of its matter, or as *importer 3*."""
    said = [f"{_mark(row)}: {mending.hash}" for row, mending in made]
    return append_receipt(session, ReceiptKind.MENDING, {_CORRECTIONS: said}, hash_in_force(session), at=at)


def _mark(row: Matter | Account) -> str:
    return row.docket_number if isinstance(row, Matter) else f"importer {row.id}"


def mending_faults(session: Session, receipts: Sequence[Receipt]) -> list[str]:
    """What does not hold of the log: a broken chain, a receipt without its correction, another value now."""
    by_subject: dict[str, list[Mending]] = {}
    for mending in session.exec(select(Mending).order_by(Mending.subject, col(Mending.number))).all():
        by_subject.setdefault(mending.subject, []).append(mending)
    faults = [fault for name, log in by_subject.items() for fault in _chain_faults(name, log)]
    for name, log in by_subject.items():
        faults += _value_faults(session, name, log)
    there = {mending.hash for log in by_subject.values() for mending in log}
    proved = {
        said.rpartition(": ")[2]: receipt.seq
        for receipt in receipts
        if receipt.kind == ReceiptKind.MENDING
        for said in receipt.content.get(_CORRECTIONS, [])
    }
    lost = [seq for sha, seq in proved.items() if sha not in there]
    faults += [f"receipt {seq} proves a correction that is missing" for seq in lost]
    unproved = there - set(proved)
    return faults + [f"no receipt proves the correction {sha[:16]}" for sha in sorted(unproved)]


def _chain_faults(name: str, log: Sequence[Mending]) -> list[str]:
    faults, previous = [], GENESIS
    for place, mending in enumerate(log, start=1):
        sound = mending.number == place and mending.previous_hash == previous
        if not sound or mending.hash != link(content_of_mending(mending), mending.previous_hash):
            faults.append(f"{name}: the hash chain of corrections is broken at {mending.number}")
        previous = mending.hash
    return faults


def _value_faults(session: Session, name: str, log: Sequence[Mending]) -> list[str]:
    """That a value is another one than the log left it with."""
    kind, _, id_ = name.partition(":")
    row: Matter | Account | None = None
    if id_.isdigit() and kind in _SUBJECTS:
        row = session.get(Matter, int(id_)) if kind == "matter" else session.get(Account, int(id_))
    if row is None:
        return [f"{name}: it is gone, but its corrections are on record"]
    last = {mending.field: mending.after for mending in log}
    known = {field: after for field, after in last.items() if hasattr(row, _COLUMNS.get(field, field))}
    return [f"{name}: it has no {field}, but a correction of it" for field in last.keys() - known.keys()] + [
        f"{name}: {field} is {value_of(row, field)!r}, but was last corrected to {after!r}"
        for field, after in known.items()
        if value_of(row, field) != after
    ]
