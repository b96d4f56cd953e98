"""Proclaimed closures: add a day on which an order closes federal offices, or withdraw it again."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.run.announce import announced
from flows.run.context import record_opened
from flows.run.output import after_preview, ends_in_words, finished, refusal, say
from models.forms.office import ClosureDoes, ClosureEffect, ClosureForm
from models.in_words import counted, long_date
from models.law.load import load_law
from models.record.database import reading
from tasks.record.moved_dates import Moves, compare, on_record
from tasks.record.tasks import derive_what_changed, foresee_closure, put_closure

_SHOWN = 20
"""Changes that the end of a run lists."""

_LOGGED = 1000
"""Changes that a run's log lists."""


@flow(name="proclaim closure", flow_run_name="{closure.words}")
@ends_in_words
def proclaim_closure(closure: ClosureForm) -> State[str]:
    """Add a day on which an order closes federal offices, or withdraw it. The run lists what moves."""
    if closure.effect is ClosureEffect.PREVIEW:
        return _shown(closure)
    with record_opened() as opened:
        with reading(opened.engine) as session:
            before = on_record(session)
        with refusal("Nothing was recorded."):
            put_closure(opened.engine, closure.to_input(), now=opened.now)
        derived = derive_what_changed(opened.engine, now=opened.now)
        with reading(opened.engine) as session:
            moves = compare(session, before)
        say(_lines(moves, _LOGGED))
        headline = f"{_done(closure)} Deadlines moved: {len(moves.moved)}."
        return announced(opened, headline, derived, moves.matter_ids, more=_listed(moves))


def _shown(closure: ClosureForm) -> State[str]:
    """What would move; nothing is recorded and nobody is notified."""
    with record_opened() as opened:
        with refusal("This could not be recorded."):
            moves = foresee_closure(opened.engine, closure.to_input(), now=opened.now)
        say(_lines(moves, _LOGGED))
        said = f"Preview only: nothing is recorded. Deadlines that would move: {len(moves.moved)}."
        go_on = after_preview("record it", effect=ClosureEffect.RECORD)
        return finished(" ".join(each for each in (said, _listed(moves), go_on) if each))


def _done(closure: ClosureForm) -> str:
    day = long_date(closure.on)
    if closure.does is ClosureDoes.ADD:
        return f"Recorded: {day} is counted both as a business day and as a holiday (A27)."
    if closure.on in load_law().closures:
        listed = "Landwaiter's own list has this day too, so each deadline is still counted both ways."
        return f"Withdrawn: {day}. {listed}"
    return f"Withdrawn: {day} is a business day again."


def _listed(moves: Moves) -> str:
    """Each change, for the end of the run."""
    return " ".join(f"{each}." for each in _lines(moves, _SHOWN)) if moves.lines else ""


def _lines(moves: Moves, most: int) -> list[str]:
    if not moves.lines:
        return ["No deadline moves."]
    more = [f"and {counted(len(moves.lines) - most, 'more change')}"] if len(moves.lines) > most else []
    return [*moves.lines[:most], *more]
