"""Has a matter shown in Prefect after an act at the desk: people are alerted, its pages published."""

from datetime import datetime

from sqlmodel import Session

from models.record.tables.dockets import Matter
from tasks.desk.follow_up import run_later


def show_later(session: Session, matter: Matter, *, what: str, by: str, at: datetime) -> None:
    """Keeps that a matter is to be shown; `what` was done, such as *opened*."""
    run_later(
        session,
        "show-matter",
        {"shown": {"matter": matter.docket_number}},
        title=f"{matter.docket_number}: {what}",
        by=by,
        at=at,
    )
