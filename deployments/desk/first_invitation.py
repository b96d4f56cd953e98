"""The first administrator's invitation, while nobody can administer the desk."""

import os
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from models.errors import RecordError
from models.record.database import opened_engine, transaction
from models.record.invitations import invite
from models.record.people import FIRST, administrators, is_set_up, make_person, person_named, take_back
from models.record.tables.people import Person
from models.settings import Settings

_NAME = "Administrator"


def invite_first(settings: Settings, now: datetime) -> str:
    """The link of a new invitation; empty where an administrator can sign in, or three were made lately."""
    with opened_engine(settings) as engine, transaction(engine) as session:
        known = administrators(session)
        if any(is_set_up(each) for each in known):
            return ""
        try:
            person = known[0] if known else _made(session, now)
            return link_of(settings, invite(session, person, by=FIRST, at=now))
        except RecordError:
            return ""


def _made(session: Session, now: datetime) -> Person:
    """The first administrator; a former one of that name is taken back."""
    former = person_named(session, _NAME)
    if former is None:
        return make_person(session, None, name=_NAME, is_administrator=True, by=FIRST, at=now)
    take_back(session, former, by=FIRST, at=now)
    former.is_administrator = True
    return former


def link_of(settings: Settings, token: str) -> str:
    """The address of an invitation."""
    return f"{settings.desk_url}/sign-in/invitation/{token}"


def keep_link(settings: Settings, link: str) -> Path:
    """Writes a link to a file that only its owner reads. Returns where it is."""
    path = settings.home / "invitation"
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(f"{link}\n")
    unfinished.replace(path)
    return path
