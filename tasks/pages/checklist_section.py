"""The checklist of a certification with its evidence, and its violations, for a matter's page."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from sqlmodel import Session

from models.in_words import counted, long_date, short_date
from models.law.engine.counting import month
from models.law.load import load_law
from models.law.printing import markdown_table
from models.record.dockets import current_entries
from models.record.office_settings import REPEATS, evidence_of, periods
from models.record.tables.dockets import Deadline, Entry, Matter
from models.record.tables.office import Evidence
from notifications.wording.links import Links
from tasks.pages.markdown import safe

_REMOVAL = {"PRG-13": "removal", "PRG-11": "denial"}


def certification_sections(
    session: Session,
    matter: Matter,
    entries: Sequence[Entry],
    clocks: Sequence[Deadline],
    links: Links,
    today: date,
) -> list[str]:
    """The checklist with its evidence, the count of violations, and the grounds an appeal must answer."""
    filed = evidence_of(session, matter)
    form = links.form("file-evidence", {"evidence": {"matter": matter.docket_number}})
    return [
        "## Checklist, 19 CFR § 163.12(b)(3)",
        f"{_state(filed, today)} [File evidence]({form})",
        _checklist(filed, today),
        _words(),
        *_violations(entries, periods(session).get(REPEATS), today),
        *_grounds(clocks),
    ]


def _state(filed: Mapping[str, Evidence], today: date) -> str:
    points = load_law().points
    sound = [name for name in points if name in filed and not _expired(filed[name], today)]
    return f"{len(sound)} of {len(points)} points have current evidence."


def _checklist(filed: Mapping[str, Evidence], today: date) -> str:
    rows = [
        (f"**{name}** {point.title}", _evidence(filed.get(name), today))
        for name, point in load_law().points.items()
    ]
    return markdown_table(("Point", "Evidence"), rows)


def _evidence(row: Evidence | None, today: date) -> str:
    if row is None:
        return "**missing**"
    until = "no expiration date"
    if row.expires_on is not None:
        says = "**expired on {}**" if _expired(row, today) else "valid through {}"
        until = says.format(short_date(row.expires_on))
    lines = [
        safe(row.document),
        f"dated {short_date(row.dated_on)}, SHA-256 {row.document_sha256[:12]}…",
        f"owner: {safe(row.owner)}",
        until,
    ]
    return "<br>".join(lines)


def _words() -> str:
    """The text of the points, folded: a table's cells do not wrap."""
    lines = "".join(f"{name} “{escape(point.quote)}”<br>" for name, point in load_law().points.items())
    return f"<details><summary>Text of the six points</summary>{lines}</details>"


def _expired(row: Evidence, today: date) -> bool:
    return row.expires_on is not None and row.expires_on < today


def _violations(entries: Sequence[Entry], months: int | None, today: date) -> list[str]:
    """Both readings of a repeat (A7): however old, and within the period that you set."""
    days = [entry.occurred_on for entry in current_entries(entries, "violation_notice_received")]
    if not days:
        return []
    lines = [
        f"Notices of violation on record: **{len(days)}**. The next one would be number {len(days) + 1}."
    ]
    if months:
        since = month(today, -months)
        within = sum(day >= since for day in days)
        lines += [
            f"Within {counted(months, 'month')} (your own setting, not law), since {long_date(since)}: "
            f"**{within}**."
        ]
    lines += [
        "The law sets no look-back period for repeated violations (A7). Ask counsel what the count means."
    ]
    return ["## Violations", "<br>".join(lines)]


def _grounds(clocks: Sequence[Deadline]) -> list[str]:
    """What an appeal must answer that you can still file, or perhaps still can."""
    parts = []
    for rule, what in _REMOVAL.items():
        if any(row.rule == rule and row.status in ("pending", "ambiguous") for row in clocks):
            grounds = [each for each in load_law().grounds if each.rule == rule]
            lines = [f"- **{each.title}**: “{each.quote}” ({each.citation})" for each in grounds]
            parts += [
                f"## Grounds for {what}",
                "Your appeal must answer the grounds that the notice names.",
                "\n".join(lines),
            ]
    return parts
