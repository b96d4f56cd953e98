"""What a run says: plain lines for its log, and one sentence for its end."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from prefect.client.schemas.objects import State
from prefect.exceptions import FailedRun
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows.run.submitted_form import Misfilled, form_again, takes_misfilled
from models.errors import Refused
from models.in_words import counted, dates, long_date, short_date, spaced
from models.record.database import DatabaseError
from models.record.deadlines import identity_of
from models.record.derivation import Changes
from models.record.tables.dockets import Deadline
from models.settings import Settings
from tasks.alerts.claim import Claim
from tasks.record.deadline_words import days_in_words, status_words
from tasks.record.entries import Recorded
from tasks.watch.sweep_report import Sweep

P = ParamSpec("P")
R = TypeVar("R")


class _WithoutTraceOf(logging.Filter):
    """Keeps from a run's log the traceback that Prefect adds to what a sentence says already."""

    def __init__(self, is_said: Callable[[BaseException], bool]) -> None:
        super().__init__()
        self._is_said = is_said

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is anything else than that."""
        raised = record.exc_info[1] if record.exc_info else None
        return raised is None or not self._is_said(raised)


def _tells_more_than_its_end(record: logging.LogRecord) -> bool:
    """Whether a task's line is anything else than the state it ended in, which the flow puts in words."""
    return not record.getMessage().startswith("Finished in state ")


def _ended_in_words(raised: BaseException) -> bool:
    return isinstance(raised, FailedRun)


def _refused_in_words(raised: BaseException) -> bool:
    """Whether a task refused something: its error is a sentence, and the flow says it."""
    return isinstance(raised, Refused)


logging.getLogger("prefect.flow_runs").addFilter(_WithoutTraceOf(_ended_in_words))
logging.getLogger("prefect.task_runs").addFilter(_WithoutTraceOf(_refused_in_words))
logging.getLogger("prefect.task_runs").addFilter(_tells_more_than_its_end)


def say(lines: Iterable[str]) -> None:
    """Writes the lines into the run's log, where links can be clicked."""
    logger = get_run_logger()
    for line in lines:
        logger.info(line)


def finished(sentence: str) -> State[str]:
    """The end of a run that did what it should; the sentence is its result too."""
    return Completed(message=sentence, data=sentence)


def failed(sentence: str) -> State[str]:
    """The end of a run that could not, or that could not notify someone."""
    return Failed(message=sentence)


class RunRefused(Refused):
    """The sentence by which a run ends that was refused something."""


_PARTLY = (
    "The run stopped before its end. What it recorded and sent until then is kept, and the next run of the "
    "watch sends the rest."
)
"""What is kept where the record's database fails after something was kept: each step is a transaction."""


@contextmanager
def refusal(not_done: str = "") -> Iterator[None]:
    """Ends the run where the block is refused something.

    `not_done` says what did not happen, such as *Nothing was recorded.* Where nobody can say that, a fault of
    the database passes on to `ends_in_words`.
    """
    try:
        yield
    except DatabaseError as fault:
        if fault.unsure or not not_done:
            raise
        raise RunRefused(f"{not_done} {fault}") from None
    except Refused as error:
        raise RunRefused(f"{not_done} {error}".strip()) from None


def ends_in_words(flow: Callable[P, R]) -> Callable[P, R | State[str]]:
    """A flow that ends with the sentence of what was refused, of an unusable form or of a failed database.

    There is no traceback: it could show what was to be kept.
    """

    @wraps(flow)
    def ended(*args: P.args, **kwargs: P.kwargs) -> R | State[str]:
        misfilled = [each for each in (*args, *kwargs.values()) if isinstance(each, Misfilled)]
        if misfilled:
            return _refused(f"Nothing was done. {misfilled[0]}")
        try:
            return flow(*args, **kwargs)
        except DatabaseError as fault:
            return _refused(str(fault) if fault.unsure else f"{_PARTLY} {fault}")
        except Refused as refused:
            return _refused(str(refused))

    ended.__dict__["__signature__"] = takes_misfilled(flow)
    return ended


def _refused(sentence: str) -> State[str]:
    """The end of a run whose form was refused: its log links to the form, so that nothing is typed twice."""
    form = form_again(Settings.from_environment(os.environ).url)
    if form:
        say([f"To correct the form, filled in as you sent it: {form}"])
    return failed(sentence)


def after_preview(what: str, **instead: object) -> str:
    """How to do what a preview showed: the form again, with other answers in the fields of `instead`."""
    form = form_again(Settings.from_environment(os.environ).url, instead)
    return f"To {what}, submit the form again{f', filled in: {form}' if form else '.'}"


def finish(headline: str, swept: Sweep, *more: str) -> State[str]:
    """The end of a run that checked deadlines: it fails while anyone who must be notified is not.

    `more` are failures beside those of the check.
    """
    trouble = [*trouble_lines(swept), *more]
    return failed(" ".join([headline, *trouble])) if trouble else finished(headline)


def deadline_line(row: Deadline) -> str:
    """A deadline with its title, its days and its status."""
    act = f", act by {long_date(row.act_by)}" if row.act_by and row.settled_on is None else ""
    return f"{row.rule} {row.title}: {days_in_words(row)}{act}; {status_words(row, long_date)}"


def recorded_lines(recorded: Recorded) -> list[str]:
    """What a new entry started, moved, ended and withdrew, and why."""
    lines = changes_lines(recorded.changes, recorded.unclear)
    return lines or ["No deadline started, moved or ended."]


def changes_lines(changes: Changes, unclear: Mapping[str, str]) -> list[str]:
    """What changed in the deadlines and defects, and why; `unclear` are the ambiguities in words."""
    lines = []
    for row in changes.started:
        lines += [f"New deadline: {deadline_line(row)}", *_reasons(row, changes, unclear)]
    for moved in changes.moved:
        lines += [
            f"Moved from {dates((moved.strict_on, moved.lenient_on))}: {deadline_line(moved.deadline)}",
            *_reasons(moved.deadline, changes, unclear),
        ]
    lines += [f"Ended: {deadline_line(row)}" for row in changes.settled]
    lines += [f"Changed: {deadline_line(row)}" for row in changes.restated]
    lines += [f"Withdrawn: {row.rule} {row.title}: {days_in_words(row)}" for row in changes.withdrawn]
    lines += [f"Defect, {spaced(row.code)}: {row.text} {row.citation}" for row in changes.raised]
    lines += [f"Defect resolved: {spaced(row.code)}" for row in changes.cleared]
    return lines


def _reasons(row: Deadline, changes: Changes, unclear: Mapping[str, str]) -> list[str]:
    clock = changes.clocks[identity_of(row)]
    named = [f"{number}: {unclear[number]}" for number in row.ambiguities]
    said = [f"    {sentence}" for sentence in (*clock.trace, *named)]
    return [f"    “{clock.quote}” ({row.citation})", *said]


def told_lines(swept: Sweep) -> list[str]:
    """Who is notified of what, and what could not be delivered."""
    lines = [f"Alert to {_to(claim)}: {claim.content.subject}" for _, claim in swept.claims]
    sent = [f"Delivered to {each.contact}: {each.subject}" for each in swept.sent if each.outcome.ok]
    return [*lines, *sent, *trouble_lines(swept)]


def told_in_short(swept: Sweep) -> list[str]:
    """Who is notified now, and whose alerts are held until working hours."""
    now = dict.fromkeys(_to(claim) for _, claim in swept.claims if claim.waits_until is None)
    later = dict.fromkeys(_to(claim) for _, claim in swept.claims if claim.waits_until is not None)
    return [
        *([f"Notified: {', '.join(now)}."] if now else []),
        *([f"To be notified: {', '.join(later)}."] if later else []),
        *older_lines([swept]),
    ]


def older_lines(swept: Sequence[Sweep]) -> list[str]:
    """That older alerts wait for the office's answer, and where to give it."""
    number = sum(each.older for each in swept)
    wait = "waits" if number == 1 else "wait"
    answer = "The board lists them, and answer-older-alerts sends them or leaves them out."
    return [f"{counted(number, 'older alert')} {wait} for your answer. {answer}"] if number else []


def _to(claim: Claim) -> str:
    waits = claim.waits_until
    held = "" if waits is None else f" (held until {short_date(waits)}, {waits:%H:%M %Z})"
    return f"{claim.contact}{held}"


def trouble_lines(swept: Sweep) -> list[str]:
    """Whatever leaves someone without an alert."""
    undelivered = [
        f"NOT DELIVERED to {each.contact}: {each.subject}: {each.outcome.detail}. Landwaiter tries again."
        for each in swept.failures
    ]
    stuck = [f"NOT DELIVERED YET to {each}." for each in swept.stuck]
    broken = [f"NOT TRACKED, its deadlines cannot be calculated: {each}." for each in swept.broken]
    unheard = [
        f"NOBODY IS NOTIFIED about {docket}: its importer has no contact. Add one: add-contact."
        for docket in swept.unheard
    ]
    unworded = [f"SENT WITHOUT DETAILS, by a fault of Landwaiter: {each}." for each in swept.unworded]
    unused = [f"YOUR OWN SETTING WAS NOT USED: {each}" for each in swept.flaws]
    time = [f"THE SYSTEM TIME MAY BE WRONG: {each}" for each in swept.time_doubts]
    return undelivered + stuck + broken + unheard + unworded + unused + time


def in_short(swept: Sequence[Sweep]) -> str:
    """A sentence on what was checked and the alerts it raised."""
    matters, clocks = sum(each.matters for each in swept), sum(each.clocks for each in swept)
    told = sum(len(each.claims) for each in swept)
    checked = f"{counted(clocks, 'deadline')} in {counted(matters, 'matter')}"
    return " ".join([f"Checked {checked}: {counted(told, 'new alert')}.", *older_lines(swept)])
