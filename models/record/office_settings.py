"""What an office sets and keeps beside its dockets: periods, counsel's notes, evidence, the law in force.

Each is append-only: the newest row of its kind counts. Functions take the session first and never commit.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from models.law.load import load_law
from models.law.text.rule import Law
from models.record.tables.dockets import Matter
from models.record.tables.office import CounselNote, Evidence, LawApproval, OfficePeriod, ProclaimedClosure

REPEATS = "A7"
"""Names the months to look back for earlier violations, of which the law says nothing."""


def law_in_force(session: Session) -> LawApproval | None:
    """The law that was approved last; None where no matter was ever opened."""
    return session.exec(select(LawApproval).order_by(col(LawApproval.id).desc()).limit(1)).first()


def hash_in_force(session: Session) -> str:
    """The hash of the law in force; that of the law on disk before any was approved."""
    approved = law_in_force(session)
    return load_law().hash if approved is None else approved.law_hash


class LawStanding(StrEnum):
    """What the law on disk is to the one in force."""

    IN_FORCE = "in force"
    REWORDED = "reworded"
    """It was never in force here and means the same: only its texts are others."""

    CHANGED = "changed"
    SUPERSEDED = "superseded"
    """It was in force here once, and another one took its place: this program is the older one."""


def standing_of(session: Session, law: Law) -> LawStanding:
    """What a law is to the one in force; the first law is in force by itself."""
    approved = law_in_force(session)
    if approved is None or approved.law_hash == law.hash:
        return LawStanding.IN_FORCE
    if session.exec(select(LawApproval).where(LawApproval.law_hash == law.hash).limit(1)).first():
        return LawStanding.SUPERSEDED
    return LawStanding.REWORDED if law.shares_meaning(approved.law_hash) else LawStanding.CHANGED


def awaits_approval(session: Session, law: Law) -> bool:
    """Whether the law on disk is another than the one in force. Before there is any matter none waits."""
    return standing_of(session, law) is not LawStanding.IN_FORCE


def adopt_first_law(session: Session, law: Law, *, by: str, at: datetime) -> None:
    """Before there is any matter the law on disk comes into force by itself."""
    if law_in_force(session) is None and session.exec(select(Matter).limit(1)).first() is None:
        session.add(LawApproval(law_hash=law.hash, approved_by=by, approved_at=at, derived_at=at))
        session.flush()


def periods(session: Session) -> dict[str, int]:
    """The numbers that the office has set, by rule."""
    newest: dict[str, int | None] = {}
    for row in session.exec(select(OfficePeriod).order_by(col(OfficePeriod.id))).all():
        newest[row.rule] = row.number
    return {rule: number for rule, number in newest.items() if number is not None}


def office_of(session: Session, law: Law) -> dict[str, int | None]:
    """The numbers that the office has set, as a docket has them: None switches a rule off."""
    return {rule: number or None for rule, number in periods(session).items() if rule in law.office}


def underived(session: Session) -> list[OfficePeriod | LawApproval | ProclaimedClosure]:
    """What was set, approved or proclaimed, with which not every matter has been derived yet."""
    laws = select(LawApproval).where(col(LawApproval.derived_at).is_(None))
    numbers = select(OfficePeriod).where(col(OfficePeriod.derived_at).is_(None))
    closures = select(ProclaimedClosure).where(col(ProclaimedClosure.derived_at).is_(None))
    return [*session.exec(laws).all(), *session.exec(numbers).all(), *session.exec(closures).all()]


def notes(session: Session) -> dict[str, CounselNote]:
    """Counsel's notes, by the numbers of their ambiguities."""
    newest: dict[str, CounselNote] = {}
    for row in session.exec(select(CounselNote).order_by(col(CounselNote.id))).all():
        newest[row.ambiguity] = row
    return {name: row for name, row in newest.items() if row.text}


def unclear_words(session: Session, law: Law) -> dict[str, str]:
    """Each ambiguity in words, with counsel's note where there is one."""
    said = notes(session)
    words = {}
    for name, each in law.ambiguities.items():
        note = f". Counsel ({said[name].counsel}): {said[name].text}" if name in said else ""
        words[name] = f"{each.text}{note}"
    return words


def evidence_of(session: Session, matter: Matter) -> dict[str, Evidence]:
    """The newest evidence of each point that has any."""
    rows: Sequence[Evidence] = session.exec(
        select(Evidence).where(Evidence.matter_id == matter.id).order_by(col(Evidence.id))
    ).all()
    return newest_of(rows)


def newest_of(rows: Sequence[Evidence]) -> dict[str, Evidence]:
    """Of rows in their order, the newest of each point."""
    return {row.point: row for row in rows}
