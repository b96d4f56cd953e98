"""The office's own numbers and days: what each is, what it is today, and what another one would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.errors import RecordError
from models.in_words import counted, long_date, spaced
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle, Unit
from models.record.amounts import amount_of
from models.record.confirmations import EYES
from models.record.controls import CONTROLS
from models.record.database import reading
from models.record.office_settings import REPEATS
from models.record.tables.dockets import Matter
from models.record.tables.office import OfficePeriod
from tasks.desk.bounds import DEADLINES_OF
from tasks.record.foreseen_settings import (
    Recalculated,
    Setting,
    check_setting,
    controls_silenced,
    foresee_number,
    unconfirmed,
)

_OWN = {
    EYES: (
        "Second review",
        "Every entry is provisional until another person confirms it against the document.",
    ),
    CONTROLS: (
        "Your own controls adopted on",
        "Landwaiter sends no alerts about your own controls missed before that day. The matter's page still "
        "shows them.",
    ),
    REPEATS: (
        "How far back violations count as repeated",
        "A certification's page lists earlier violations of so many months. The law gives no period.",
    ),
}
"""The settings that are no rule of the law: the title, and what each is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNumber:
    """A setting as people read it. `row`: what the office set last."""

    rule: str
    title: str
    about: str
    unit: str
    default: str
    row: OfficePeriod | None

    @property
    def is_day(self) -> bool:
        """Whether it takes a day."""
        return self.rule == CONTROLS

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.rule == EYES

    @property
    def today(self) -> str:
        """Its value now."""
        return value_words(self, self.row.number, self.row.day) if self.row else self.default


def office_numbers(session: Session) -> Sequence[OfficeNumber]:
    """Every setting, those that are no rule first."""
    newest = {
        row.rule: row for row in session.exec(select_rows(OfficePeriod).order_by(col(OfficePeriod.id))).all()
    }
    return [_number(rule, newest.get(rule)) for rule in (*_OWN, *load_law().office)]


def _number(rule: str, row: OfficePeriod | None) -> OfficeNumber:
    law = load_law()
    if rule in _OWN:
        title, about = _OWN[rule]
        unit = "months" if rule == REPEATS else ""
        default = {EYES: "off", CONTROLS: "no day: alerts about all of them", REPEATS: "no limit"}[rule]
        return OfficeNumber(rule=rule, title=title, about=about, unit=unit, default=default, row=row)
    setting, of = law.office[rule], law.rules[rule]
    unit = "months" if setting.unit is Unit.MONTHS else spaced(setting.unit.value)
    return OfficeNumber(
        rule=rule,
        title=of.title,
        about=f"{rule}, {of.citation}: “{setting.words}”. A target date of yours, not law.",
        unit=unit,
        default="off" if setting.default is None else _with_unit(setting.default, unit),
        row=row,
    )


def value_words(setting: OfficeNumber, number: int | None, day: date | None) -> str:
    """A value in words."""
    if day is not None:
        return long_date(day)
    if number is None:
        return setting.default
    if setting.is_switch:
        return "on" if number else "off"
    return _with_unit(number, setting.unit) if number else "off"


def _with_unit(number: int, unit: str) -> str:
    return counted(number, unit.removesuffix("s"))


def setting_of(given: OfficeNumber, value: str, *, by: str) -> Setting:
    """What somebody typed, blank for the default. Raises `RecordError`."""
    if not value:
        return Setting(rule=given.rule, by=by)
    if given.is_day:
        try:
            return Setting(rule=given.rule, day=date.fromisoformat(value), by=by)
        except ValueError:
            raise RecordError(f"The day is “{value}”. Enter a date such as 2026-01-05.") from None
    if not (value.isdecimal() and value.isascii() and len(value) < 10):
        raise RecordError(f"The number is “{value}”. Enter a whole number such as 30, or leave it blank.")
    return Setting(rule=given.rule, number=int(value), by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a setting would change, in sentences; and what would move, where deadlines are recalculated."""

    lines: Sequence[str]
    recalculated: Recalculated | None = None
    is_cut: bool = False


def foresee_setting(engine: Engine, wanted: Setting, *, now: datetime) -> Effect:
    """What a setting would change. Raises `RecordError` as setting it does."""
    if wanted.rule in load_law().office:
        found = foresee_number(engine, wanted, now=now, newest=DEADLINES_OF)
        kind = load_law().rules[wanted.rule].lifecycle
        many = found.of.of(f"matter of the kind {kind}", f"matters of the kind {kind}")
        said = f"Landwaiter recalculates every matter. The setting concerns {many}."
        is_cut = found.of.is_least or found.of.number > found.looked
        return Effect(lines=[said], recalculated=found, is_cut=is_cut)
    check_setting(engine, wanted, now=now)
    with reading(engine) as session:
        return Effect(lines=_OTHERS[wanted.rule](session, wanted))


def _second_review(session: Session, wanted: Setting) -> list[str]:
    many = unconfirmed(session).of("entry", "entries")
    if wanted.number:
        return [f"No one has confirmed {many} on record. Each is provisional until someone else confirms it."]
    return [f"Entries are no longer provisional. No one has confirmed {many} on record."]


def _controls(session: Session, wanted: Setting) -> list[str]:
    silent, again = controls_silenced(session, wanted.day)
    return [
        f"Open controls that no one is alerted about any more: {silent}.",
        f"Open controls that people are alerted about again: {again}.",
    ]


def _repeats(session: Session, _: Setting) -> list[str]:
    of_kind = select(col(Matter.id)).where(col(Matter.lifecycle) == Lifecycle.CERTIFICATION.value)
    many = amount_of(session, of_kind).of("certification")
    return [f"The pages of {many} list other earlier violations. No deadline moves."]


_OTHERS = {EYES: _second_review, CONTROLS: _controls, REPEATS: _repeats}
