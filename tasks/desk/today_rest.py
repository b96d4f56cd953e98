"""What is owed beside open deadlines: late production that can still cost, defects, evidence that expires.

Without them the first page could call quiet what is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.record.late_production import late_productions
from models.record.tables.dockets import Account, Deadline, Defect, Matter
from models.record.tables.office import Evidence
from tasks.desk.evidence_expiring import expiring
from tasks.desk.owed import SOON
from tasks.pages.board_top import rows_of

SHOWN = 50
"""Rows of each kind that are shown; one more is read, to know whether there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Each with its matter. `is_cut`: there is more of one kind than is shown."""

    late: Sequence[tuple[Deadline, Matter, Account]] = ()
    defects: Sequence[tuple[Defect, Matter]] = ()
    evidence: Sequence[tuple[Evidence, Matter]] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Whether anything is owed."""
        return bool(self.late or self.defects or self.evidence)


def read_rest(session: Session, of_matters: Sequence[ColumnElement[bool]], today: date) -> Rest:
    """Reads it for the matters of these conditions."""
    ids, more = late_productions(session, SHOWN, of_matters)
    defects, evidence = _defects(session, of_matters), _evidence(session, of_matters, today + SOON)
    return Rest(
        late=rows_of(session, ids),
        defects=defects[:SHOWN],
        evidence=evidence[:SHOWN],
        is_cut=bool(more) or len(defects) > SHOWN or len(evidence) > SHOWN,
    )


def _defects(session: Session, of_matters: Sequence[ColumnElement[bool]]) -> Sequence[tuple[Defect, Matter]]:
    wanted = (
        select(Defect, Matter)
        .join(Matter, col(Defect.matter_id) == Matter.id)
        .where(col(Defect.withdrawn).is_(False), *of_matters)
        .order_by(col(Defect.id))
        .limit(SHOWN + 1)
    )
    return [(defect, matter) for defect, matter in session.exec(wanted).all()]


def _evidence(
    session: Session, of_matters: Sequence[ColumnElement[bool]], until: date
) -> Sequence[tuple[Evidence, Matter]]:
    """The newest of each point that expires by a day, or has expired, while the certification lasts."""
    wanted = expiring([col(Evidence.expires_on) <= until, *of_matters]).limit(SHOWN + 1)
    return [(evidence, matter) for evidence, matter, _ in session.exec(wanted).all()]
