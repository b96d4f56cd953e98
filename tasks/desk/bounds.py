"""How much a preview looks at: its page must answer soon, however much is on record."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.record.amounts import Amount, amount_of
from models.record.tables.dockets import Matter

ALERTS_OF = 200
"""So many of the newest matters whose alerts are foreseen."""

DEADLINES_OF = 500
"""So many of the newest matters whose deadlines are recalculated."""


def matters_on_record(session: Session) -> Amount:
    """How many matters there are."""
    return amount_of(session, select(col(Matter.id)))
