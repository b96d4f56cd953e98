"""Watching a lifecycle, the same for each: sweep what is due, or rehearse a day."""

from datetime import date

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.answers import failed, finished, in_short, say, told_lines, trouble_lines
from flows.opening import Opened, record_opened
from models.law.vocabulary import Lifecycle
from models.receipts import ReceiptKind
from tasks.publish import publish_matters
from tasks.receipts import leave_receipt
from tasks.secrets import channel_url
from tasks.watch import Sweep, rehearse, sweep


def watch_lifecycle(lifecycle: Lifecycle, as_of: date | None) -> Sweep | State[str]:
    """Looks at the matters of a lifecycle. Inside the hourly watch it answers what it saw; alone it is a run.

    With `as_of` it is a rehearsal of that day: nothing is written and nothing sent.
    """
    with record_opened() as opened:
        swept = look(opened, lifecycle, as_of)
        say(told_lines(swept))
        if as_of is None:
            publish_matters(opened.engine, swept.looked, opened.links, now=opened.now)
        if flow_run.parent_flow_run_id:
            return swept
        if as_of is None:
            content = {"lifecycle": lifecycle.value, **swept.as_json()}
            leave_receipt(opened.engine, ReceiptKind.PART, content, now=opened.now)
        return ending([swept], as_of)


def look(opened: Opened, lifecycle: Lifecycle, as_of: date | None) -> Sweep:
    """The sweep, or the rehearsal."""
    if as_of is not None:
        return rehearse(opened.engine, opened.links, as_of=as_of, lifecycle=lifecycle.value)
    return sweep(opened.engine, channel_url, opened.links, now=opened.now, lifecycle=lifecycle.value)


def ending(swept: list[Sweep], as_of: date | None) -> State[str]:
    """How the run ends: it fails, loudly, while somebody who must hear is not told."""
    trouble = [line for each in swept for line in trouble_lines(each)]
    if as_of is not None:
        return finished(f"Rehearsal of {as_of}, nothing written or sent. {in_short(swept)}")
    return failed(" ".join([in_short(swept), *trouble])) if trouble else finished(in_short(swept))
