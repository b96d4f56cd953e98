"""Watching a kind of matter, the same for each: check what is due, or rehearse a day."""

from datetime import date

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.run.context import Opened, record_opened, worker_part
from flows.run.output import failed, finished, in_short, refusal, say, told_lines, trouble_lines
from flows.run.sweep import claim_only, look
from models.in_words import long_date
from models.law.text.vocabulary import Lifecycle
from models.record.receipts import ReceiptKind
from tasks.pages.tasks import publish_matters
from tasks.watch.sweep_report import Sweep
from tasks.watch.tasks import leave_receipt, rehearse


def watch_lifecycle(lifecycle: Lifecycle, as_of: date | None) -> Sweep | State[str]:
    """Looks at the matters of a lifecycle. Inside the hourly watch it only claims; alone it tells too.

    With `as_of` it is a rehearsal of that day: nothing is written and nothing sent.
    """
    with record_opened() as opened, refusal():
        if as_of is not None:
            swept = rehearse(opened.engine, opened.links, as_of=as_of, lifecycle=lifecycle.value)
        elif flow_run.parent_flow_run_id:
            swept = claim_only(opened, lifecycle.value)
        else:
            swept = look(opened, lifecycle=lifecycle.value)
        say(told_lines(swept))
        if flow_run.parent_flow_run_id:
            return swept
        return _kept(opened, swept) if as_of is None else rehearsal_ending([swept], as_of)


def _kept(opened: Opened, swept: Sweep) -> State[str]:
    """Shows what was looked at, and leaves the receipt of it."""
    publish_matters(opened.engine, swept.looked, opened.links, now=opened.now)
    content = {"lifecycle": swept.lifecycle, **swept.as_json(), **worker_part()}
    leave_receipt(opened.engine, ReceiptKind.PART, content, now=opened.now)
    return ending([swept])


def ending(swept: list[Sweep], runs: str = "") -> State[str]:
    """How the run ends: it fails while anyone who must be notified is not. `runs` says what is watched."""
    trouble = [line for each in swept for line in trouble_lines(each)]
    says = " ".join(filter(None, [in_short(swept), runs]))
    return failed(" ".join([says, *trouble])) if trouble else finished(says)


def rehearsal_ending(swept: list[Sweep], as_of: date) -> State[str]:
    """How a rehearsal ends."""
    return finished(f"Rehearsal of {long_date(as_of)}; nothing was recorded or sent. {in_short(swept)}")
