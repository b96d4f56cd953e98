"""The secret addresses of calendars: made, listed, revoked, and whose calendar is behind one.

Functions take the session first and never commit. An address is kept as its SHA-256 alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.record.invitations import digest_of
from models.record.scope import Scope, access_of, account_in, contact_of
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Account
from models.record.tables.people import CalendarAddress, Person
from models.rights import Right
from tasks.calendars.served import Whose

MOST = 50
"""Addresses that one person has at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An address with the importer that it is of, by name: empty where it is of all of them.

    `is_lost`: the person no longer sees the importer, so it has no name, and the address serves nothing.
    """

    row: CalendarAddress
    of: str = ""
    is_lost: bool = False


def make_address(
    session: Session, person_id: int, scope: Scope, account_id: int | None, *, at: datetime
) -> tuple[CalendarAddress, str]:
    """A new address of an importer that is theirs, or of all of them, and what it ends with.

    Raises `RecordError` for an importer that is not theirs, and for too many addresses.
    """
    account = account_in(session, scope, account_id) if account_id is not None else None
    if account_id is not None and (account is None or account.merged_into is not None):
        raise RecordError("There is no such importer. Choose one from the list, or all of them.")
    if len(_open(session, person_id)) >= MOST:
        raise RecordError(f"You have {MOST} addresses. Expected fewer: revoke one that you do not use.")
    token = secrets.token_urlsafe(32)
    row = CalendarAddress(person_id=person_id, account_id=account_id, token_hash=digest_of(token), made_at=at)
    session.add(row)
    session.flush()
    sign_act(session, f"calendaraddress:{row.id}", person_id, at=at)
    return row, token


def addresses_of(session: Session, person_id: int, scope: Scope) -> list[Listed]:
    """The addresses of a person that nobody revoked, the newest first."""
    return [_listed(session, row, scope) for row in _open(session, person_id)]


def _listed(session: Session, row: CalendarAddress, scope: Scope) -> Listed:
    if row.account_id is None:
        return Listed(row)
    account = _now(session, row.account_id)
    return Listed(row, account.name) if scope.has(account.id) else Listed(row, is_lost=True)


def _open(session: Session, person_id: int) -> Sequence[CalendarAddress]:
    wanted = select(CalendarAddress).where(
        CalendarAddress.person_id == person_id, col(CalendarAddress.revoked_at).is_(None)
    )
    return session.exec(wanted.order_by(col(CalendarAddress.id).desc())).all()


def revoke_address(session: Session, person_id: int, id_: int, *, at: datetime) -> CalendarAddress | None:
    """Ends an address of this person at once; None where it is not theirs. Twice is once."""
    row = session.get(CalendarAddress, id_)
    if row is None or row.person_id != person_id:
        return None
    if row.revoked_at is None:
        row.revoked_at = at
        session.add(row)
    return row


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind an address: `is_known` tells a former address from a guess, `whose` is None for both."""

    is_known: bool
    address_id: int = 0
    whose: Whose | None = None


def behind_address(session: Session, token: str) -> Behind:
    """Whose calendar an address serves, by what its person sees now."""
    row = session.exec(select(CalendarAddress).where(CalendarAddress.token_hash == digest_of(token))).first()
    if row is None:
        return Behind(is_known=False)
    person = session.get_one(Person, row.person_id)
    scope, rights = access_of(session, person)
    if row.revoked_at is not None or Right.READ not in rights or scope.account_ids == frozenset():
        return Behind(is_known=True)
    contact = contact_of(session, person)
    name, account_ids = person.name, scope.account_ids
    if row.account_id is not None:
        account = _now(session, row.account_id)
        if not scope.has(account.id):
            return Behind(is_known=True)
        name, account_ids = account.name, frozenset({account.id})
    whose = Whose(
        key=f"address-{row.id}",
        name=name,
        contact_id=contact.id if contact else None,
        account_ids=account_ids,
    )
    return Behind(True, row.id, whose)


def _now(session: Session, account_id: int) -> Account:
    """The importer that it is today, where it was merged with another one."""
    account = session.get_one(Account, account_id)
    while account.merged_into is not None:
        account = session.get_one(Account, account.merged_into)
    return account
