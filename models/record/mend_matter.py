"""Corrects what is on record of a matter: its number, its importer, the day it opened, zone, title, office.

Functions take the session first and never commit; each may raise `RecordError`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.in_words import long_date
from models.inputs import MatterCorrection, MatterInput
from models.record.change_log import changed
from models.record.contacts import contacts_of, heard_by, held_contact
from models.record.dockets import entries_of
from models.record.likeness import nearly_named
from models.record.matter_checks import refuse_docket_number
from models.record.matters import (
    accounts,
    add_account,
    find_account,
    held_account,
    held_matter,
    matter_named,
)
from models.record.mendings import IMPORTER, Correction, leave_mending_receipt, mend
from models.record.recall import take_back
from models.record.tables.dockets import Account, Deadline, Defect, Matter, Mending
from models.record.tables.office import Evidence, OwnDeadline
from models.wall_clock import today_in

_PLAIN = ("docket_number", "opened_on", "timezone", "title", "customs_office")


def mend_matter(session: Session, draft: MatterCorrection, *, at: datetime) -> tuple[Matter, list[Mending]]:
    """Gives a matter the values of a draft, logs each, and has all that runs in it looked at again.

    Raises where nothing would change, for a docket number that another matter has or had, for a day that no
    matter can have opened on, and for an importer that is not on record.
    """
    known = matter_named(session, draft.matter)
    former = contacts_of(session, known.account_id) if draft.importer is not None else []
    for contact in former:
        held_contact(session, contact.id)
    importer = _importer_of(session, known, draft, at)
    matter = held_matter(session, known.docket_number)
    _check(session, matter, draft, at)
    said = {name: value for name in _PLAIN if (value := getattr(draft, name)) is not None}
    values: dict[str, Any] = said if importer is None else {**said, IMPORTER: importer.id}
    opened_with, number = matter.first_number or matter.docket_number, matter.docket_number
    made = mend(session, matter, values, Correction(reason=draft.reason, by=draft.recorded_by, at=at))
    if not made:
        raise RecordError(f"All of this is on record of {number} already. Enter what is to be corrected.")
    matter.first_number = "" if matter.docket_number == opened_with else opened_with
    leave_mending_receipt(session, [(matter, each) for each in made], at=at)
    for contact in former:
        take_back(session, contact, heard_by(session, contact))
    look_at_matter_again(session, matter, at)
    return matter, made


def look_at_matter_again(session: Session, matter: Matter, at: datetime) -> None:
    """Has the next look take up all that runs in a matter, what was withdrawn too."""
    session.flush()
    for table in (Deadline, Defect):
        for row in session.exec(select(table).where(table.matter_id == matter.id)).all():
            row.next_step_at = at
            session.add(row)
    expiring = (col(Evidence.matter_id) == matter.id, col(Evidence.expires_on).is_not(None))
    changed(session, update(Evidence).where(*expiring).values(next_step_at=at))
    own = (col(OwnDeadline.matter_id) == matter.id, col(OwnDeadline.ends).is_(None))
    changed(session, update(OwnDeadline).where(*own).values(next_step_at=at))
    session.flush()


def _importer_of(session: Session, matter: Matter, draft: MatterCorrection, at: datetime) -> Account | None:
    """The importer that a matter moves to; made where the draft says that it is new."""
    if draft.importer is None:
        return None
    account = find_account(session, draft.importer)
    if account is not None:
        return held_account(session, account)
    if not draft.new_importer:
        near = nearly_named(draft.importer, [each.name for each in accounts(session)])
        asked = f"Did you mean {' or '.join(near)}? " if near else ""
        raise RecordError(
            f"No importer is named {draft.importer!r}. {asked}Enter an importer on record; or choose Yes in "
            "New importer to add this one."
        )
    new = MatterInput(
        docket_number=matter.docket_number,
        lifecycle=matter.lifecycle,
        importer=draft.importer,
        opened_on=matter.opened_on,
        timezone=draft.timezone or matter.timezone,
        opened_by=draft.recorded_by,
    )
    return add_account(session, new, at=at)


def _check(session: Session, matter: Matter, draft: MatterCorrection, at: datetime) -> None:
    if draft.docket_number is not None:
        refuse_docket_number(session, draft.docket_number, but=matter)
    if draft.opened_on is None and draft.timezone is None:
        return
    opened_on, today = draft.opened_on or matter.opened_on, today_in(draft.timezone or matter.timezone, at)
    if opened_on > today:
        raise RecordError(
            f"Opened on is {long_date(opened_on)}, which is in the future. Expected today, "
            f"{long_date(today)}, or earlier."
        )
    first = min(entries_of(session, matter), key=lambda entry: entry.occurred_on, default=None)
    if opened_on > (first.occurred_on if first else date.max):
        assert first is not None
        raise RecordError(
            f"Opened on is {long_date(opened_on)}, but E{first.number} happened on "
            f"{long_date(first.occurred_on)}. Expected that date or an earlier one."
        )
