"""Importers: correct a name or a number, and merge two that are one; each shown before it is done."""

from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.lines import one_line
from deployments.desk.once import new_key, started
from models.errors import RecordError, Refused
from models.inputs import ImporterCorrection
from models.record.database import reading, transaction
from models.record.mendings import IMPORTER, names_of
from models.record.scope import account_in
from models.record.tables.dockets import Account
from models.rights import Right
from tasks.alerts.mending_preview import Foretold, foresee_mending
from tasks.desk.bounds import ALERTS_OF
from tasks.desk.importers import (
    correct,
    corrections,
    importers,
    others,
    refuse_beyond,
)
from tasks.pages.corrections_section import correction_words

_SHOWN = 50


def show(asked: Asked) -> Response:
    """The importers of who asks."""
    said, given = asked.query("name"), asked.query("page")
    place = int(given) if given.isdecimal() and len(given) < 5 else 0
    with reading(asked.office.engine) as session:
        rows, more = importers(session, asked.me.scope, said, place)
    adds = asked.me.scope.account_ids is None and Right.RECORD in asked.me.rights
    return asked.page("settings_importers.html", rows=rows, more=more, place=place, named=said, adds=adds)


def show_one(asked: Asked) -> Response:
    """An importer: what is on record, the form to correct it, and what was corrected before."""
    return _form(asked)


def show_merger(asked: Asked) -> Response:
    """The form by which an importer is merged into another one."""
    return _form(asked)


def _form(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        account = _mine(asked, session)
        choices = [(each.id, each.name) for each in others(session, asked.me.scope, account)]
        log = corrections(session, account)
    typed = _typed(asked)
    if not asked.form:
        typed |= {"name": account.name, "number": "" if _is_merger(asked) else account.importer_number}
    template = "settings_merger.html" if _is_merger(asked) else "settings_importer.html"
    status = REFUSED if error else 200
    return asked.page(template, status, error=error, typed=typed, account=account, others=choices, log=log)


def _is_merger(asked: Asked) -> bool:
    return asked.request.url.path.endswith("/merge")


def _typed(asked: Asked) -> dict[str, str]:
    return {name: asked.typed(name) for name in ("name", "number", "merge_into", "reason")}


def do(asked: Asked) -> Response:
    """Shows what a correction would change, or records it."""
    try:
        draft = _draft(asked)
        if asked.typed("do") == "record":
            return _record(asked, draft)
        foretold = foresee_mending(asked.office.engine, draft, now=asked.now, newest=ALERTS_OF)
    except NotThere:
        raise
    except Refused as error:
        return _form(asked, str(error))
    return _preview(asked, draft, foretold)


def _draft(asked: Asked) -> ImporterCorrection:
    with reading(asked.office.engine) as session:
        account = _mine(asked, session)
        blank = ImporterCorrection(
            importer=account.name, reason=_limited(asked, "reason"), recorded_by=asked.me.name
        )
        draft = (_merged if _is_merger(asked) else _corrected)(asked, session, account, blank)
        refuse_beyond(session, asked.me.scope, account, draft)
    if not draft.reason:
        raise RecordError("No reason is given. Enter what was wrong. It stays on record with the old value.")
    return draft


def _corrected(asked: Asked, _: Session, account: Account, blank: ImporterCorrection) -> ImporterCorrection:
    name, number = _limited(asked, "name"), _limited(asked, "number")
    if not name:
        raise RecordError("No name is given. Enter the importer's name, such as Acme Imports.")
    return replace(
        blank,
        name=name if name != account.name else None,
        importer_number=number if number != account.importer_number else None,
    )


def _merged(asked: Asked, session: Session, _: Account, blank: ImporterCorrection) -> ImporterCorrection:
    given = asked.typed("merge_into")
    is_id = given.isdecimal() and len(given) < 10
    kept = account_in(session, asked.me.scope, int(given)) if is_id else None
    if kept is None or kept.merged_into is not None:
        raise RecordError("No importer to keep is chosen. Choose the one that takes over all matters.")
    return replace(blank, merge_into=kept.name, importer_number=_limited(asked, "number") or None)


_MOST = {"name": 120, "number": 60, "reason": 300}


def _limited(asked: Asked, name: str) -> str:
    return one_line(asked, name, name, _MOST[name])


def _preview(asked: Asked, draft: ImporterCorrection, foretold: Foretold) -> Response:
    log = foretold.mended.log
    moved = sum(each.field == IMPORTER for each in log)
    with reading(asked.office.engine) as session:
        account = _mine(asked, session)
        own = [each for each in log if each.field != IMPORTER]
        names = names_of(session, own)
    return asked.page(
        "settings_importer_preview.html",
        account=account,
        typed=_typed(asked),
        lines=[correction_words(each, names) for each in own],
        moved=moved,
        matters=len(foretold.audiences),
        heard=[each for each in foretold.audiences if each.before != each.after],
        foretold=foretold,
        foreseen=min(ALERTS_OF, len(foretold.audiences)),
        is_merger=draft.merge_into is not None,
        SHOWN=_SHOWN,
        once=new_key(),
    )


def _record(asked: Asked, draft: ImporterCorrection) -> Response:
    """Records it once, and has the watch look: alerts go to whom they go now, pages show the name."""
    title = f"check deadlines after a correction of {draft.importer}"
    with transaction(asked.office.engine) as session:
        _, is_new = started(asked, session, "watch", {}, title)
        if is_new:
            correct(session, draft, asked.me.person_id, now=asked.now)
    asked.office.wake()
    return asked.go(f"/settings/importers/{asked.number('id')}", "Corrected.")


def _mine(asked: Asked, session: Session) -> Account:
    """The importer of the address, or the one that it was merged into, where it is theirs."""
    account = account_in(session, asked.me.scope, asked.number("id"))
    while account is not None and account.merged_into is not None:
        account = account_in(session, asked.me.scope, account.merged_into)
    if account is None:
        raise NotThere
    return account


PAGES = [
    Page(path="/settings/importers", show=show, right=Right.CORRECT),
    Page(path="/settings/importers/{id}", show=show_one, do=do, right=Right.CORRECT),
    Page(path="/settings/importers/{id}/merge", show=show_merger, do=do, right=Right.CORRECT),
]
"""The addresses of these pages."""
