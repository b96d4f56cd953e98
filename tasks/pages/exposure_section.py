"""What an unmet demand can cost, for a matter's page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.in_words import counted, dollars
from models.law.exposure import CAPS, DUTIES, DUTY_TOO, exposure
from models.law.load import load_law
from models.law.printing import markdown_table
from models.record.dockets import current_entries
from models.record.tables.dockets import Deadline, Entry
from tasks.alerts.still_owed import PRODUCTION, exposure_words, is_late_production

_MISSED = ("ambiguous", "missed")


def exposure_sections(entries: Sequence[Entry], clocks: Iterable[Deadline]) -> list[str]:
    """The exposure of each release for which a penalty was assessed, and what avoids a penalty."""
    assessed = current_entries(entries, "penalty_assessed")
    rows = list(clocks)
    missed = any(row.rule in PRODUCTION and row.status in _MISSED for row in rows)
    late = [exposure_words(row) for row in rows if is_late_production(row)]
    if not assessed and not missed and not late:
        return []
    return ["## Penalty exposure", *late, *_amounts(assessed), *_caps(), *_duty(), *_grounds()]


def _amounts(assessed: Sequence[Entry]) -> list[str]:
    if not assessed:
        return []
    found = [
        (entry, exposure(entry.facts["culpability"], Decimal(str(entry.facts["value_usd"]))))
        for entry in assessed
    ]
    rows = [
        (f"E{entry.number}", each.culpability, dollars(each.appraised_value), f"**{dollars(each.maximum)}**")
        for entry, each in found
    ]
    total = sum((each.maximum for _, each in found), Decimal(0))
    return [
        markdown_table(("Release", "Culpability", "Appraised value", "Maximum penalty"), rows),
        f"Maximum for {counted(len(found), 'release')}: **{dollars(total)}**.",
    ]


def _caps() -> list[str]:
    lines = [f"- {name.capitalize()}: “{cap.quote}” ({cap.citation})" for name, cap in CAPS.items()]
    return ["The cap for each release is the lesser of these amounts:", "\n".join(lines)]


def _duty() -> list[str]:
    lines = [f"- {each.words} “{each.quote}” ({each.citation})" for each in DUTIES]
    return [DUTY_TOO, "\n".join(lines)]


def _grounds() -> list[str]:
    grounds = [ground for ground in load_law().grounds if ground.rule == "DEM-02"]
    lines = [f"- **{each.title}**: “{each.quote}” ({each.citation})" for each in grounds]
    return ["CBP may not assess a penalty if you can show one of these grounds:", "\n".join(lines)]
