"""Summonses, 19 CFR 163.7 to 163.10: record what happens, and watch for what does not."""

from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State

from flows.recording import record_entry
from flows.watching import watch_lifecycle
from models.entry_forms import SummonsEntryForm
from models.law.vocabulary import Lifecycle
from tasks.watch import Sweep


@flow(name="record summons", flow_run_name="{entry.matter}: {entry.event} {entry.occurred_on}")
def record_summons(entry: SummonsEntryForm) -> State[str]:
    """Record one dated fact of a summons."""
    return record_entry(entry)


@flow(name="watch summonses")
def watch_summonses(as_of: date | None = None) -> Sweep | State[str]:
    """Look at every summons of which something is due; with *as of*, rehearse that day."""
    return watch_lifecycle(Lifecycle.SUMMONS, as_of)
