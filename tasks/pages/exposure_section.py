"""What a demand that is not met can cost, for a matter's page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.law.exposure import CAPS, exposure
from models.law.load import load_law
from models.law.printing import markdown_table
from models.record.dockets import current_entries
from models.record.tables.dockets import Deadline, Entry

_DUE = ("DEM-02", "DEM-05")
"""The time to produce, and the time as extended."""

_MISSED = ("ambiguous", "missed")


def exposure_sections(entries: Sequence[Entry], clocks: Iterable[Deadline]) -> list[str]:
    """The exposure of each release for which a penalty was assessed, and what avoids a penalty."""
    assessed = current_entries(entries, "penalty_assessed")
    missed = any(row.rule in _DUE and row.status in _MISSED for row in clocks)
    if not assessed and not missed:
        return []
    return ["## What it can cost", *_amounts(assessed), *_caps(), *_grounds()]


def _amounts(assessed: Sequence[Entry]) -> list[str]:
    if not assessed:
        return []
    found = [
        (entry, exposure(entry.facts["culpability"], Decimal(str(entry.facts["value_usd"]))))
        for entry in assessed
    ]
    rows = [
        (f"E{entry.number}", each.culpability, f"${each.appraised_value:,.2f}", f"**${each.maximum:,}**")
        for entry, each in found
    ]
    total = sum((each.maximum for _, each in found), Decimal(0))
    return [
        markdown_table(("Release", "Failure", "Appraised value", "At most"), rows),
        f"For {len(found)} {'release' if len(found) == 1 else 'releases'}: at most **${total:,}**.",
    ]


def _caps() -> list[str]:
    lines = [f"- {name.capitalize()}: “{cap.quote}” ({cap.citation})" for name, cap in CAPS.items()]
    return ["For each release, whichever amount is less:", "\n".join(lines)]


def _grounds() -> list[str]:
    grounds = [ground for ground in load_law().grounds if ground.rule == "DEM-02"]
    lines = [f"- **{each.title}**: “{each.quote}” ({each.citation})" for each in grounds]
    return ["No penalty may be assessed where one of these can be shown:", "\n".join(lines)]
