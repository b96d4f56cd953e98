"""Shows in Prefect what was done at the desk: makes a run of the form's deployment, and has it done.

Some threads of the desk's process take the acts, the oldest first. Each run is made pending, so that no
worker takes it, and done by a child of this process, as a worker would do it. With Prefect away the acts
wait, and nobody at the desk waits with them.
"""

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine

from deployments.desk.prefect_api import ENDED, PrefectApi, PrefectAway, PrefectRefused
from deployments.server.environment import ROOT
from models.errors import Refused
from models.record.tables.people import DeskRun
from models.wall_clock import now
from tasks.desk.follow_up import done_run, made_run, put_off_run, waiting_runs

_ASK_EVERY = 5.0
"""Seconds between two looks where nobody woke us: another desk, or an act that is tried again."""

_AT_ONCE = 3
"""Runs at the same time: a long one, such as that of an import, holds up nobody."""

_LONGEST = 900.0
"""Seconds that a run may take."""

_TRIED = 4
"""So often what Prefect refuses is tried, since a deployment may be registered meanwhile."""

_CRASHED = "CRASHED"
REFUSED = "REFUSED"
"""The state of an act of which Prefect takes no run."""


class Shower:
    """The threads. They end with the `with` block; what is left waits for the next start."""

    def __init__(self, engine: Engine, env: Mapping[str, str]) -> None:
        self._engine, self._env, self._prefect = engine, env, PrefectApi(env)
        self._woken, self._over, self._lock = Event(), Event(), Lock()
        self._under_way: set[int] = set()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="act")
        self._thread = Thread(target=self._run, name="shown in Prefect", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._woken.set()
        self._thread.join(timeout=10)
        with self._lock:
            for child in self._children:
                child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def wake(self) -> None:
        """Says that there is something to do."""
        self._woken.set()

    def _run(self) -> None:
        while not self._over.is_set():
            self._woken.wait(_ASK_EVERY)
            self._woken.clear()
            try:
                self._hand_out()
            except Refused as error:
                _say(f"acts cannot be shown in Prefect. {error}")

    def _hand_out(self) -> None:
        for row in waiting_runs(self._engine, now()):
            if self._over.is_set():
                return
            if row.id not in self._under_way:
                self._under_way.add(row.id)
                self._pool.submit(self._take, row)

    def _take(self, row: DeskRun) -> None:
        """Shows one act. Whatever goes wrong, it is tried again, and the others go on."""
        try:
            self._tried(row)
        except Exception as error:
            _say(f"{row.title} waits: {type(error).__name__}: {error}")
            self._put_off(row)
        finally:
            self._under_way.discard(row.id)

    def _tried(self, row: DeskRun) -> None:
        try:
            self._show(row)
        except PrefectRefused as error:
            if row.run_id:
                # Prefect's database is another one: the run is made again there.
                made_run(self._engine, row.id, "")
            if row.attempts + 1 >= _TRIED:
                done_run(self._engine, row.id, now(), state=REFUSED, message=str(error))
            else:
                self._put_off(row)
        except PrefectAway as error:
            _say(f"{row.title} waits for Prefect: {error}")
            self._put_off(row)

    def _put_off(self, row: DeskRun) -> None:
        try:
            put_off_run(self._engine, row.id, now())
        except Refused as error:
            _say(f"{row.title} cannot be put off: {error}")

    def _show(self, row: DeskRun) -> None:
        """Makes the run where it is not made yet, and does it unless it has ended."""
        run = self._made(row)
        if not self._is_over(run, row):
            self._do(str(run["id"]))
            run = self._prefect.run(str(run["id"]))
        if self._over.is_set() and run["state_type"] != "COMPLETED":
            # It was stopped with the desk, and is done by the next one.
            return
        if not self._is_over(run, row):
            raise PrefectAway(f"the run ended in the state {run['state_type']}")
        if run["state_type"] in ENDED:
            said = str((run.get("state") or {}).get("message") or "")
            done_run(self._engine, row.id, now(), state=str(run["state_type"]), message=said)

    def _is_over(self, run: Mapping[str, Any], row: DeskRun) -> bool:
        """Whether a run need not be done again; one whose process was killed is, a few times."""
        was_killed = run["state_type"] == _CRASHED and row.attempts + 1 < _TRIED
        return run["state_type"] in ENDED and not was_killed

    def _made(self, row: DeskRun) -> dict[str, Any]:
        """The run; the same one where it was made before, whoever died since."""
        if row.run_id:
            run = self._prefect.run(row.run_id)
            if not self._is_over(run, row):
                self._prefect.make_pending(row.run_id)
            return run
        once = f"desk-{row.id}-{row.made_at.isoformat()}"
        made = self._prefect.make_pending_run(
            row.deployment, name=row.title, parameters=row.parameters, once=once
        )
        made_run(self._engine, row.id, str(made["id"]))
        return made

    def _do(self, run_id: str) -> None:
        """Does the run in a child of this process, as the worker does its own."""
        environment = {**self._env, "PREFECT__FLOW_RUN_ID": run_id}
        command = [sys.executable, "-m", "deployments.server.run"]
        with self._lock:
            if self._over.is_set():
                return
            child = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
            self._children.add(child)
        try:
            child.wait(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        finally:
            with self._lock:
                self._children.discard(child)


def _say(sentence: str) -> None:
    print(f"landwaiter: {sentence}", file=sys.stderr, flush=True)
