"""What is owed or open of each matter on a page of the list, in two statements however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from models.in_words import counted, short_date
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.tables.dockets import Deadline, Matter
from tasks.desk.evidence_expiring import expiring

_OPEN_RIGHT = (Status.OPEN, Status.AMBIGUOUS)


@dataclass(frozen=True, slots=True)
class Since:
    """How many there are of something, and the earliest day of any."""

    number: int = 0
    first: date = date.max

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self.number > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedOfMatter:
    """Of one matter: what is overdue, yours and others', open rights, and the evidence that expires first."""

    yours: Since = Since()
    cbps: Since = Since()
    others: Since = Since()
    rights: Since = Since()
    their_rights: Since = Since()
    expires_on: date | None = None

    @property
    def words(self) -> list[str]:
        """What is open, or others owe, in words."""
        late, rights, theirs = self.cbps, self.rights, self.their_rights
        of_how_many = f" on {counted(late.number, 'deadline')}" if late.number > 1 else ""
        said = (
            (late, f"CBP is overdue{of_how_many} since", 1),
            (self.others, "others are overdue since", 1),
            (rights, f"{counted(rights.number, 'right')} of yours open since", 0),
            (theirs, f"{counted(theirs.number, 'right')} of CBP or others open since", 0),
        )
        return [f"{what} {short_date(each.first + timedelta(days=on))}" for each, what, on in said if each]


def owed_of(session: Session, ids: Collection[int]) -> Mapping[int, OwedOfMatter]:
    """What is owed of each of these matters, by its id."""
    owed: dict[int, dict[str, Since]] = {id_: {} for id_ in ids}
    for matter_id, what, number, first in session.exec(_counts(ids)).all():
        owed[matter_id][what] = Since(number, first)
    expiry: dict[int, date | None] = {}
    for row, matter, _ in session.exec(expiring([col(Matter.id).in_(ids)])).all():
        expiry.setdefault(matter.id, row.expires_on)
    return {
        id_: OwedOfMatter(
            yours=some.get("yours", Since()),
            cbps=some.get("cbps", Since()),
            others=some.get("others", Since()),
            rights=some.get("rights", Since()),
            their_rights=some.get("their_rights", Since()),
            expires_on=expiry.get(id_),
        )
        for id_, some in owed.items()
    }


def _counts(ids: Collection[int]) -> Select[int, str, int, date]:
    """How many there are of what is owed of each matter, by the names above, and the earliest day of each."""
    is_right, bound = col(Deadline.kind) == RuleKind.RIGHT.value, col(Deadline.bound)
    missed = col(Deadline.status) == Status.MISSED.value
    open_right = is_right & col(Deadline.status).in_([each.value for each in _OPEN_RIGHT])
    what: ColumnElement[str] = case(
        (is_right & (bound == Party.RECORDKEEPER.value), "rights"),
        (is_right, "their_rights"),
        (bound == Party.RECORDKEEPER.value, "yours"),
        (bound == Party.CUSTOMS.value, "cbps"),
        else_="others",
    )
    day = func.min(case((is_right, col(Deadline.strict_on)), else_=col(Deadline.lenient_on)))
    counted_by = select(Deadline.matter_id, what, func.count(), day)
    of_these = counted_by.where(col(Deadline.matter_id).in_(ids), missed | open_right)
    running = (col(Deadline.withdrawn).is_(False), col(Deadline.settled_on).is_(None))
    return of_these.where(*running).group_by(col(Deadline.matter_id), what)
