"""Ends the runs whose processes are gone: after a power cut Prefect would show them as running for ever."""

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType, WorkerStatus
from prefect.states import Cancelled, Crashed, Scheduled

from models.wall_clock import now

_PAGE = 200
_ALIVE = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_STOPPED = (
    "Landwaiter was stopped while this run was active. What it had stored is kept. If it was a form, submit "
    "it again: the same fact is stored once."
)


def end_lost_runs(client: SyncPrefectClient, pool: str, own_worker: str) -> int:
    """Ends what no process runs any more, and has run again what no process had begun. Returns how many.

    To be called while this machine's worker is not running. Where another machine's worker is online, nothing
    is touched: its runs cannot be told from ours.
    """
    workers = client.read_workers_for_work_pool(pool)
    if any(each.status is WorkerStatus.ONLINE and each.name != own_worker for each in workers):
        return 0
    lost = _unfinished(client, pool)
    for run in lost:
        client.set_flow_run_state(run.id, _after(run), force=True)
    return len(lost)


def _unfinished(client: SyncPrefectClient, pool: str) -> list[FlowRun]:
    found: list[FlowRun] = []
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=_ALIVE))
    of_pool = WorkPoolFilter(name=WorkPoolFilterName(any_=[pool]))
    while page := client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=state),
        work_pool_filter=of_pool,
        limit=_PAGE,
        offset=len(found),
    ):
        found += page
    return found


def _after(run: FlowRun) -> State:
    """The state of a run whose process is gone. One that never began has done nothing, and runs now."""
    match run.state_type:
        case StateType.PENDING:
            return Scheduled(scheduled_time=now(), message="Landwaiter was stopped before this began.")
        case StateType.CANCELLING:
            return Cancelled(message="Landwaiter was stopped while this run was being canceled.")
        case _:
            return Crashed(message=_STOPPED)
