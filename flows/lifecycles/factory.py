"""The two flows of a kind of matter: record what happens, and watch for what does not."""

from datetime import date

from prefect import Flow, flow
from prefect.client.schemas.objects import State

from flows.lifecycles.record_entry import record_entry
from flows.lifecycles.watch_lifecycle import watch_lifecycle
from flows.run.output import ends_in_words
from models.forms.entry import EntryForm, entry_form
from models.forms.fields import RehearsedDay
from models.law.text.vocabulary import Lifecycle
from tasks.watch.sweep_report import Sweep

Recording = Flow[[EntryForm], State[str]]
Watching = Flow[[date | None], Sweep | State[str]]


def recording(lifecycle: Lifecycle, one: str) -> Recording:
    """The flow whose form records one dated fact; `one` names the matter in words, such as *an audit*."""

    def record(entry: EntryForm) -> State[str]:
        return record_entry(entry)

    record.__annotations__["entry"] = entry_form(lifecycle)
    record.__doc__ = f"Record one dated fact of {one}."
    return flow(name=f"record {lifecycle}", flow_run_name="{entry.called}")(ends_in_words(record))


def watching(lifecycle: Lifecycle, many: str) -> Watching:
    """The flow that checks the matters of the lifecycle; `many` names them, such as *audits*."""

    def watch(as_of: RehearsedDay = None) -> Sweep | State[str]:
        return watch_lifecycle(lifecycle, as_of)

    watch.__doc__ = f"Check the deadlines of {many}. With *as of*, rehearse that day: nothing is sent."
    return flow(name=f"watch {many}")(ends_in_words(watch))
