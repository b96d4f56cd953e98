"""Landwaiter on one machine: `python -m deployments.up`, which is what `make up` runs.

Brings the record's tables up to date, starts Prefect's server, registers the deployments, starts a worker
and the desk, and stays. It looks from outside Prefect whether the watch still leaves receipts. Ctrl-C,
SIGTERM and a closed terminal stop everything that it started; the death of the server or the worker stops
everything too, with status 1. The desk is started again alone.
"""

import os
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from deployments.server.address import (
    DESK,
    Address,
    listening_address,
    refuse_open_door,
    refuse_taken_port,
)
from deployments.server.callers import proxy_secret
from deployments.server.environment import POOL, ROOT, WORKER, surroundings
from deployments.server.greeting import greet
from deployments.server.keep_desk import DeskKeeper, answers
from deployments.server.keep_warm import keep_warm, still_warm
from deployments.server.lock import claim, end_orphans, orphans
from deployments.server.login import Login, open_login
from deployments.server.private import make_private
from deployments.server.processes import POLL, Child, Household, StepFailed, stops_as_interrupt
from deployments.server.scrub_notes import prefect_database, scrub_notes
from deployments.server.watchdog import Lookout
from models.errors import Refused
from models.law.load import load_law
from models.record.database import migrate, opened_engine, reading
from models.record.number_keys import sharing_a_number
from models.settings import PROCESS, Settings
from notifications.channels.apprise_sender import ChannelError, check
from tasks.alerts.stationery import check_stationery
from tasks.delivery.channel_places import VARIABLE

_FIRST_START = 180.0
"""Seconds that the server may take to answer; its first start builds its database."""

_STEP = 180.0
"""Seconds that a step of the start may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is decided before anything is started."""

    settings: Settings
    address: Address
    desk: Address
    """Where the desk listens."""

    login: Login
    environment: dict[str, str]
    has_proxy: bool
    """Whether only what comes through a proxy is let in."""


def main() -> int:
    """Runs until it is stopped. Status 0 when someone stopped it, 1 when it could not go on."""
    try:
        with stops_as_interrupt():
            run(plan(os.environ))
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


def plan(env: Mapping[str, str]) -> Plan:
    """Reads the environment, and makes the login where there is none yet.

    Raises `SettingsError`, `AddressError`, `LoginError`; `LawError` for a law file that cannot be used, and
    `TemplateError`, `PaperError` or `LetterheadError` for the office's own templates.
    """
    load_law()
    settings = Settings.from_environment(env)
    check_stationery(settings.templates)
    address = listening_address(settings.url, env.get("LANDWAITER_BIND"))
    desk = listening_address(settings.desk_url, env.get(DESK.bind), DESK)
    wish = env.get("LANDWAITER_LOGIN") or env.get("PREFECT_SERVER_API_AUTH_STRING")
    has_proxy = proxy_secret(env) is not None
    refuse_open_door(address, has_login=wish != "none" or has_proxy)
    login = open_login(settings.home, wish)
    environment = surroundings(env, settings=settings, address=address, login=login)
    return Plan(
        settings=settings,
        address=address,
        desk=desk,
        login=login,
        environment=environment,
        has_proxy=has_proxy,
    )


def run(plan: Plan) -> None:
    """Starts everything and stays until a child dies (`ChildDied`) or a stop comes (`KeyboardInterrupt`)."""
    home = plan.settings.home
    with claim(home, address=plan.settings.url):
        clear_orphans(plan)
        refuse_taken_port(plan.address)
        refuse_taken_port(plan.desk, DESK)
        for readable in make_private(plan.settings):
            say(readable)
        migrate(plan.settings)
        seal_former_notes(plan)
        name_shared_numbers(plan.settings)
        name_unusable_channels(plan.environment)
        plan.settings.inbox.mkdir(mode=0o700, exist_ok=True)
        try:
            keep_house(plan)
        finally:
            # A run that outlives a killed worker may be in no group of ours.
            end_orphans(orphans(home), home=home)


def keep_house(plan: Plan) -> None:
    """Has the children of one household live until one of them dies or a stop comes."""
    logs = plan.settings.home / "logs"
    with Household(root=ROOT, logs=logs, environment=plan.environment) as household:
        try:
            warm = start(household, plan)
            desk = DeskKeeper(household, plan.desk, say)
            desk.wait_until_ready()
            greet(plan.settings, plan.login, say, has_proxy=plan.has_proxy)
            stay(household, plan, warm, desk)
        finally:
            say("Stopping the desk, the worker and the server …")


def seal_former_notes(plan: Plan) -> None:
    """Seals the privileged notes that an earlier version left in Prefect's database, once."""
    found = scrub_notes(plan.settings, prefect_database(plan.environment), plan.login.encryption_key)
    if found:
        noun = "privileged note was" if found == 1 else "privileged notes were"
        say(f"{found} {noun} sealed in, or removed from, Prefect's database and the logs.")


def name_shared_numbers(settings: Settings) -> None:
    """Importers that have one number stop no upgrade: they are named, and the board links to their merger."""
    with opened_engine(settings) as engine, reading(engine) as session:
        for kept, *others in sharing_a_number(session):
            names = ", ".join([kept.name, *(each.name for each in others)])
            say(
                f"These importers have one importer number, {kept.importer_number}: {names}. If they are "
                "one, merge them with the form correct-importer; the board links to it."
            )


def name_unusable_channels(env: Mapping[str, str]) -> None:
    """Channels of the environment through which nothing can be sent stop no start: they are named."""
    for name in sorted(env):
        try:
            if name.startswith(VARIABLE) and env[name]:
                check(env[name])
        except ChannelError as error:
            say(f"No alert can be sent through {name}. {error}")


def clear_orphans(plan: Plan) -> None:
    """Names and ends what an earlier `make up` left behind when it was killed."""
    found = orphans(plan.settings.home)
    for orphan in found:
        say(f"Stopping a process that a killed run left behind: {orphan.pid}, {orphan.command[:100]}")
    end_orphans(found, home=plan.settings.home)


def start(household: Household, plan: Plan) -> Child | None:
    """Starts the server, registers pool, block type and deployments, and starts this machine's worker.

    Returns the process that keeps everything loaded, where there is one.
    """
    say(f"Starting the server on {plan.address.host}:{plan.address.port} …")
    # The last words are not read: by them whoever watches the processes finds the server as ever.
    server = [sys.executable, "-m", "deployments.server.application", "prefect", "server", "start"]
    household.start("server", server)
    wait_until_healthy(household, plan.address)
    say("Registering the deployments …")
    household.run("register", [sys.executable, "-m", "deployments.register"], timeout=_STEP)
    if plan.settings.pool != PROCESS:
        return None
    warm = keep_warm(household)
    worker = ("worker", "start", "--pool", POOL, "--type", PROCESS, "--name", WORKER)
    household.start("worker", _prefect(*worker))
    return warm


def wait_until_healthy(household: Household, address: Address) -> None:
    """Waits for the server to answer. Raises `ChildDied` where it ends, `StepFailed` where it is silent."""
    latest = time.monotonic() + _FIRST_START
    while not answers(f"{address.url}/api/health"):
        household.check()
        if time.monotonic() > latest:
            raise StepFailed(
                f"The server did not answer at {address.url} within {_FIRST_START:.0f} seconds. Read "
                "logs/server.log in the data directory, then start again."
            )
        time.sleep(POLL)


def stay(household: Household, plan: Plan, warm: Child | None, desk: DeskKeeper) -> None:
    """Keeps an eye on the children, and on the watch from outside Prefect."""
    with closing(Lookout(plan.settings, household, say)) as lookout:
        while True:
            household.check()
            warm = still_warm(warm, say)
            desk.glance()
            lookout.glance()
            time.sleep(POLL)


def say(text: str) -> None:
    """One line on the terminal, at once."""
    print(text, flush=True)


def _prefect(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "prefect", *arguments]


if __name__ == "__main__":
    sys.exit(main())
