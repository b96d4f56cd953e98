"""Opens a matter at the desk, and asks before about what is nearly on record. Functions never commit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from models.errors import RecordError
from models.inputs import MatterInput
from models.law.load import load_law
from models.record.likeness import nearly_named
from models.record.matter_checks import refuse_docket_number, refuse_opening_day
from models.record.matters import find_account, open_matter
from models.record.mendings import NUMBER, formerly
from models.record.number_keys import matter_key
from models.record.office_settings import adopt_first_law
from models.record.scope import Scope
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Account, Matter
from tasks.desk.matters import importers_in
from tasks.desk.shown import show_later

_SHOWN = 3
"""So many matters or importers a question names."""


@dataclass(frozen=True, slots=True)
class Near:
    """What is nearly on record of a matter to be opened: matters by their number, importers by their name."""

    matters: Sequence[Matter] = field(default_factory=list)
    importers: Sequence[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matters or self.importers)


def near_in(session: Session, scope: Scope, draft: MatterInput) -> Near:
    """What somebody sees that may be meant instead. What is beyond their walls is not asked about."""
    alike = select(Matter).where(
        Matter.number_key == matter_key(draft.docket_number),
        Matter.docket_number != draft.docket_number,
        scope.matters(),
    )
    matters = session.exec(alike.order_by(col(Matter.id)).limit(_SHOWN)).all()
    return Near(matters, _near_importers(session, scope, draft.importer))


def _near_importers(session: Session, scope: Scope, importer: str) -> list[str]:
    if find_account(session, importer) is not None:
        return []
    return nearly_named(importer, [name for _, name in importers_in(session, scope)])[:_SHOWN]


def refuse_taken(session: Session, scope: Scope, docket_number: str, *, but: Matter | None = None) -> None:
    """Raises where a matter beyond the walls has a docket number or had it, without a word about it.

    Of a matter within the walls the record itself says more.
    """
    now = session.exec(select(Matter.id).where(Matter.docket_number == docket_number)).all()
    ids = {*now, *formerly(session, NUMBER, docket_number)} - {None if but is None else but.id}
    theirs = set(session.exec(select(Matter.id).where(col(Matter.id).in_(ids), scope.matters())).all())
    if ids - theirs:
        raise RecordError(
            f"The docket number {docket_number} cannot be used. Expected another one, such as "
            f"{docket_number[:56]}-2."
        )


def faults_on_record(session: Session, scope: Scope, draft: MatterInput, *, at: datetime) -> dict[str, str]:
    """What the record refuses of a matter to be opened, by the fields; a blank one is not looked at."""
    checks: Mapping[str, Callable[[], None]] = {
        "docket_number": lambda: _refuse_number(session, scope, draft.docket_number),
        "opened_on": lambda: refuse_opening_day(draft, at=at),
    }
    found = {}
    for name, check in checks.items():
        try:
            check()
        except RecordError as error:
            found[name] = str(error)
    return found


def _refuse_number(session: Session, scope: Scope, docket_number: str) -> None:
    refuse_taken(session, scope, docket_number)
    refuse_docket_number(session, docket_number)


def open_in(session: Session, scope: Scope, draft: MatterInput, person_id: int, *, at: datetime) -> Matter:
    """Opens the matter, signed by who is signed in, and has it shown. Raises `RecordError`."""
    refuse_taken(session, scope, draft.docket_number)
    is_new = find_account(session, draft.importer) is None
    if is_new and scope.account_ids is not None:
        raise RecordError("Only a person who sees every importer can add one. Choose one of yours.")
    adopt_first_law(session, load_law(), by=draft.opened_by, at=at)
    matter = open_matter(session, draft, at=at)
    sign_act(session, f"matter:{matter.id}", person_id, at=at)
    if is_new:
        sign_act(session, f"account:{matter.account_id}", person_id, at=at)
    show_later(session, matter, what="opened", by=draft.opened_by, at=at)
    return matter


def importer_named(session: Session, scope: Scope, account_id: int) -> str:
    """The name of an importer of theirs by its id. Raises `RecordError`."""
    wanted = select(Account.name).where(
        Account.id == account_id, scope.accounts(), col(Account.merged_into).is_(None)
    )
    name = session.exec(wanted).first()
    if name is None:
        raise RecordError(
            "This importer is none of yours. Choose one from the list."
            if account_id
            else "Importer is blank. Choose one from the list, or enter the name of a new one."
            if scope.account_ids is None
            else "Importer is blank. Choose one from the list."
        )
    return name
