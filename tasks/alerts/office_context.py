"""What every look needs, read once for each transaction: ladders, calendar, words, links, the instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.law.engine.business_days import Calendar
from models.law.load import load_law
from models.record.closures import proclaimed_days
from models.record.office_settings import unclear_words
from notifications.policy.ladders import Ladders
from notifications.wording.links import Links
from tasks.alerts.ladders import ladders_of
from tasks.alerts.stationery import Stationery, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContext:
    """The office as it stands at an instant."""

    links: Links
    now: datetime
    ladders: Ladders
    calendar: Calendar
    unclear: Mapping[str, str]
    """The ambiguities in words, with counsel's notes, by their numbers."""

    stationery: Stationery
    flaws: list[str] = field(default_factory=list)
    """What of the office's own ladders and papers cannot be used, in sentences; Landwaiter's own stood in."""


def office_context(
    session: Session, links: Links, now: datetime, stationery: Stationery | None = None
) -> OfficeContext:
    """Reads it; without stationery Landwaiter's own."""
    law = load_law()
    ladders, flaws = ladders_of(session)
    return OfficeContext(
        links=links,
        now=now,
        ladders=ladders,
        calendar=Calendar(proclaimed_days(session, law)),
        unclear=unclear_words(session, law),
        stationery=stationery or plain(),
        flaws=[*flaws, *(stationery.flaws if stationery else ())],
    )
