"""Audits, 19 CFR 163.11: record what happens, and watch for what does not."""

from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State

from flows.recording import record_entry
from flows.watching import watch_lifecycle
from models.entry_forms import AuditEntryForm
from models.law.vocabulary import Lifecycle
from tasks.watch import Sweep


@flow(name="record audit", flow_run_name="{entry.matter}: {entry.event} {entry.occurred_on}")
def record_audit(entry: AuditEntryForm) -> State[str]:
    """Record one dated fact of an audit."""
    return record_entry(entry)


@flow(name="watch audits")
def watch_audits(as_of: date | None = None) -> Sweep | State[str]:
    """Look at every audit of which something is due; with *as of*, rehearse that day."""
    return watch_lifecycle(Lifecycle.AUDIT, as_of)
