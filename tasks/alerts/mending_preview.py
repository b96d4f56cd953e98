"""What a correction would change: who is alerted to which matter, and which alerts. All of it is undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from models.inputs import ImporterCorrection
from models.record.contacts import contacts_by_account
from models.record.database import transaction
from models.record.tables.dockets import Matter
from notifications.policy.forecast import Foreseen, difference
from notifications.wording.links import Links
from tasks.alerts.forecast import foreseen
from tasks.alerts.office_context import office_context
from tasks.record.mendings import Draft, Mended, concerned, mend_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The contacts for a matter, by name, before a correction and after it."""

    docket_number: str
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What a correction would do: to the record, to who is alerted, and to the alerts to come."""

    mended: Mended
    audiences: Sequence[Audience]
    gone: Sequence[Foreseen]
    come: Sequence[Foreseen]


def foresee_mending(engine: Engine, draft: Draft, *, now: datetime, newest: int | None = None) -> Foretold:
    """Corrects, looks ahead, then undoes it. Raises `RecordError` as correcting does.

    Of the matters that it concerns, the alerts of so many of the newest are foreseen, or of all.
    """
    with transaction(engine) as session:
        asked = list(concerned(session, draft))
        looked = [] if _only_renames(draft) else sorted(asked, key=lambda each: each.id)[-(newest or 0) :]
        before = _heard(session, asked)
        alerts = _alerts(session, looked, now)
        mended = mend_in(session, draft, now=now)
        numbers = {matter.id: matter.docket_number for matter in mended.matters}
        after = _heard(session, asked)
        audiences = [
            Audience(
                docket_number=numbers[matter.id],
                before=before[matter.id],
                after=after[matter.id],
            )
            for matter in asked
        ]
        # A corrected docket number makes no other alert of what is the same.
        former = [replace(each, docket_number=numbers[id_]) for id_, each in alerts]
        gone, come = difference(former, [each for _, each in _alerts(session, looked, now)])
        session.flush()
        session.expunge_all()
        session.rollback()
    return Foretold(mended=mended, audiences=audiences, gone=gone, come=come)


def _only_renames(draft: Draft) -> bool:
    """Whether no alert can come or go: an importer gets another name or number."""
    return isinstance(draft, ImporterCorrection) and draft.merge_into is None


def _heard(session: Session, asked: Sequence[Matter]) -> dict[int, list[str]]:
    """The names of the contacts of each matter, by its id."""
    people = contacts_by_account(session, {matter.account_id for matter in asked})
    return {matter.id: [contact.name for contact in people[matter.account_id]] for matter in asked}


def _alerts(session: Session, asked: Sequence[Matter], now: datetime) -> list[tuple[int, Foreseen]]:
    office = office_context(session, Links(""), now)
    return [(matter.id, each) for matter in asked for each in foreseen(session, office, [matter], None)]
