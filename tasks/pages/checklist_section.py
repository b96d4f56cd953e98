"""The checklist of a certification with its evidence, and its violations, for a matter's page."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from sqlmodel import Session

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
    """The checklist with its evidence, the violations counted, and the grounds an appeal must answer."""
    filed = evidence_of(session, matter)
    form = links.form("file-evidence", {"evidence": {"matter": matter.docket_number}})
    return [
        "## The checklist, 19 CFR 163.12(b)(3)",
        f"{_state(filed, today)} [File evidence]({form})",
        _checklist(filed, today),
        _words(),
        *_violations(entries, periods(session).get(REPEATS), today),
        *_grounds(clocks),
    ]


def _state(filed: Mapping[str, Evidence], today: date) -> str:
    points = load_law().points
    sound = [name for name in points if name in filed and not _expired(filed[name], today)]
    return f"{len(sound)} of {len(points)} points are demonstrated."


def _checklist(filed: Mapping[str, Evidence], today: date) -> str:
    rows = [
        (f"**{name}** {point.title}", _evidence(filed.get(name), today))
        for name, point in load_law().points.items()
    ]
    return markdown_table(("Point", "Evidence"), rows)


def _evidence(row: Evidence | None, today: date) -> str:
    if row is None:
        return "**missing**"
    until = "without end" if row.expires_on is None else f"until {row.expires_on}"
    lines = [
        safe(row.document),
        f"of {row.dated_on}, SHA-256 {row.document_sha256[:12]}…",
        f"owner: {safe(row.owner)}",
        f"**expired on {row.expires_on}**" if _expired(row, today) else until,
    ]
    return "<br>".join(lines)


def _words() -> str:
    """The words of the points, folded: a table's cells do not wrap."""
    lines = "".join(f"{name} “{escape(point.quote)}”<br>" for name, point in load_law().points.items())
    return f"<details><summary>The words of the six points</summary>{lines}</details>"


def _expired(row: Evidence, today: date) -> bool:
    return row.expires_on is not None and row.expires_on < today


def _violations(entries: Sequence[Entry], months: int | None, today: date) -> list[str]:
    """Both readings of a repeat (A7): however old, and within the office's period."""
    days = [entry.occurred_on for entry in current_entries(entries, "violation_notice_received")]
    if not days:
        return []
    lines = [f"Notices of violation on record: **{len(days)}**; the next would be number {len(days) + 1}."]
    if months:
        since = month(today, -months)
        within = sum(day >= since for day in days)
        lines += [f"Within the office's {months} months, since {since}: **{within}**."]
    lines += ["The law gives no period to look back for a repeat (A7); what the count means is for counsel."]
    return ["## Violations", "<br>".join(lines)]


def _grounds(clocks: Sequence[Deadline]) -> list[str]:
    """What an appeal that may still be filed has to answer."""
    parts = []
    for rule, what in _REMOVAL.items():
        if any(row.rule == rule and row.status in ("pending", "ambiguous") for row in clocks):
            grounds = [each for each in load_law().grounds if each.rule == rule]
            lines = [f"- **{each.title}**: “{each.quote}” ({each.citation})" for each in grounds]
            parts += [
                f"## The grounds of a {what}",
                "The appeal answers those that the notice names.",
                "\n".join(lines),
            ]
    return parts
