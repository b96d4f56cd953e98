"""Corrects what is on record of an importer: its name, its number, and that it is the same as another one.

Functions take the session first and never commit; each may raise `RecordError`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import ImporterCorrection
from models.record.contacts import held_contact, look_again
from models.record.likeness import number_key
from models.record.matters import (
    account_named,
    accounts,
    find_account,
    held_account,
    refuse_as_a_name,
    refuse_number,
)
from models.record.mendings import IMPORTER, MERGED, NAME, Correction, leave_mending_receipt, mend
from models.record.tables.alerts import ContactAccount
from models.record.tables.dockets import Account, Matter, Mending

_NUMBER = "importer_number"


def mend_importer(
    session: Session, draft: ImporterCorrection, *, at: datetime
) -> tuple[Account, list[Mending]]:
    """Gives an importer the values of a draft and logs each; merged, it is the importer it is merged into.

    Raises where nothing would change, for a name or a number that another importer has, and for a merger
    with itself or with one of another number.
    """
    account = account_named(session, draft.importer)
    correction = Correction(reason=draft.reason, by=draft.recorded_by, at=at)
    if draft.merge_into is not None:
        if draft.name is not None or draft.importer_number is not None:
            raise RecordError(
                "You entered Merge into and another correction. Expected Merge into alone; correct the name "
                "or the number of the importer afterwards."
            )
        return _merge(session, account, account_named(session, draft.merge_into), correction)
    account = held_account(session, account, alone=True)
    values = {}
    if draft.name is not None:
        _check_name(session, account, draft.name)
        values[NAME] = draft.name
    if draft.importer_number is not None:
        refuse_number(session, draft.importer_number, but=account)
        values[_NUMBER] = draft.importer_number
    made = mend(session, account, values, correction)
    if not made:
        raise RecordError(
            f"All of this is on record of {account.name} already. Enter what is to be corrected."
        )
    leave_mending_receipt(session, [(account, each) for each in made], at=at)
    return account, made


def sharing_a_number(session: Session) -> list[list[Account]]:
    """The importers on record that have one number, in whatever spelling: each list is to be merged."""
    found: dict[str, list[Account]] = {}
    for account in accounts(session):
        if key := number_key(account.importer_number):
            found.setdefault(key, []).append(account)
    return [sorted(each, key=lambda one: one.id) for each in found.values() if len(each) > 1]


def _check_name(session: Session, account: Account, name: str) -> None:
    refuse_as_a_name(name)
    other = find_account(session, name)
    if other is not None and other.id != account.id:
        raise RecordError(
            f"The name {name} is the name of another importer on record, {other.name}, or was once. Expected "
            "another name. If they are one importer, enter that one in Merge into."
        )
    taken = session.exec(select(Account).where(Account.name == name)).first()
    if taken is not None and taken.id != account.id:
        raise RecordError(
            f"The name {name} belongs to an importer that was merged into {account.name}, which it already "
            "finds. Expected another name."
        )


def _merge(
    session: Session, gone: Account, kept: Account, correction: Correction
) -> tuple[Account, list[Mending]]:
    if gone.id == kept.id:
        raise RecordError(
            f"Both names are the importer {kept.name}. Expected another importer on record to merge with."
        )
    for contact_id in sorted({*_answering(session, gone), *_answering(session, kept)}):
        held_contact(session, contact_id)
    for account in sorted((gone, kept), key=lambda each: each.id):
        held_account(session, account, alone=True)
    if gone.merged_into is not None or kept.merged_into is not None:
        raise RecordError("Someone merged one of these importers at the same time. Look at both again.")
    numbers = [each for each in (kept.importer_number, gone.importer_number) if number_key(each)]
    if len(set(map(number_key, numbers))) > 1:
        raise RecordError(
            f"{kept.name} has the importer number {kept.importer_number}, {gone.name} has "
            f"{gone.importer_number}. Expected one number: correct the wrong one first."
        )
    made = _moved(session, gone, kept, correction)
    ours = mend(session, kept, {_NUMBER: numbers[0]}, correction) if numbers else []
    theirs = mend(session, gone, {MERGED: kept.id}, correction)
    made += [(kept, each) for each in ours] + [(gone, each) for each in theirs]
    leave_mending_receipt(session, made, at=correction.at)
    _answer_together(session, gone, kept)
    look_again(session, kept, correction.at)
    return kept, [each for _, each in made]


def _moved(
    session: Session, gone: Account, kept: Account, correction: Correction
) -> list[tuple[Matter | Account, Mending]]:
    theirs = select(Matter).where(Matter.account_id == gone.id).order_by(col(Matter.id))
    made: list[tuple[Matter | Account, Mending]] = []
    for matter in session.exec(theirs.with_for_update()).all():
        made += [(matter, each) for each in mend(session, matter, {IMPORTER: kept.id}, correction)]
    return made


def _answering(session: Session, account: Account) -> Sequence[int]:
    named = select(ContactAccount.contact_id).where(ContactAccount.account_id == account.id)
    return session.exec(named).all()


def _answer_together(session: Session, gone: Account, kept: Account) -> None:
    """Who answered for either answers for the one; the rows of the other stay."""
    for contact_id in set(_answering(session, gone)) - set(_answering(session, kept)):
        session.add(ContactAccount(contact_id=contact_id, account_id=kept.id))
    session.flush()
