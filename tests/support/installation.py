"""A real installation: `python -m deployments.up` as a process, with server and worker, on a free port."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import SQLModel, select

from deployments.server.callers import SERVICE
from deployments.server.lock import MARK
from models.record.database import opened_engine, reading
from models.record.tables.dockets import Deadline
from models.settings import Settings
from tests.support.mailbox import free_port
from tests.support.server import BUSY, environment_of_nobody, server_at

Row = TypeVar("Row", bound=SQLModel)

ROOT = Path(__file__).resolve().parents[2]
_READY = "The watch runs every"
_QUICK = {"PREFECT_WORKER_QUERY_SECONDS": "0.5"}
"""What an operator may set as well: the worker asks for its next run so often."""


@dataclass
class Installation:
    """One data directory and what runs on it. `more` are variables for it."""

    home: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    desk_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    token: str = ""

    @property
    def url(self) -> str:
        """Where people open it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def desk_url(self) -> str:
        """Where people open the desk."""
        return f"http://127.0.0.1:{self.desk_port}"

    @property
    def said(self) -> str:
        """What it said on its terminal."""
        path = self.home.parent / "up.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def running(self) -> "Installation":
        """The same, started where it does not run."""
        runs = self.process is not None and self.process.poll() is None
        return self if runs else self.start()

    def start(self, *, wait: bool = True) -> "Installation":
        """Starts it, and waits until it says that it is ready."""
        ours = {
            "LANDWAITER_HOME": str(self.home),
            "LANDWAITER_URL": self.url,
            "LANDWAITER_DESK_URL": self.desk_url,
        }
        environment = environment_of_nobody() | _QUICK | ours | self.more
        before = self.said.count(_READY)
        with (self.home.parent / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deployments.up"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self.until(lambda: self.said.count(_READY) > before, "it is ready", 300)
        return self

    def refused(self) -> str:
        """Starts it. Returns what it says when it will not start."""
        self.start(wait=False)
        assert self.process is not None
        assert self.process.wait(timeout=180) == 1
        (line,) = self.said.splitlines()[-1:]
        assert line.startswith("landwaiter: ")
        assert "Traceback" not in self.said
        return line

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Asks it to stop. Returns its exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=180)

    def kill(self) -> None:
        """Kills it and everything that it started, at once."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def processes(self) -> list[int]:
        """Every process below it."""
        mark = f"{MARK}={self.home}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found

    def children(self, word: str) -> list[int]:
        """Prefect's processes below it that have a word in their command, as `worker`."""
        found = []
        for pid in self.processes():
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
                if "prefect" in command and word in command:
                    found.append(pid)
        return found

    def until(self, holds: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        """Waits until something holds, and answers it."""
        latest = time.monotonic() + seconds
        while time.monotonic() < latest:
            found = holds()
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"not within {seconds} s: {what}\n{self.said}\n{self.logs()}")

    def logs(self) -> str:
        """The last lines of server and worker."""
        files = sorted((self.home / "logs").glob("*.log"))
        return "\n".join(f"{path.name}: {path.read_text(errors='replace')[-1500:]}" for path in files)

    def api(self, path: str, *, service: bool = False, **body: Any) -> Any:
        """Asks the server, as a person or as the service.

        The token against forged requests is fetched once, for each fetch is a write.
        """
        with server_at(self.url, self._login(), self.credential if service else {}) as server:
            self.token = self.token or server.new_token()
            return server.post(path, body, self.token)

    def _login(self) -> tuple[str, str] | None:
        if self.more.get("LANDWAITER_LOGIN") == "none":
            return None
        user, _, password = self.login.partition(":")
        return user, password

    @property
    def login(self) -> str:
        """What a person types into the login page."""
        return self._secrets["LOGIN"]

    @property
    def credential(self) -> dict[str, str]:
        """The header by which Landwaiter's own processes are known."""
        return {SERVICE: self._secrets["SERVICE"]}

    @property
    def _secrets(self) -> dict[str, str]:
        kept = (self.home / "login").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in kept)

    @property
    def client_environment(self) -> dict[str, str]:
        """The environment of a client of its server that somebody starts by hand."""
        ours = {
            "LANDWAITER_HOME": str(self.home),
            "PREFECT_HOME": str(self.home / "prefect"),
            "PREFECT_API_URL": f"{self.url}/api",
            "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
        }
        login = {} if self._login() is None else {"PREFECT_API_AUTH_STRING": self.login}
        return os.environ | ours | login

    @property
    def service_environment(self) -> dict[str, str]:
        """The environment of a client that has the service credential, as the worker and its runs have it."""
        return self.client_environment | {"PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps(self.credential)}

    def rows(self, table: type[Row]) -> list[Row]:
        """Every row of a table of its record, reached past Prefect."""
        settings = Settings.from_environment({"LANDWAITER_HOME": str(self.home)})
        with opened_engine(settings) as engine, reading(engine) as session:
            return list(session.exec(select(table)).all())

    def due(self, rule: str) -> list[Deadline]:
        """The clocks of a rule on its record."""
        return [row for row in self.rows(Deadline) if row.rule == rule]

    def deployments(self) -> dict[str, str]:
        """The ids of the deployments by name."""
        return {each["name"]: each["id"] for each in self.api("/deployments/filter", limit=100)}

    def deployment(self, name: str) -> str:
        """The id of a deployment."""
        (found,) = self.api("/deployments/filter", deployments={"name": {"any_": [name]}})
        return str(found["id"])

    def begin(self, deployment: str, **parameters: Any) -> str:
        """Triggers a run. Returns its id."""
        path = f"/deployments/{self.deployment(deployment)}/create_flow_run"
        return str(self.api(path, parameters=parameters)["id"])

    def run(self, deployment: str, **parameters: Any) -> dict[str, Any]:
        """Triggers a run and waits for its end."""
        return self.ended(self.begin(deployment, **parameters))

    def ended(self, run_id: str) -> dict[str, Any]:
        """The run, once it has ended."""

        def look() -> dict[str, Any] | None:
            (found,) = self.api("/flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
            ended = found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
            return found if ended else None

        run: dict[str, Any] = self.until(look, f"the run {run_id} has ended", 2 * BUSY)
        return run

    def runs(self, flow: str, **state: Any) -> list[dict[str, Any]]:
        """The runs of a flow, the newest first."""
        wanted: dict[str, Any] = {"flows": {"name": {"any_": [flow]}}, "sort": "START_TIME_DESC", "limit": 50}
        if state:
            wanted["flow_runs"] = state
        found: list[dict[str, Any]] = self.api("/flow_runs/filter", **wanted)
        return found

    def scheduled_runs(self, flow: str = "watch") -> list[dict[str, Any]]:
        """The runs that the schedule made, not a person, and that completed."""
        done = self.runs(flow, state={"type": {"any_": ["COMPLETED"]}})
        return [run for run in done if run["auto_scheduled"]]


@contextlib.contextmanager
def installed(home: Path, **more: str) -> Iterator[Installation]:
    """An installation that runs, and is gone afterwards."""
    home.mkdir(parents=True)
    made = Installation(home, more)
    try:
        yield made.start()
    finally:
        if made.process is not None and made.process.poll() is None:
            made.stop()
        made.kill()
