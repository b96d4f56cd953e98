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
from models.record.matter_checks import refuse_as_a_name
from models.record.matters import (
    account_named,
    find_account,
    held_account,
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
    with itself, or with one of another number where the draft does not say which one is kept.
    """
    account = account_named(session, draft.importer)
    correction = Correction(reason=draft.reason, by=draft.recorded_by, at=at)
    if draft.merge_into is not None:
        if draft.name is not None:
            raise RecordError(
                "You entered Merge into and Correct name. Expected Merge into without a name; correct the "
                "name of the importer afterwards."
            )
        kept = account_named(session, draft.merge_into)
        return _merge(session, account, kept, draft.importer_number, correction)
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
    session: Session, gone: Account, kept: Account, number: str | None, correction: Correction
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
    number = _number_of_both(gone, kept, number)
    made = _moved(session, gone, kept, correction)
    ours = mend(session, kept, {_NUMBER: number}, correction)
    theirs = mend(session, gone, {MERGED: kept.id}, correction)
    made += [(kept, each) for each in ours] + [(gone, each) for each in theirs]
    leave_mending_receipt(session, made, at=correction.at)
    _answer_together(session, gone, kept)
    look_again(session, kept, correction.at)
    return kept, [each for _, each in made]


def _number_of_both(gone: Account, kept: Account, chosen: str | None) -> str:
    """The number that two importers have as one: the one they have, or the one of theirs that is chosen."""
    theirs = {key: each for each in (gone.importer_number, kept.importer_number) if (key := number_key(each))}
    if chosen is not None and number_key(chosen) in theirs:
        return chosen
    if chosen is None and len(theirs) < 2:
        return theirs.popitem()[1] if theirs else kept.importer_number
    has = [f"{each.name} has the importer number {each.importer_number or '(none)'}" for each in (kept, gone)]
    raise RecordError(
        f"{', '.join(has)}. Enter the right one of these in Importer number, together with Merge into."
    )


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
