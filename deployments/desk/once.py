"""The same form sent twice is one act: each form that starts a run bears a key made when it was shown."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import Asked, Stale
from models.record.database import transaction
from models.record.hash_chain import digest
from models.record.tables.people import DeskRun
from tasks.desk.follow_up import run_once

_LONGEST = 64


def new_key() -> str:
    """The key of a form."""
    return secrets.token_urlsafe(18)


def started(
    asked: Asked, session: Session, deployment: str, parameters: Mapping[str, Any], title: str
) -> tuple[DeskRun, bool]:
    """The run of the form that was sent, and whether it is a new one. Raises `Stale` without a key.

    The same key with other fields is another form: somebody went back and typed something else.
    """
    key = asked.typed("once")
    if not key or len(key) > _LONGEST:
        raise Stale("This page is too old. Nothing was done. Open it again.")
    typed = [(name, each) for name, each in asked.form.multi_items() if name != "token"]
    said = [asked.me.person_id, asked.request.url.path, [[name, str(each)] for name, each in typed]]
    return run_once(
        session,
        deployment,
        parameters,
        title=title,
        by=asked.me.name,
        at=asked.now,
        once=digest([deployment, said]),
    )


def start(asked: Asked, deployment: str, parameters: Mapping[str, Any], title: str) -> Response:
    """Starts the run that does what the form asks for, and leads to it."""
    with transaction(asked.office.engine) as session:
        run, _ = started(asked, session, deployment, parameters, title)
    asked.office.wake()
    return asked.go(f"/runs/{run.id}")
