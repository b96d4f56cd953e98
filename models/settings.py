"""What an installation may set, read from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import Refused

_PROJECT = Path(__file__).resolve().parent.parent
_URL = "http://127.0.0.1:4200"
_DESK_URL = "http://127.0.0.1:4163"
_HOUR = 3600
PRIVATE_WEBHOOKS = "LANDWAITER_ALLOW_PRIVATE_WEBHOOKS"
_SHORTEST, _LONGEST = 10, 7200
"""Steps fall due at eight in the morning: a watch that looks less often would tell them too late."""

_MOST_RUNS = 64
DESK_URL = "LANDWAITER_DESK_URL"
PROCESS, KUBERNETES = "process", "kubernetes"


class SettingsError(Refused):
    """A setting that cannot be used; the message names the variable and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data is, where the record is kept, where people open the pages, how often the watch looks."""

    home: Path
    """The data directory, absolute."""

    database_url: str
    """The record's database in SQLAlchemy's form; it may hold a password and is never printed."""

    url: str
    """The address at which the Prefect UI is opened, without a slash at its end."""

    watch_seconds: int = _HOUR
    """Seconds between two looks of the watch."""

    watch_runs: int = 1
    """How many runs share a look of the watch, on one worker or on several."""

    pool: str = PROCESS
    """The type of the work pool: `process`, or `kubernetes` where each run is a job of a cluster."""

    templates: Path | None = None
    """The directory of the office's own templates and letterhead, where it has one."""

    private_webhooks: bool = False
    """Whether a webhook may go to an address inside the office's network."""

    desk_url: str = _DESK_URL
    """The address at which people open the desk, without a slash at its end."""

    heartbeat_url: str = ""
    """Where each look that ends well is told, a secret; blank for nowhere."""

    def __repr__(self) -> str:
        return f"Settings(home={str(self.home)!r}, url={self.url!r}, watch_seconds={self.watch_seconds})"

    @property
    def inbox(self) -> Path:
        """The directory from which spreadsheets are imported."""
        return self.home / "inbox"

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """The settings of the variables that begin with LANDWAITER_. Raises `SettingsError`."""
        home = Path(env.get("LANDWAITER_HOME") or _PROJECT / ".landwaiter").expanduser().resolve()
        database_url = _database_url(env.get("LANDWAITER_DATABASE_URL") or f"sqlite:///{home}/record.sqlite")
        return cls(
            home=home,
            database_url=database_url,
            url=_page_url("LANDWAITER_URL", env.get("LANDWAITER_URL") or _URL),
            desk_url=_page_url(DESK_URL, env.get(DESK_URL) or _DESK_URL),
            watch_seconds=_watch_seconds(env.get("LANDWAITER_WATCH_SECONDS") or str(_HOUR)),
            watch_runs=_watch_runs(env.get("LANDWAITER_WATCH_RUNS") or "1", database_url),
            pool=_pool(env.get("LANDWAITER_POOL") or PROCESS),
            templates=_templates(env.get("LANDWAITER_TEMPLATES") or ""),
            private_webhooks=private_webhooks(env),
            heartbeat_url=_heartbeat_url(env.get("LANDWAITER_HEARTBEAT_URL") or ""),
        )


def _database_url(given: str) -> str:
    """The URL with our driver. What was given is never repeated: it may hold a password."""
    expected = "expected sqlite:////absolute/path/record.sqlite or postgresql://user:password@host/database"
    try:
        url = make_url(given)
    except ArgumentError:
        raise SettingsError(f"LANDWAITER_DATABASE_URL is not a database URL; {expected}.") from None
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return _render(url.set(drivername="sqlite"))
        case "sqlite":
            raise SettingsError(f"LANDWAITER_DATABASE_URL names no file; {expected}.")
        case "postgresql" | "postgres" if url.database:
            return _render(url.set(drivername="postgresql+psycopg"))
        case "postgresql" | "postgres":
            raise SettingsError(f"LANDWAITER_DATABASE_URL names no database; {expected}.")
        case backend:
            raise SettingsError(f"LANDWAITER_DATABASE_URL is for {backend}; {expected}.")


def _render(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _is_page(given: str) -> bool:
    try:
        parts = urlsplit(given)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _heartbeat_url(given: str) -> str:
    """What was given is never repeated."""
    if given and not _is_page(given):
        raise SettingsError(
            "LANDWAITER_HEARTBEAT_URL is not a web address; expected one such as "
            "https://monitor.example.com/beat."
        )
    return given


def _page_url(variable: str, given: str) -> str:
    if not _is_page(given):
        raise SettingsError(f"{variable} is {given!r}; expected a web address such as {_URL}.")
    return given.rstrip("/")


def _templates(given: str) -> Path | None:
    if not given:
        return None
    return Path(given).expanduser().resolve()


def private_webhooks(env: Mapping[str, str]) -> bool:
    """Whether a webhook may go to an address inside the office's network. Raises `SettingsError`."""
    given = env.get(PRIVATE_WEBHOOKS) or "no"
    if given not in ("yes", "no"):
        raise SettingsError(f"{PRIVATE_WEBHOOKS} is {given!r}; expected yes or no.")
    return given == "yes"


def _watch_seconds(given: str) -> int:
    is_short = given.isdecimal() and len(given) <= len(str(_LONGEST))
    if not is_short or not _SHORTEST <= int(given) <= _LONGEST:
        raise SettingsError(
            f"LANDWAITER_WATCH_SECONDS is {given!r}; expected whole seconds from {_SHORTEST} to "
            f"{_LONGEST}, such as {_HOUR}."
        )
    return int(given)


def _watch_runs(given: str, database_url: str) -> int:
    is_short = given.isdecimal() and len(given) <= len(str(_MOST_RUNS))
    if not is_short or not 1 <= int(given) <= _MOST_RUNS:
        raise SettingsError(
            f"LANDWAITER_WATCH_RUNS is {given!r}; expected a whole number from 1 to {_MOST_RUNS}, such as 4."
        )
    if int(given) > 1 and make_url(database_url).get_backend_name() == "sqlite":
        raise SettingsError(
            f"LANDWAITER_WATCH_RUNS is {given}, but the record is in SQLite, where one run writes at a time. "
            "Expected 1, or a record in PostgreSQL: python -m deployments.move moves it."
        )
    return int(given)


def _pool(given: str) -> str:
    if given not in (PROCESS, KUBERNETES):
        raise SettingsError(f"LANDWAITER_POOL is {given!r}; expected {PROCESS} or {KUBERNETES}.")
    return given
