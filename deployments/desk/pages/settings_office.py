"""The office's own numbers and days, second review: each with today's value, changed with a preview."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.once import new_key, start
from models.errors import Refused
from models.forms.office import PeriodForm, settings
from models.record.database import reading
from models.rights import Right
from tasks.desk.office_numbers import (
    OfficeNumber,
    foresee_setting,
    office_numbers,
    setting_of,
    value_words,
)
from tasks.record.foreseen_settings import Setting, check_setting


def show(asked: Asked) -> Response:
    """Every setting with its value."""
    with reading(asked.office.engine) as session:
        return asked.page("settings_office.html", numbers=office_numbers(session))


def show_one(asked: Asked) -> Response:
    """A setting, with the form that changes it."""
    return _one(asked)


def _one(asked: Asked, error: str = "") -> Response:
    number = _number(asked)
    row = number.row
    now = "" if row is None else row.day.isoformat() if row.day else "" if row.number is None else row.number
    value = asked.typed("value") if asked.form else now
    status = REFUSED if error else 200
    return asked.page("settings_number.html", status, number=number, value=value, error=error)


def do(asked: Asked) -> Response:
    """Shows what another value would change, or has it set by a run of the form."""
    number = _number(asked)
    try:
        wanted = setting_of(number, asked.typed("value"), by=asked.me.name)
        if asked.typed("do") == "record":
            check_setting(asked.office.engine, wanted, now=asked.now)
            return _record(asked, wanted)
        effect = foresee_setting(asked.office.engine, wanted, now=asked.now)
    except NotThere:
        raise
    except Refused as error:
        return _one(asked, str(error))
    return asked.page(
        "settings_number_preview.html",
        number=number,
        value=asked.typed("value"),
        words=value_words(number, wanted.number, wanted.day),
        effect=effect,
        once=new_key(),
    )


def _record(asked: Asked, wanted: Setting) -> Response:
    words = next(each for each in settings() if each.startswith(f"{wanted.rule}:"))
    form = PeriodForm(rule=words, number=wanted.number, day=wanted.day, recorded_by=asked.me.name)
    parameters = {"period": form.model_dump(mode="json", exclude_none=True)}
    return start(asked, "set-office-number", parameters, f"set {form.words}")


def _number(asked: Asked) -> OfficeNumber:
    with reading(asked.office.engine) as session:
        numbers = {each.rule: each for each in office_numbers(session)}
    found = numbers.get(str(asked.request.path_params["rule"]))
    if found is None:
        raise NotThere
    return found


PAGES = [
    Page(path="/settings/office", show=show, right=Right.SET_OFFICE),
    Page(path="/settings/office/{rule}", show=show_one, do=do, right=Right.SET_OFFICE),
]
"""The addresses of these pages."""
