"""Ladders: which alerts go out on which days, and to whom; changed with a preview."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere, Stale
from deployments.desk.guard import Page
from deployments.desk.once import new_key, start, started
from models.errors import Refused
from models.forms.replies import Effect, LadderForm
from models.record.database import reading, transaction
from models.record.sign_ins import sign_act
from models.rights import Right
from models.roles import Role
from notifications.policy.ladder_lines import LadderError, read_rungs
from tasks.alerts.forecast import foresee_ladder
from tasks.alerts.ladders import set_ladder
from tasks.desk.bounds import ALERTS_OF, matters_on_record
from tasks.desk.ladders import (
    ShownLadder,
    landwaiters_own,
    rules_to_choose,
    shown_ladder,
    shown_ladders,
    step_words,
    up_to_words,
)

_MOST_STEPS = 60


def show(asked: Asked) -> Response:
    """Every ladder, and a choice of rules that have none of their own."""
    with reading(asked.office.engine) as session:
        ladders, flaws = shown_ladders(session)
    rules = rules_to_choose()
    return asked.page("settings_ladders.html", ladders=ladders, flaws=flaws, rules=rules, up_to=up_to_words)


def choose(asked: Asked) -> Response:
    """Leads to the ladder of a rule."""
    rule = asked.query("rule")
    if rule not in dict(rules_to_choose()):
        return asked.go("/settings/ladders", "No rule was chosen. Choose one, such as AUD-08.")
    return asked.go(f"/settings/ladders/{quote(rule)}")


def show_one(asked: Asked) -> Response:
    """A ladder, with the form that sets its steps."""
    return _one(asked)


def _one(asked: Asked, error: str = "", wrong: str = "") -> Response:
    """`error` is of the page, `wrong` of the steps alone."""
    found, own = _ladder(asked), landwaiters_own(_name(asked))
    if own is None:
        raise NotThere
    return asked.page(
        "settings_ladder.html",
        REFUSED if error or wrong else 200,
        shown=found,
        own=[step_words(each) for each in own.rungs],
        own_up_to=up_to_words(own.set_to),
        set_to=asked.typed("set_to") if asked.form else found.ladder.set_to.value,
        steps="\n".join(_lines(asked) if asked.form else found.lines),
        roles=[(each.value, f"{each.value}: {up_to_words(each)}") for each in Role],
        error=error,
        wrong=wrong,
    )


def do(asked: Asked) -> Response:
    """Shows which alerts would change, has that counted for all matters, or sets the ladder."""
    try:
        if asked.typed("do") == "record":
            return _record(asked)
        if asked.typed("do") == "count":
            return _count(asked)
        return _preview(asked)
    except LadderError as error:
        return _one(asked, wrong=str(error))
    except NotThere:
        raise
    except Refused as error:
        return _one(asked, str(error))


def _preview(asked: Asked) -> Response:
    found, steps, set_to = _ladder(asked), _steps(asked), _set_to(asked)
    name = _name(asked)
    gone, come = foresee_ladder(asked.office.engine, name, steps, set_to, now=asked.now, newest=ALERTS_OF)
    with reading(asked.office.engine) as session:
        of = matters_on_record(session)
    return asked.page(
        "settings_ladder_preview.html",
        shown=found,
        steps=steps,
        words=[step_words(each) for each in read_rungs(name, steps)],
        set_to=set_to.value,
        up_to=up_to_words(set_to),
        gone=gone,
        come=come,
        looked=min(ALERTS_OF, of.number),
        of=of,
        was=_was(found),
        once=new_key(),
    )


def _count(asked: Asked) -> Response:
    """The preview of every matter, as a run of the form in Prefect."""
    _ladder(asked)
    read_rungs(_name(asked), _steps(asked))
    form = LadderForm(
        ladder=_name(asked),
        set_to=_set_to(asked),
        steps=list(_steps(asked)),
        effect=Effect.SHOW,
        recorded_by=asked.me.name,
    )
    parameters = {"ladder": form.model_dump(mode="json")}
    return start(asked, "set-ladder", parameters, f"{form.ladder}: preview for every matter")


def _record(asked: Asked) -> Response:
    """Sets the steps once, and has the watch look at what they now call for."""
    name, steps = _name(asked), _steps(asked)
    _ladder(asked)
    with transaction(asked.office.engine) as session:
        _, is_new = started(asked, session, "watch", {}, f"check deadlines by the new ladder {name}")
        if is_new:
            found = shown_ladder(session, name)
            if found is None or _was(found) != asked.typed("was"):
                raise Stale("Someone else set this ladder since you looked. Nothing was set. Preview again.")
            row = set_ladder(session, name, steps, _set_to(asked), by=asked.me.name, now=asked.now)
            sign_act(session, f"ladderedition:{row.id}", asked.me.person_id, at=asked.now)
    asked.office.wake()
    said = f"The ladder {name} is in force." if steps else f"{name} has Landwaiter's own steps again."
    return asked.go("/settings/ladders", said)


def _name(asked: Asked) -> str:
    return str(asked.request.path_params["name"])


def _ladder(asked: Asked) -> ShownLadder:
    with reading(asked.office.engine) as session:
        found = shown_ladder(session, _name(asked))
    if found is None:
        raise NotThere
    return found


def _was(shown: ShownLadder) -> str:
    """What tells one edition from the next."""
    return str(shown.edition.id) if shown.edition else "own"


def _steps(asked: Asked) -> Sequence[str]:
    """The lines of the form; none to return to Landwaiter's own."""
    if asked.typed("do") == "own":
        return []
    found = _lines(asked)
    if len(found) > _MOST_STEPS:
        raise LadderError(f"The ladder has {len(found)} steps. Enter at most {_MOST_STEPS}, one a line.")
    return found


def _lines(asked: Asked) -> list[str]:
    lines = [line.strip() for given in asked.chosen("steps") for line in given.splitlines()]
    return [line for line in lines if line]


def _set_to(asked: Asked) -> Role:
    given = asked.typed("set_to")
    if given not in list(Role):
        raise Stale("No role is chosen for new deadlines. Choose one, such as lead.")
    return Role(given)


PAGES = [
    Page(path="/settings/ladders", show=show, right=Right.SET_LADDERS),
    Page(path="/settings/ladders/of", show=choose, right=Right.SET_LADDERS),
    Page(path="/settings/ladders/{name}", show=show_one, do=do, right=Right.SET_LADDERS),
]
"""The addresses of these pages."""
