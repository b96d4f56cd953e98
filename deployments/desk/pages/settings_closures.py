"""Proclaimed closures of the office: added with the order, withdrawn with a reason, each shown first."""

from datetime import date

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.lines import one_line
from deployments.desk.once import new_key, start
from models.errors import RecordError, Refused
from models.forms.office import ClosureDoes, ClosureEffect, ClosureForm
from models.inputs import ClosureInput
from models.record.closures import Closure, closures_on_record
from models.record.database import reading
from models.rights import Right
from tasks.desk.bounds import DEADLINES_OF, matters_on_record
from tasks.record.closures import foresee_closure

_MOST = 300


def show(asked: Asked) -> Response:
    """The days, and the form that adds one."""
    return _list(asked)


def _list(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        closures = closures_on_record(session)
    typed = {name: asked.typed(name) for name in ("on", "source")}
    status = REFUSED if error else 200
    return asked.page("settings_closures.html", status, closures=closures, typed=typed, error=error)


def add(asked: Asked) -> Response:
    """Shows what a day would move, or has it added by a run of the form."""
    try:
        draft = ClosureInput(
            on=_day(asked), source=one_line(asked, "source", "order", _MOST), recorded_by=asked.me.name
        )
        return _done(asked, draft)
    except Refused as error:
        return _list(asked, str(error))


def show_one(asked: Asked) -> Response:
    """A day, with the form that withdraws it."""
    return _one(asked)


def _one(asked: Asked, error: str = "") -> Response:
    closure, reason = _closure(asked), asked.typed("reason")
    status = REFUSED if error else 200
    return asked.page("settings_closure.html", status, closure=closure, reason=reason, error=error)


def withdraw(asked: Asked) -> Response:
    """Shows what the withdrawal of a day would move, or has it withdrawn by a run of the form."""
    closure = _closure(asked)
    try:
        draft = ClosureInput(
            on=closure.added.closed_on,
            withdraws=True,
            reason=one_line(asked, "reason", "reason", _MOST),
            recorded_by=asked.me.name,
        )
        return _done(asked, draft)
    except Refused as error:
        return _one(asked, str(error))


def _done(asked: Asked, draft: ClosureInput) -> Response:
    if asked.typed("do") == "record":
        return _start(asked, draft, ClosureEffect.RECORD)
    if asked.typed("do") == "count":
        return _start(asked, draft, ClosureEffect.PREVIEW)
    moves = foresee_closure(asked.office.engine, draft, now=asked.now, newest=DEADLINES_OF)
    with reading(asked.office.engine) as session:
        of = matters_on_record(session)
    return asked.page(
        "settings_closure_preview.html",
        draft=draft,
        moves=moves,
        of=of,
        looked=DEADLINES_OF,
        once=new_key(),
    )


def _start(asked: Asked, draft: ClosureInput, effect: ClosureEffect) -> Response:
    form = ClosureForm(
        on=draft.on,
        order=draft.source or None,
        does=ClosureDoes.WITHDRAW if draft.withdraws else ClosureDoes.ADD,
        reason=draft.reason or None,
        effect=effect,
        recorded_by=asked.me.name,
    )
    parameters = {"closure": form.model_dump(mode="json", exclude_none=True)}
    return start(asked, "proclaim-closure", parameters, form.words)


def _day(asked: Asked) -> date:
    given = asked.typed("on")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise RecordError(
            f"The day is “{given}”. Enter the day on which the order closes federal offices, such as "
            "2026-12-24."
        ) from None


def _closure(asked: Asked) -> Closure:
    """A day that was added and not withdrawn."""
    with reading(asked.office.engine) as session:
        found = {each.added.id: each for each in closures_on_record(session)}
    closure = found.get(asked.number("id"))
    if closure is None:
        raise NotThere
    return closure


PAGES = [
    Page(path="/settings/closures", show=show, do=add, right=Right.SET_OFFICE),
    Page(path="/settings/closures/{id}", show=show_one, do=withdraw, right=Right.SET_OFFICE),
]
"""The addresses of these pages."""
