"""What a person may ask of Prefect's server: everything is refused that is not listed here.

People read, and start runs of Landwaiter's own deployments with parameters alone. What decides which program
a run is (its command, its environment, deployments, work pools, automations) is for the service credential.
"""

import re
from collections.abc import Mapping
from typing import Any

from models.errors import Refused

_ID = "[0-9a-f-]{36}"
_NAME = "[^/]+"
_COLLECTIONS = (
    "artifacts|automations|block_documents|block_schemas|block_types|concurrency_limits|v2/concurrency_limits|"
    "deployments|flow_runs|flows|logs|saved_searches|task_runs|task_workers|variables|work_pools|work_queues"
)
_READS_BY_GET = re.compile(
    "/(?:admin/version|csrf-token|hello|health|ready|version|block_capabilities|"
    f"(?:{_COLLECTIONS}|flow_run_states|task_run_states|events|ui|templates)(?:/.*)?)/?"
)
_READS_BY_POST = re.compile(
    f"/(?:(?:{_COLLECTIONS}|events)/(?:filter|count|paginate|history|lateness)|artifacts/latest/(?:filter|count)|"
    f"events/count-by/{_NAME}|ui/{_NAME}/{_NAME}|ui/task_runs/dashboard/counts|flow_runs/{_ID}/input/filter|"
    f"work_pools/{_NAME}/(?:queues/filter|workers/filter|concurrency_status)|work_queues/{_ID}/concurrency_status)/?"
)
_STREAMS = re.compile("/(?:events|logs)/out/?")
_SEARCHES = re.compile(f"/saved_searches(?:/{_ID})?/?")

START = re.compile(f"/deployments/(?P<id>{_ID})/create_flow_run/?")
"""A run of a deployment."""

STATE = re.compile(f"/flow_runs/{_ID}/set_state/?")
"""Another state for a run: to cancel it, or to have it run again."""

SETTINGS = re.compile("/admin/settings/?")
"""The settings of the server, secrets among them."""

BLOCK = re.compile(f"/block_documents(?:/(?P<id>{_ID}))?/?")
"""A block: a person keeps channels in them."""

NOT_FOR_PEOPLE = (
    "Only Landwaiter itself and its administrator may do this. Use a form, or read “From the command line” "
    "in docs/operations.md."
)
_STATES = {"CANCELLING", "CANCELLED", "SCHEDULED"}
_KEPT = ("name", "parameters", "tags", "idempotency_key", "labels")
_TAKEN_AS_IT_IS = {"state", "enforce_parameter_schema", "empirical_policy", "work_queue_name"}
_HYDRATED = {"json", "none"}
"""Of the kinds of value that Prefect works out, those that only say what is typed."""


class NotAllowed(Refused):
    """What a person asks for is more than a person may; the text says what it was."""


def reads(method: str, path: str) -> bool:
    """Whether a request below `/api` only reads what people may read."""
    if method in ("GET", "HEAD", "OPTIONS"):
        return _READS_BY_GET.fullmatch(path) is not None
    return method == "POST" and _READS_BY_POST.fullmatch(path) is not None


def streams(path: str) -> bool:
    """Whether a WebSocket below `/api` only shows what happens."""
    return _STREAMS.fullmatch(path) is not None


def own_search(method: str, path: str) -> bool:
    """Whether it keeps or forgets a view that people gave a name."""
    return method in ("PUT", "DELETE") and _SEARCHES.fullmatch(path) is not None


def plain_run(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A run as a person may start it: its parameters and its name, now or at a time. Raises `NotAllowed`."""
    wanted = {name for name, value in asked.items() if value not in (None, {}, [], "")}
    for name in sorted(wanted - {*_KEPT, *_TAKEN_AS_IT_IS}):
        raise NotAllowed(f"A run takes parameters only, and this one has {name}. {NOT_FOR_PEOPLE}")
    if asked.get("enforce_parameter_schema") is False:
        raise NotAllowed("A run is checked by its form, and this one asks not to be.")
    if _worked_out(asked.get("parameters")):
        raise NotAllowed("The parameters of a run are taken as they are typed, and these ask for a template.")
    kept = {name: asked[name] for name in _KEPT if name in wanted}
    return kept | ({"state": plain_state(asked["state"])} if asked.get("state") else {})


def plain_state(state: object) -> dict[str, Any]:
    """A state as a person may give it: scheduled or cancelled, without data. Raises `NotAllowed`."""
    given = state if isinstance(state, Mapping) else {}
    if given.get("type") not in _STATES:
        raise NotAllowed(f"A person may cancel a run or schedule it. {NOT_FOR_PEOPLE}")
    details = given.get("state_details")
    at = details.get("scheduled_time") if isinstance(details, Mapping) else None
    said = {name: given[name] for name in ("type", "name", "message") if given.get(name)}
    return said | ({"state_details": {"scheduled_time": at}} if at else {})


def _worked_out(value: object) -> bool:
    """Whether Prefect would make something else of a value than what is typed."""
    if isinstance(value, Mapping):
        kind = value.get("__prefect_kind")
        return (kind is not None and kind not in _HYDRATED) or any(map(_worked_out, value.values()))
    return isinstance(value, list) and any(map(_worked_out, value))
