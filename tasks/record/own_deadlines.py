"""Keeps the deadlines that an office sets itself. Each may raise `RecordError`; nothing is kept then."""

from datetime import datetime

from sqlalchemy import Engine

from models.inputs import OwnDeadlineInput, OwnEndInput
from models.record.database import transaction
from models.record.own_deadlines import add_own, end_own
from models.record.tables.dockets import Matter
from models.record.tables.office import OwnDeadline


def put_own(engine: Engine, draft: OwnDeadlineInput, *, now: datetime) -> tuple[Matter, OwnDeadline]:
    """Sets a deadline on a matter; the same twice is one."""
    with transaction(engine) as session:
        return add_own(session, draft, at=now)


def put_own_end(engine: Engine, draft: OwnEndInput, *, now: datetime) -> tuple[Matter, OwnDeadline]:
    """Ends a deadline of the office's own; the same end twice is one."""
    with transaction(engine) as session:
        return end_own(session, draft, at=now)
