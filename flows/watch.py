"""The hourly watch over every kind of matter, and the nightly recount of everything."""

from collections.abc import Callable, Sequence
from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State

from flows.lifecycles.audit import watch_audits
from flows.lifecycles.certification import watch_certifications
from flows.lifecycles.demand import watch_demands
from flows.lifecycles.disclosure import watch_disclosures
from flows.lifecycles.improvement import watch_improvement
from flows.lifecycles.penalty import watch_penalties
from flows.lifecycles.retention import watch_retention
from flows.lifecycles.ruling import watch_rulings
from flows.lifecycles.sale import watch_sales
from flows.lifecycles.storage import watch_storage
from flows.lifecycles.summons import watch_summonses
from flows.lifecycles.watch_lifecycle import ending, rehearsal_ending
from flows.run.context import Opened, record_opened, worker_part
from flows.run.output import (
    ends_in_words,
    failed,
    finished,
    refusal,
    say,
    told_lines,
    trouble_lines,
)
from flows.run.sweep import look, mirror, tell_claimed
from models.forms.fields import RehearsedDay
from models.in_words import counted
from models.law.text.vocabulary import Lifecycle
from models.record.database import reading
from models.record.dockets import lifecycles_on_record
from models.record.receipts import OFFICE_CLOSURES, ReceiptKind
from models.record.time_doubts import time_part
from tasks.alerts.tasks import law_change, tell_law_change, tell_recount, tell_time_doubts
from tasks.pages.law_change_page import law_change_page
from tasks.pages.tasks import offer_dockets, publish_board, publish_law, publish_law_change, publish_matters
from tasks.progress import Seen
from tasks.record.law_approval import refuse_superseded
from tasks.record.tasks import derive_what_changed
from tasks.watch.recount import Recount
from tasks.watch.sweep_report import Sweep
from tasks.watch.tasks import beat, leave_receipt, repair
from tasks.watch.tasks import recount as recount_all
from tasks.watch.what_runs import what_runs

WATCHES: dict[Lifecycle, Callable[..., object]] = {
    Lifecycle.AUDIT: watch_audits,
    Lifecycle.SUMMONS: watch_summonses,
    Lifecycle.DEMAND: watch_demands,
    Lifecycle.CERTIFICATION: watch_certifications,
    Lifecycle.STORAGE: watch_storage,
    Lifecycle.RETENTION: watch_retention,
    Lifecycle.DISCLOSURE: watch_disclosures,
    Lifecycle.PENALTY: watch_penalties,
    Lifecycle.RULING: watch_rulings,
    Lifecycle.SALE: watch_sales,
    Lifecycle.IMPROVEMENT: watch_improvement,
}
"""One named subflow a lifecycle, run where the record has a matter of it: each takes a second."""


@flow(name="watch")
@ends_in_words
def watch(as_of: RehearsedDay = None) -> State[str]:
    """Check all deadlines and send the alerts that are due. With *as of*, rehearse a day: nothing is sent."""
    with record_opened() as opened:
        with refusal(), reading(opened.engine) as session:
            refuse_superseded(session)
            lifecycles = lifecycles_on_record(session)
        return _rehearsed(lifecycles, as_of) if as_of is not None else _watched(opened, lifecycles)


def _rehearsed(lifecycles: Sequence[Lifecycle], as_of: date) -> State[str]:
    swept, broken = _each(lifecycles, as_of)
    return failed(" ".join(broken)) if broken else rehearsal_ending(swept, as_of)


def _watched(opened: Opened, lifecycles: Sequence[Lifecycle]) -> State[str]:
    # A subflow, so that whatever stops it stops no sweep, and is red by itself.
    derived = derive_anew(return_state=True)
    swept, broken = _each(lifecycles, None)
    tell_time_doubts(opened.engine, opened.links, opened.time_doubts, now=opened.now)
    # Whatever stops one of them, what the others claimed is told: later than this run began.
    with record_opened(not_done="") as later:
        swept.append(tell_claimed(later))
    say(told_lines(swept[-1]))
    _shown(opened, swept)
    if not broken:
        seen = {each.lifecycle or "all": each.as_json() for each in swept}
        content = {**seen, **time_part(opened.uptime, opened.time_doubts), **worker_part()}
        leave_receipt(opened.engine, ReceiptKind.SWEEP, content, now=opened.now)
    publish_board(opened.engine, opened.links, now=opened.now)
    publish_law(opened.engine, opened.links)
    offer_dockets(opened.engine)
    broken += mirror(opened)
    waits = [] if derived.is_completed() else [str(derived.message)]
    if broken or waits:
        trouble = [line for each in swept for line in trouble_lines(each)]
        return failed(" ".join([*waits, *broken, *trouble]))
    return _told_outside(ending(swept, what_runs(opened.engine, now=opened.now)), opened.heartbeat_url)


def _shown(opened: Opened, swept: Sequence[Sweep]) -> None:
    looked = [matter for each in swept for matter in each.looked]
    publish_matters(opened.engine, looked, opened.links, now=opened.now)


def _told_outside(ended: State[str], heartbeat_url: str) -> State[str]:
    """Sends the heartbeat of a check that succeeded, if there is a monitor; else the run fails."""
    fault = beat(heartbeat_url) if heartbeat_url and ended.is_completed() else ""
    return failed(f"{ended.message} THE HEARTBEAT WAS NOT SENT: {fault}.") if fault else ended


@flow(name="derive what changed")
@ends_in_words
def derive_anew() -> State[str]:
    """Recalculate after an approval or a new setting. While a change of the law awaits approval, show it."""
    with record_opened() as opened:
        change = law_change(opened.engine, now=opened.now)
        if change is not None:
            tell_law_change(opened.engine, opened.links, now=opened.now)
            page = publish_law_change(law_change_page(change, opened.links), opened.links)
            waits = f"LANDWAITER'S NEW VERSION OF THE LAW, {change.law}, awaits approval"
            return failed(f"{waits}; {change.in_short}. {page} shows every change.")
        derived = derive_what_changed(opened.engine, now=opened.now)
        return finished(f"{counted(derived, 'matter')} recalculated.")


def _each(lifecycles: Sequence[Lifecycle], as_of: date | None) -> tuple[list[Sweep], list[str]]:
    """Checks each kind of matter, even if another one fails."""
    swept, broken = [], []
    for lifecycle in lifecycles:
        state = WATCHES[lifecycle](as_of=as_of, return_state=True)
        assert isinstance(state, State)
        found = state.result(raise_on_failure=False)
        if isinstance(found, Sweep):
            swept.append(found)
        else:
            broken.append(f"NOT CHECKED: {state.message}")
    return swept, broken


@flow(name="share watch")
@ends_in_words
def share_watch() -> State[str]:
    """Check what no other run of the watch is checking at the same time, and send the alerts that are due."""
    with record_opened() as opened, refusal():
        swept = look(opened)
        say(told_lines(swept))
        _shown(opened, [swept])
        content = {**swept.as_json(), **worker_part()}
        leave_receipt(opened.engine, ReceiptKind.SHARE, content, now=opened.now)
        return ending([swept])


@flow(name="recount")
@ends_in_words
def recount() -> State[str]:
    """Recalculate every matter and compare it with what is stored; fail on any difference."""
    with record_opened() as opened:
        found = recount_all(opened.engine, now=opened.now, progress=Seen("Matters recalculated"))
        content = {
            "matters": found.matters,
            "deadlines": found.deadlines,
            "differences": found.differences,
            "hash": found.hash,
            OFFICE_CLOSURES: found.closures,
            **worker_part(),
        }
        receipt = leave_receipt(opened.engine, ReceiptKind.RECOUNT, content, now=opened.now)
        repaired = _repaired(opened, found)
    say(found.differences)
    counts = f"{counted(found.matters, 'matter')} and {counted(found.deadlines, 'deadline')}"
    seen = f"{counts} recalculated; hash {found.hash[:16]}"
    if found.differences:
        mended = f" Repaired, and checked again: {', '.join(repaired)}." if repaired else ""
        return failed(f"{found.verdict}: {'; '.join(found.differences[:5])}. {seen}.{mended}")
    return finished(f"Everything stored matches: {seen}; receipt {receipt.seq}.")


def _repaired(opened: Opened, found: Recount) -> list[str]:
    """Tells every contact, then repairs what is derived. Returns the docket numbers."""
    if not found.differences or found.waits:
        return []
    differences, to_repair = found.differences, len(found.derived)
    tell_recount(opened.engine, opened.links, differences, to_repair=to_repair, now=opened.now)
    repaired = repair(opened.engine, found.derived, now=opened.now)
    _shown(opened, [look(opened)])
    publish_board(opened.engine, opened.links, now=opened.now)
    return repaired
