"""The office's own controls: of one missed before the office adopted them, nobody is told."""

from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, and_, not_
from sqlmodel import Session, col, select

from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle, RuleKind
from models.record.deadline_days import DeadlineDays
from models.record.tables.dockets import Deadline
from models.record.tables.office import OfficePeriod

CONTROLS = "CONTROLS"
"""Names the setting: the day from which the office's own controls count."""


@cache
def controls() -> frozenset[str]:
    """The rules of an office's own controls: what comes again each year, and the steps of the strategy."""
    rules = load_law().rules.values()
    return frozenset(
        rule.id
        for rule in rules
        if rule.kind is RuleKind.RECURRING or rule.lifecycle is Lifecycle.IMPROVEMENT
    )


def controls_from(session: Session) -> date | None:
    """The day on which the office adopted its own controls; None where it set none."""
    wanted = select(OfficePeriod).where(OfficePeriod.rule == CONTROLS)
    newest = session.exec(wanted.order_by(col(OfficePeriod.id).desc()).limit(1)).first()
    return None if newest is None else newest.day


def is_before_controls(row: DeadlineDays, since: date | None) -> bool:
    """Whether it is a control of which the last day passed before the office adopted its controls."""
    return since is not None and row.rule in controls() and row.lenient_on < since


def told_of(session: Session) -> list[ColumnElement[bool]]:
    """The condition that leaves such controls out of what people are shown; none where no day is set."""
    since = controls_from(session)
    if since is None:
        return []
    return [not_(and_(col(Deadline.rule).in_(controls()), col(Deadline.lenient_on) < since))]
