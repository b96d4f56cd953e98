"""To record an entry: choose the event, fill in its fields, see what would follow, record it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.entry_open import (
    OpenForm,
    corrected_in,
    from_address,
    matter_of,
    read_again,
    typed_form,
)
from models.errors import Refused
from models.forms.entry import EntryForm
from models.forms.entry_faults import numbers_in
from models.law.text.vocabulary import ENTRY_WITHDRAWN
from models.record.database import DatabaseError, reading, transaction
from models.record.deadlines import deadlines_of
from models.record.dockets import entries_of
from models.record.sign_ins import signed_entries
from models.record.tables.dockets import Entry, Matter
from models.rights import Right
from tasks.alerts.defects import entry_words
from tasks.desk.entries import Act, DocketChanged, MayBeTheSame, Saved, since, state_of
from tasks.desk.entries import preview as try_it
from tasks.desk.entries import save as save_it
from tasks.desk.entry_events import event_groups, event_of
from tasks.desk.entry_fields import (
    MOST_CANDIDATES,
    candidates,
    fact_fields,
    hidden,
    names_of,
    read_form,
    tidied,
)
from tasks.desk.entry_page import fact_words
from tasks.desk.names import Names, names_in

_CHANGED = "This matter changed since you opened it. Read what is new, then record your entry or change it."


def show(asked: Asked) -> Response:
    """The choice of the event, or the form of the one that was chosen, filled in as the address says."""
    with reading(asked.office.engine) as session:
        matter, importer = matter_of(session, asked)
        entries = entries_of(session, matter)
        corrected = corrected_in(asked.query("corrects"), entries)
        kind = asked.query("event") or (corrected.kind if corrected else "")
        event = event_of(matter.lifecycle, kind)
        if event is None or (event.kind == ENTRY_WITHDRAWN and corrected is None):
            return _choice(asked, session, matter, importer, entries, corrected)
        values = tidied(event, from_address(asked, matter, event, corrected))
    return _form(
        asked, OpenForm(matter=matter, importer=importer, entries=entries, event=event, values=values)
    )


def _choice(
    asked: Asked,
    session: Session,
    matter: Matter,
    importer: str,
    entries: Sequence[Entry],
    corrected: Entry | None,
) -> Response:
    wanted = asked.query("q")
    return asked.page(
        "entry_choose.html",
        matter=matter,
        importer=importer,
        groups=event_groups(matter, entries, deadlines_of(session, matter), wanted),
        wanted=wanted,
        corrected=corrected,
        kept=[each for each in asked.request.query_params.multi_items() if each[0] not in ("q", "event")],
    )


def _form(asked: Asked, form: OpenForm, faults: Mapping[str, str] | None = None, error: str = "") -> Response:
    belongs, wrong, names = form.values.get("belongs_to", ""), faults or {}, names_of(form.event)
    return asked.page(
        "entry_form.html",
        REFUSED if wrong or error else 200,
        form=form,
        fields=fact_fields(form.event, form.matter.lifecycle),
        values={name: form.values.get(name, "") for name in names},
        candidates=candidates(form.matter, form.event, form.entries, belongs),
        most=MOST_CANDIDATES,
        belongs=[f"E{each}" for each in numbers_in(belongs)],
        faults={name: wrong.get(name, "") for name in names},
        error=error or next(iter(wrong.values()), ""),
        state=state_of(form.entries),
        withdraws=form.withdraws,
    )


def do(asked: Asked) -> Response:
    """Shows what would follow; records only what that page sends."""
    form = typed_form(asked)
    step = asked.typed("step")
    if step == "edit":
        return _form(asked, form)
    if step == "correct":
        corrects = {"corrects": asked.typed("same")}
        return _form(asked, replace(form, values={**form.values, **corrects}))
    filled = read_form(form.matter, form.event, form.values, by=asked.me.name)
    if filled.form is None:
        return _form(asked, form, filled.faults)
    try:
        if step in ("record", "twice"):
            return _saved(asked, form, filled.form, twice=step == "twice")
        return _preview(asked, form, filled.form)
    except DatabaseError:
        raise
    except Refused as error:
        return _form(asked, form, error=str(error))


def _preview(asked: Asked, form: OpenForm, filled: EntryForm, notice: str = "") -> Response:
    docket = form.matter.docket_number
    shown = try_it(asked.office.engine, docket, filled, asked.office.links, now=asked.now)
    new = since(form.entries, asked.typed("state"))
    draft = filled.to_input()
    return asked.page(
        "entry_preview.html",
        REFUSED if notice else 200,
        form=form,
        preview=shown,
        draft=draft,
        facts=fact_words(draft),
        belongs=[entry for entry in form.entries if entry.number in draft.of],
        named=entry_words,
        hidden=hidden(form.values),
        state=state_of(form.entries),
        new=new,
        signed=_signed(asked, new),
        names=_names(asked, form.matter),
        notice=notice or (_CHANGED if new else ""),
        withdraws=form.withdraws,
    )


def _signed(asked: Asked, entries: Sequence[Entry]) -> Collection[int]:
    with reading(asked.office.engine) as session:
        return signed_entries(session, [entry.id for entry in entries])


def _names(asked: Asked, matter: Matter) -> Names:
    with reading(asked.office.engine) as session:
        return names_in(session, asked.me.scope, matter)


def _saved(asked: Asked, form: OpenForm, filled: EntryForm, *, twice: bool) -> Response:
    act = Act(
        person_id=asked.me.person_id,
        name=asked.me.name,
        at=asked.now,
        state=asked.typed("state"),
        twice=twice,
        note_key=asked.office.note_key,
    )
    try:
        with transaction(asked.office.engine) as session:
            saved = save_it(session, form.matter, filled, act)
    except DocketChanged:
        return _preview(asked, read_again(asked, form), filled, _CHANGED)
    except MayBeTheSame as error:
        return _preview(asked, form, filled, str(error))
    if not saved.already:
        asked.office.wake()
    run = f"?run={saved.run_id}" if saved.run_id else ""
    return asked.go(f"/matters/{form.matter.id}/entries/{saved.entry.number}{run}", _said(form, saved))


def _said(form: OpenForm, saved: Saved) -> str:
    name = f"E{saved.entry.number}"
    if saved.already:
        return f"Already on record as {name}. Nothing was recorded twice."
    if form.corrected is None:
        return f"Recorded as {name}."
    former = f"E{form.corrected.number}"
    return f"{former} is withdrawn by {name}." if form.withdraws else f"{name} replaces {former}."


PAGES = [Page(path="/matters/{id}/entries/new", show=show, do=do, right=Right.RECORD)]
"""The address of these pages."""
