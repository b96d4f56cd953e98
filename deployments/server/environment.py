"""The environment in which the server, the worker and every flow run live."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from deployments.server.address import Address
from deployments.server.callers import SERVICE, origin_of
from deployments.server.lock import MARK
from deployments.server.login import Login
from models.errors import Refused
from models.forms.sealed_notes import KEY
from models.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
"""The directory that holds `flows`, `tasks`, `models`, `notifications` and `deployments`."""

DEPLOYMENTS = ROOT / "deployments" / "prefect.yaml"
"""Every deployment and every schedule."""

POOL = "landwaiter"
"""The work pool from which the worker takes its runs."""

WORKER = "this machine"
"""The worker of `make up`."""


class EnvironmentRefused(Refused):
    """A variable of the environment that cannot be used; the text names it and what was expected."""


_RETENTION = 14 * 24 * 60 * 60
_OF_ANOTHER_SERVER = (
    "PREFECT_API_KEY",
    "PREFECT_API_AUTH_STRING",
    "PREFECT_SERVER_API_AUTH_STRING",
    "PREFECT_PROFILE",
    "PREFECT_SERVER_API_BASE_PATH",
    "PREFECT_UI_SERVE_BASE",
)
_OUR_HOSTS = "127.0.0.1,localhost,::1"


def surroundings(
    env: Mapping[str, str], *, settings: Settings, address: Address, login: Login
) -> dict[str, str]:
    """The environment of the children: the caller's, our defaults under it, what must be so over it."""
    kept = {name: value for name, value in env.items() if name not in _OF_ANOTHER_SERVER}
    fixed = _ours(env, settings) | _server(settings, address) | _secrets(login) | _past_the_proxy(env)
    headers = {"PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps(_headers(env) | {SERVICE: login.service})}
    return _defaults() | kept | fixed | headers


def _headers(env: Mapping[str, str]) -> dict[str, str]:
    """The headers that the caller's own clients send. Raises `EnvironmentRefused`."""
    given = env.get("PREFECT_CLIENT_CUSTOM_HEADERS") or "{}"
    try:
        read = json.loads(given)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(isinstance(each, str) for each in read.values()):
        raise EnvironmentRefused(
            "PREFECT_CLIENT_CUSTOM_HEADERS cannot be used. Expected a JSON object such as "
            '{"X-Name": "value"}, or no value.'
        )
    return read


def _defaults() -> dict[str, str]:
    """What an operator may set otherwise. Retention is in seconds; a run takes 38 KB of the database."""
    return {
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(_RETENTION),
        # The newer UI calls an analytics host from the browser even with analytics off.
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    }


def _ours(env: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Our own settings, settled: a flow run may start in another directory."""
    return {
        MARK: str(settings.home),
        "LANDWAITER_HOME": str(settings.home),
        "LANDWAITER_DATABASE_URL": settings.database_url,
        "LANDWAITER_URL": settings.url,
        "LANDWAITER_DESK_URL": settings.desk_url,
        "LANDWAITER_WATCH_SECONDS": str(settings.watch_seconds),
        # The command of a run begins with `python`: this one.
        "PATH": ":".join(filter(None, [str(Path(sys.executable).parent), env.get("PATH")])),
        "PYTHONPATH": ":".join(filter(None, [str(ROOT), env.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
    }


def _server(settings: Settings, address: Address) -> dict[str, str]:
    """What concerns the server. Matters are privileged: it reports nothing to anybody."""
    return {
        "PREFECT_HOME": str(settings.home / "prefect"),
        "PREFECT_API_URL": f"{address.url}/api",
        # The UI in the browser would otherwise call port 4200, whatever the port.
        "PREFECT_UI_API_URL": f"{settings.url.rstrip('/')}/api",
        "PREFECT_SERVER_API_HOST": address.host,
        "PREFECT_SERVER_API_PORT": str(address.port),
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin_of(settings.url),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
    }


def _past_the_proxy(env: Mapping[str, str]) -> dict[str, str]:
    """Keeps a proxy out of the way between the processes of this machine."""
    return {name: ",".join(filter(None, [env.get(name), _OUR_HOSTS])) for name in ("NO_PROXY", "no_proxy")}


def _secrets(login: Login) -> dict[str, str]:
    """The login and the credential, for the server that asks for them and for the clients that give them."""
    named = {
        "PREFECT_SERVER_ENCRYPTION_KEY": login.encryption_key,
        KEY: login.encryption_key,
        "LANDWAITER_SERVICE": login.service,
    }
    if login.auth_string is None:
        return named
    return named | {
        "PREFECT_SERVER_API_AUTH_STRING": login.auth_string,
        "PREFECT_API_AUTH_STRING": login.auth_string,
    }
