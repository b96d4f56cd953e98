"""Why a stored deadline has its days: the words of the law and the count, derived when somebody asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlmodel import Session

from models.law.engine.answer import Deadline as Clock
from models.law.text.wording import wording_on
from models.record.deadlines import identity_of
from models.record.derivation import Identity
from models.record.docket_rows import DocketRows, docket_rows
from models.record.tables.dockets import Deadline, Entry, Matter
from tasks.record.derive import derivation_of
from tasks.record.office_law import OfficeLaw, office_law

_PAGE = 500
"""Matters read at once."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The operative words of the rule, and the sentences that say how the days follow; empty if none do."""

    quote: str = ""
    trace: tuple[str, ...] = ()


class Why:
    """The reasons of the deadlines of one docket at an instant; the docket is derived once somebody asks.

    There are none of a deadline that was derived under another law than the one on disk: so it is while a
    change of the law awaits approval. Where the count would lead to other days than those stored, only the
    words of the rule are left.
    """

    def __init__(self, docket: DocketRows, law: OfficeLaw, now: datetime) -> None:
        self._docket, self._law, self._now = docket, law, now
        self._clocks: dict[int, Mapping[Identity, Clock]] = {}

    def of(self, row: Deadline) -> Reasons:
        """The reasons of a deadline; of one that was withdrawn, those from before."""
        if row.law_hash != self._law.law.hash:
            return Reasons()
        known = self._known(row)
        if len(known) not in self._clocks:
            self._clocks[len(known)] = self._derived(known)
        clock = self._clocks[len(known)].get(identity_of(row))
        if clock is None or (clock.strict_on, clock.lenient_on) != (row.strict_on, row.lenient_on):
            return Reasons(self._quote(row))
        return Reasons(clock.quote, tuple(clock.trace))

    def _quote(self, row: Deadline) -> str:
        """The words of the rule for what starts the deadline, where nothing leads to its days any more."""
        rule = self._law.law.rules.get(row.rule)
        if rule is None:
            return ""
        return rule.quote_for.get(row.anchor_kind, wording_on(rule, row.anchor_on).quote)

    def _known(self, row: Deadline) -> Sequence[Entry]:
        """The entries by which the docket gives the deadline, or gave it until it was withdrawn."""
        if not row.withdrawn:
            return self._docket.entries
        return list(takewhile(lambda entry: entry.recorded_at < row.derived_at, self._docket.entries))

    def _derived(self, entries: Sequence[Entry]) -> Mapping[Identity, Clock]:
        docket = DocketRows(
            matter=self._docket.matter, entries=list(entries), deadlines=[], defects=[], derived=None
        )
        try:
            return derivation_of(docket, self._law, now=self._now).clocks()
        except Exception:
            # What cannot be derived is told by the look; here its reasons are missing.
            return {}


def whys(session: Session, matters: Sequence[Matter], *, now: datetime) -> dict[int, Why]:
    """The reasons of the deadlines of each matter, by the matters' ids."""
    law, found = office_law(session), dict[int, Why]()
    for place in range(0, len(matters), _PAGE):
        dockets = docket_rows(session, matters[place : place + _PAGE])
        found |= {docket.matter.id: Why(docket, law, now) for docket in dockets}
    return found
