"""Importers that somebody sees, and their corrections: the name, the number, two that are one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import RecordError
from models.inputs import ImporterCorrection
from models.record.contacts import look_again
from models.record.likeness import nearly_named
from models.record.matters import accounts, find_account, put_account
from models.record.mendings import names_of, subject_of
from models.record.number_keys import importers_of_number
from models.record.scope import Scope
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Account, Matter, Mending
from tasks.pages.corrections_section import correction_words
from tasks.record.mendings import Mended, mend_in

PAGE = 100
"""Importers on one page."""

_LOG = 100
"""Corrections that a page lists."""

_ASKED = 3
"""Importers that a question names."""

_CHOICES = 500
"""Importers that a choice offers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An importer of the list, with its number of matters."""

    account: Account
    matters: int


def importers(session: Session, scope: Scope, said: str, place: int) -> tuple[Sequence[Listed], bool]:
    """A page of the importers whose name or number has these words, and whether there are more."""
    wanted = _living(scope)
    if said:
        name = col(Account.name).icontains(said, autoescape=True)
        wanted = wanted.where(or_(name, col(Account.importer_number).icontains(said, autoescape=True)))
    found = session.exec(wanted.offset(place * PAGE).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    many = _matters(session, [each.id for each in shown])
    return [Listed(each, many.get(each.id, 0)) for each in shown], len(found) > PAGE


def others(session: Session, scope: Scope, account: Account) -> Sequence[Account]:
    """The importers with which one can be merged, by name, at most so many."""
    return session.exec(_living(scope).where(Account.id != account.id).limit(_CHOICES)).all()


@dataclass(frozen=True, slots=True)
class Logged:
    """A correction in words, by whom and when."""

    words: str
    row: Mending


def corrections(session: Session, account: Account) -> Sequence[Logged]:
    """What was corrected of an importer, and of those that were merged into it, the newest first."""
    merged = session.exec(select(Account).where(Account.merged_into == account.id)).all()
    subjects = [subject_of(each) for each in (account, *merged)]
    wanted = select(Mending).where(col(Mending.subject).in_(subjects))
    rows = session.exec(wanted.order_by(col(Mending.id).desc()).limit(_LOG)).all()
    names = names_of(session, rows)
    return [Logged(correction_words(each, names), each) for each in rows]


def refuse_beyond(session: Session, scope: Scope, account: Account, draft: ImporterCorrection) -> None:
    """Raises `RecordError` for what another importer has that they do not see, and names nothing of it."""
    if draft.name is not None:
        other = find_account(session, draft.name)
        if other is not None and other.id != account.id and not scope.has(other.id):
            raise RecordError(
                "This name cannot be given to this importer. Enter another name, or ask your administrator."
            )
    for other in importers_of_number(session, draft.importer_number or ""):
        if other.id != account.id and not scope.has(other.id):
            raise RecordError(
                "This importer number cannot be given to this importer. Check it, or ask your administrator."
            )


def near_importers(session: Session, name: str) -> list[str]:
    """The importers on record that may be meant by a name that none of them has."""
    if find_account(session, name) is not None:
        return []
    return nearly_named(name, [each.name for each in accounts(session)])[:_ASKED]


def add_importer(session: Session, name: str, number: str, person_id: int, *, at: datetime) -> Account:
    """Adds an importer before its first matter, signed. Raises `RecordError`."""
    known = find_account(session, name)
    if known is not None:
        raise RecordError(f"The importer {known.name} is on record already. Nothing was added.")
    account = put_account(session, Account(name=name, importer_number=number))
    sign_act(session, f"account:{account.id}", person_id, at=at)
    return account


def correct(session: Session, draft: ImporterCorrection, person_id: int, *, now: datetime) -> Mended:
    """Records a correction, signed, and has the next look take up all that runs for the importer.

    So its matters are shown in Prefect under the name that it has now. Raises `RecordError`.
    """
    mended = mend_in(session, draft, now=now)
    for each in mended.log:
        sign_act(session, f"mending:{each.id}", person_id, at=now)
    if isinstance(mended.what, Account):
        look_again(session, mended.what, now)
    return mended


def _living(scope: Scope) -> SelectOfScalar[Account]:
    living = select(Account).where(col(Account.merged_into).is_(None), scope.accounts())
    return living.order_by(Account.name, col(Account.id))


def _matters(session: Session, ids: Sequence[int]) -> dict[int, int]:
    counted = select(Matter.account_id, func.count()).where(col(Matter.account_id).in_(ids))
    return dict(session.exec(counted.group_by(col(Matter.account_id))).all())
