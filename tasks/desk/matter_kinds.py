"""What a matter's page shows for its kind: what a demand can cost, the checklist of a certification."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from models.law.engine.counting import month
from models.law.exposure import CAPS, DUTIES, DUTY_TOO, Cap, Duty, Exposure, exposure
from models.law.load import load_law
from models.law.text.guidance import Ground, Point
from models.law.text.vocabulary import Status
from models.record.dockets import current_entries
from models.record.office_settings import REPEATS, newest_of, periods
from models.record.tables.dockets import Deadline, Entry
from models.record.tables.documents import Document
from models.record.tables.office import Evidence
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.still_owed import PRODUCTION, exposure_words, is_late_production
from tasks.desk.matter_docket import signed
from tasks.desk.names import Names

_MISSED = (Status.AMBIGUOUS, Status.MISSED)
_REMOVAL = {"PRG-13": "removal", "PRG-11": "denial"}
_APPEALABLE = (Status.PENDING, Status.AMBIGUOUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyExposure:
    """What an unmet demand can cost: late productions in words, each release assessed, and the law of it."""

    late: Sequence[str]
    assessed: Sequence[tuple[Entry, Exposure]]
    grounds: Sequence[Ground]
    caps: Mapping[str, Cap]
    duties: Sequence[Duty]
    duty_too: str

    @property
    def total(self) -> Decimal:
        """The maximum for all releases that were assessed, in dollars."""
        return sum((each.maximum for _, each in self.assessed), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A point of the checklist with the newest evidence that is on file for it."""

    point: Point
    evidence: Evidence | None
    filed_by: str
    """Who filed it, and how we know; empty where they may not be named."""

    is_expired: bool
    has_file: bool = False
    """Whether a file is kept for it here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The points of a certification, its notices of violation, and the grounds an appeal must answer."""

    points: Sequence[Checked]
    violations: int
    within: tuple[int, date, int] | None
    """By your own setting: the months, since when, and how many; None where you set none."""

    grounds: Mapping[str, Sequence[Ground]]
    """By what the appeal is of."""

    @property
    def current(self) -> int:
        """How many points have evidence that has not expired."""
        return sum(each.evidence is not None and not each.is_expired for each in self.points)


def exposure_of(entries: Sequence[Entry], rows: Sequence[Deadline]) -> PenaltyExposure | None:
    """What a demand can cost; None where nothing points to a penalty."""
    assessed = current_entries(entries, "penalty_assessed")
    missed = any(row.rule in PRODUCTION and row.status in _MISSED for row in rows)
    late = [exposure_words(row) for row in rows if is_late_production(row)]
    if not assessed and not missed and not late:
        return None
    return PenaltyExposure(
        late=late,
        assessed=[
            (entry, exposure(entry.facts["culpability"], Decimal(str(entry.facts["value_usd"]))))
            for entry in assessed
        ],
        grounds=[ground for ground in load_law().grounds if ground.rule == "DEM-02"],
        caps=CAPS,
        duties=DUTIES,
        duty_too=DUTY_TOO,
    )


def checklist_of(
    session: Session, context: MatterContext, rows: Sequence[Deadline], names: Names
) -> Checklist:
    """The checklist of a certification."""
    filed = newest_of(context.evidence)
    by_people = signed(session, [f"evidence:{each.id}" for each in filed.values()])
    there = select(Document.evidence_id).where(
        col(Document.evidence_id).in_([each.id for each in filed.values()]),
        col(Document.deleted_at).is_(None),
    )
    with_file = set(session.exec(there).all())
    days = [each.occurred_on for each in current_entries(context.entries, "violation_notice_received")]
    return Checklist(
        points=[
            replace(checked, has_file=checked.evidence is not None and checked.evidence.id in with_file)
            for name, point in load_law().points.items()
            for checked in [_checked(point, filed.get(name), context.today, names, by_people)]
        ],
        violations=len(days),
        within=_within(days, periods(session).get(REPEATS), context.today) if days else None,
        grounds={
            what: [each for each in load_law().grounds if each.rule == rule]
            for rule, what in _REMOVAL.items()
            if any(row.rule == rule and row.status in _APPEALABLE for row in rows)
        },
    )


def _checked(
    point: Point, evidence: Evidence | None, today: date, names: Names, by_people: Collection[str]
) -> Checked:
    if evidence is None:
        return Checked(point=point, evidence=None, filed_by="", is_expired=False)
    how = "signed in" if f"evidence:{evidence.id}" in by_people else "name typed, not signed in"
    return Checked(
        point=point,
        evidence=evidence,
        filed_by=f"{evidence.recorded_by} ({how})" if names.has(evidence.recorded_by) else "",
        is_expired=evidence.expires_on is not None and evidence.expires_on < today,
    )


def _within(days: Sequence[date], months: int | None, today: date) -> tuple[int, date, int] | None:
    if not months:
        return None
    since = month(today, -months)
    return months, since, sum(day >= since for day in days)
