"""What was corrected of a matter and its importer, within the walls of who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.record.mendings import IMPORTER, MERGED, mendings_of, names_of
from models.record.scope import Scope
from models.record.tables.dockets import Account, Matter, Mending
from tasks.desk.matter_docket import signed
from tasks.desk.names import Names, seen
from tasks.pages.corrections_section import correction_words

_BEYOND = "another importer"
_WITHHELD = "reason not shown"

MOST = 200
"""Corrections that the page shows, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionShown:
    """A correction in words, and whether who recorded it was signed in."""

    row: Mending
    by: str
    words: str
    is_signed: bool


def corrections_shown(
    session: Session, scope: Scope, matter: Matter, account: Account, known: Names
) -> list[CorrectionShown]:
    """The corrections in their order."""
    log = sorted(
        [*mendings_of(session, matter), *mendings_of(session, account)],
        key=lambda each: (each.recorded_at, each.id),
    )[-MOST:]
    names = _names(session, scope, log)
    beyond = {each.recorded_at for each in log if _BEYOND in _named(each, names)}
    by_people = signed(session, [f"mending:{each.id}" for each in log])
    return [
        CorrectionShown(
            row=each,
            by=known.by(each.recorded_by),
            words=_words(each, names, is_withheld=each.recorded_at in beyond),
            is_signed=f"mending:{each.id}" in by_people,
        )
        for each in log
    ]


def _names(session: Session, scope: Scope, log: Sequence[Mending]) -> dict[str, str]:
    """The importers that corrections name, by their ids; those beyond the walls without their names."""
    return {
        id_: name if seen(session, scope, int(id_)) else _BEYOND
        for id_, name in names_of(session, log).items()
    }


def _named(mending: Mending, names: dict[str, str]) -> list[str]:
    if mending.field not in (IMPORTER, MERGED):
        return []
    return [names.get(value, "") for value in (mending.before, mending.after)]


def _words(mending: Mending, names: dict[str, str], *, is_withheld: bool) -> str:
    """The correction on one line. Where a move crossed the walls, its reason may name the other importer."""
    if not is_withheld:
        return correction_words(mending, names)
    return correction_words(mending.model_copy(update={"reason": _WITHHELD}), names)
