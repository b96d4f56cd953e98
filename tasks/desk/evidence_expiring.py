"""Finds evidence that expires, among the newest of each point while the certification lasts.

The database does the finding, for many matters at once.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from models.record.tables.dockets import Account, CurrentEntry, Entry, Matter
from models.record.tables.office import Evidence
from tasks.alerts.evidence import ENDED


def expiring(of_matters: Sequence[ColumnElement[bool]]) -> Select[Evidence, Matter, Account]:
    """The newest evidence of each point that has a last day, with its matter and importer, by that day."""
    wanted = (
        select(Evidence, Matter, Account)
        .join(Matter, col(Evidence.matter_id) == Matter.id)
        .join(Account, col(Matter.account_id) == Account.id)
        .where(col(Evidence.expires_on).is_not(None), ~_replaced(), ~_ended(), *of_matters)
    )
    return wanted.order_by(col(Evidence.expires_on), col(Evidence.id))


def _replaced() -> ColumnElement[bool]:
    """Whether newer evidence is filed for the point."""
    newer = aliased(Evidence)
    of_point = (col(newer.matter_id) == Evidence.matter_id, col(newer.point) == Evidence.point)
    return exists(select(newer.id).where(*of_point, col(newer.id) > Evidence.id).correlate(Evidence))


def _ended() -> ColumnElement[bool]:
    """Whether the certification of a matter has ended, and its checklist is over."""
    ends = (
        select(Entry.id)
        .join(CurrentEntry, col(CurrentEntry.entry_id) == Entry.id)
        .where(Entry.matter_id == Matter.id, Entry.kind == ENDED)
        .correlate(Matter)
    )
    return exists(ends)
