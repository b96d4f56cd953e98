"""The matters of the last import of a person, to look at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.record.scope import Scope
from models.record.tables.dockets import Matter
from models.record.tables.people import DeskRun

SHOWN = 10
"""Matters that are named."""

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LastImport:
    """When it was, its first matters by id and docket number, and how many more there are."""

    at: datetime
    matters: Sequence[tuple[int, str]]
    more: int


def last_import(session: Session, scope: Scope, by: str, *, now: datetime) -> LastImport | None:
    """What a person imported last, within a day; None where there is nothing that they see."""
    runs = select(DeskRun).where(DeskRun.deployment == "follow-import", DeskRun.made_by == by)
    lately = runs.where(col(DeskRun.made_at) > now - _LATELY).order_by(col(DeskRun.id).desc())
    run = session.exec(lately.limit(1)).first()
    if run is None:
        return None
    first = col(Matter.id).in_(run.matters[:SHOWN])
    wanted = select(Matter.id, Matter.docket_number).where(first, scope.matters()).order_by(col(Matter.id))
    found = session.exec(wanted).all()
    return LastImport(run.made_at, found, max(0, len(run.matters) - SHOWN)) if found else None
