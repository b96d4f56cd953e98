"""Whether the system time can be right: by the latest receipt, the database server, the time since boot.

A doubt withholds nothing. It lasts until somebody sets the time right and says so.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.dockets import Receipt
from models.wall_clock import Uptime, moment

PATIENCE = timedelta(minutes=5)
"""By so much two of them may differ."""

TIME_DOUBTS = "time_doubts"
"""Where a receipt has what spoke against the system time."""

_UPTIME = "uptime"
"""Where a receipt has the machine's uptime at its instant."""


def time_doubts(session: Session, now: datetime, uptime: Uptime | None) -> list[str]:
    """What speaks against the system time, in sentences; none where nothing does."""
    shown = f"The system time is {moment(now)}"
    doubts = []
    furthest = latest_receipt(session)
    if furthest is not None and now < furthest - PATIENCE:
        doubts.append(f"{shown}, but a receipt of {moment(furthest)} is on record.")
    others = {
        "the database server": _of_the_server(session),
        "the time since this machine started": _since_boot(session, uptime),
    }
    for whose, other in others.items():
        if other is not None and abs(now - other) > PATIENCE:
            doubts.append(f"{shown}, but by {whose} it is {moment(other)}.")
    return doubts


def latest_receipt(session: Session) -> datetime | None:
    """The latest instant of a receipt since the time was last confirmed: whichever was left last."""
    confirmed = last_receipt(session, ReceiptKind.TIME)
    since = 0 if confirmed is None else confirmed.seq
    return session.exec(select(func.max(Receipt.at)).where(Receipt.seq > since)).one()


def time_part(uptime: Uptime | None, doubts: list[str]) -> dict[str, Any]:
    """What a receipt says of the time: by what later looks reckon, or what speaks against it."""
    if doubts:
        return {TIME_DOUBTS: " ".join(doubts)}
    return {} if uptime is None else {_UPTIME: {"boot": uptime.boot, "seconds": uptime.seconds}}


def _of_the_server(session: Session) -> datetime | None:
    """The time of a database server; SQLite has none of its own."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    told: datetime = session.exec(select(func.clock_timestamp())).one()
    return told.astimezone(UTC)


def _since_boot(session: Session, uptime: Uptime | None) -> datetime | None:
    """The time by the last receipt since this boot that was not in doubt, and the seconds since."""
    if uptime is None:
        return None
    kinds = (ReceiptKind.SWEEP.value, ReceiptKind.SILENCE.value, ReceiptKind.TIME.value)
    wanted = select(Receipt).where(col(Receipt.kind).in_(kinds)).order_by(col(Receipt.seq).desc())
    for receipt in session.exec(wanted.execution_options(yield_per=20)):
        said = receipt.content.get(_UPTIME)
        if said is not None:
            since = timedelta(seconds=uptime.seconds - said["seconds"])
            return receipt.at + since if said["boot"] == uptime.boot else None
    return None
