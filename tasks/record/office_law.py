"""The law with what the office set beside it, read once for a transaction; what it is given of a docket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.law.load import load_law
from models.law.text.rule import Law
from models.record.closures import proclaimed_days
from models.record.docket_rows import Basis
from models.record.dockets import docket_of
from models.record.hash_chain import digest
from models.record.office_settings import office_of
from models.record.tables.dockets import Entry, Matter
from models.wall_clock import today_in


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLaw:
    """The law, the office's numbers by rule, and every proclaimed closure by which dockets are counted."""

    law: Law
    numbers: Mapping[str, int | None]
    proclaimed: frozenset[date]
    digests: dict[str, str] = field(default_factory=dict)
    """Of the settings, by zone."""

    def docket(self, matter: Matter, entries: Sequence[Entry], *, now: datetime) -> dict[str, Any]:
        """All that the law is given of a matter today."""
        return docket_of(
            matter,
            entries,
            as_of=today_in(matter.timezone, now),
            office=self.numbers,
            proclaimed=self.proclaimed,
        )

    def basis(self, head: str, timezone: str) -> Basis:
        """Of what a docket in a zone is derived that has this last entry."""
        if timezone not in self.digests:
            self.digests[timezone] = digest([timezone, dict(self.numbers), sorted(self.proclaimed)])
        return Basis(head=head, law_hash=self.law.hash, settings=self.digests[timezone])


def office_law(session: Session) -> OfficeLaw:
    """Reads the law on disk and the office's settings."""
    law = load_law()
    return OfficeLaw(law=law, numbers=office_of(session, law), proclaimed=proclaimed_days(session, law))
