"""The page of a matter, as Markdown."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from html import escape

from sqlmodel import Session

from models.forms.fact_labels import words_of
from models.in_words import calendar_date, counted, dates, short_date, spaced
from models.law.load import load_law
from models.law.printing import NOT_ADVICE, markdown_table
from models.law.text.vocabulary import Lifecycle
from models.record.confirmations import provisional
from models.record.deadlines import deadlines_of, defects_of
from models.record.dockets import current_entries, entries_of
from models.record.office_settings import unclear_words
from models.record.tables.dockets import Account, Deadline, Defect, Entry, Matter
from models.wall_clock import moment, today_in
from notifications.wording.links import Links
from tasks.alerts.defects import entry_words
from tasks.alerts.next_steps import next_steps_of
from tasks.pages.alert_sections import telling_sections
from tasks.pages.checklist_section import certification_sections
from tasks.pages.correction_links import correct_link
from tasks.pages.corrections_section import corrections_sections
from tasks.pages.deadline_cells import URGENCY, in_order, what, when
from tasks.pages.exposure_section import exposure_sections
from tasks.pages.markdown import safe, value_words
from tasks.pages.own_section import own_sections
from tasks.pages.runway_section import runway_sections
from tasks.pages.timeline_picture import timeline
from tasks.record.reasons import Reasons, whys


def matter_page(
    session: Session,
    matter: Matter,
    links: Links,
    *,
    now: datetime,
    others: Mapping[str, str] | None = None,
) -> str:
    """One matter: what is due and why, its docket, its defects, alerts; `others` are other pages."""
    account = session.get_one(Account, matter.account_id)
    clocks = [row for row in deadlines_of(session, matter) if not row.withdrawn]
    defects = [row for row in defects_of(session, matter) if not row.withdrawn]
    entries = entries_of(session, matter)
    unclear, why = unclear_words(session, load_law()), whys(session, [matter], now=now)[matter.id]
    form = links.record(matter.lifecycle, matter.docket_number)
    pages = {"Record what happened": form, **(others or {})}
    today = today_in(matter.timezone, now)
    picture = timeline(matter.docket_number, entries, in_order(clocks), today)
    parts = [
        *_heading(matter, account, pages),
        *_stage(entries, clocks),
        *([picture] if picture else []),
        *runway_sections(matter, entries, clocks, links, today),
        "## Deadlines",
        _clocks_table(clocks),
        *(_why(row, why.of(row), unclear) for row in in_order(clocks)),
        *own_sections(session, matter, account, links, now),
        *_next_steps(session, matter, entries, clocks, links),
        *_of_its_kind(session, matter, entries, clocks, links, now),
        *(["## Defects", *(_defect(row, entries) for row in defects)] if defects else []),
        "## Docket",
        _docket_table(matter, entries, provisional(session, entries), links),
        *corrections_sections(session, matter, account, links),
        *telling_sections(session, matter, links, now),
        f"*{NOT_ADVICE}*",
    ]
    return "\n\n".join(parts) + "\n"


def _heading(matter: Matter, account: Account, pages: Mapping[str, str]) -> list[str]:
    title = f" · {safe(matter.title)}" if matter.title else ""
    linked = " · ".join(f"[{words}]({url})" for words, url in pages.items())
    return [
        f"# {safe(matter.docket_number)}{title}",
        f"{matter.lifecycle.capitalize()}; importer {safe(account.name)}; {_office(matter)}"
        f"opened on {calendar_date(matter.opened_on)}. {linked}",
    ]


def _office(matter: Matter) -> str:
    return f"CBP office {safe(matter.customs_office)}; " if matter.customs_office else ""


def _stage(entries: Sequence[Entry], clocks: Sequence[Deadline]) -> list[str]:
    """Where the matter stands: its most recent event, and how many deadlines are open."""
    corrected = {entry.replaces for entry in entries}
    standing = [entry for entry in entries if entry.number not in corrected]
    if not standing:
        return ["The docket has no entries yet."]
    last = max(standing, key=lambda entry: (entry.occurred_on, entry.number))
    running = sum(row.status in URGENCY for row in clocks)
    return [f"Most recent event: {entry_words(last)}. {counted(running, 'open deadline')}."]


def _clocks_table(clocks: Sequence[Deadline]) -> str:
    rows = [(when(row), what(row)) for row in in_order(clocks)]
    return markdown_table(("Date", "Deadline"), rows) if rows else "No deadlines."


def _next_steps(
    session: Session, matter: Matter, entries: Sequence[Entry], clocks: Sequence[Deadline], links: Links
) -> list[str]:
    """The forms, filled in, of the next steps that the state of the deadlines suggests."""
    followed = [
        link for row in in_order(clocks) for link in next_steps_of(session, matter, entries, row, links)
    ]
    lines = dict.fromkeys(f"- [{safe(link.words)}]({link.url})" for link in followed)
    return ["## Next steps", "\n".join(lines)] if lines else []


def _of_its_kind(
    session: Session,
    matter: Matter,
    entries: Sequence[Entry],
    clocks: Sequence[Deadline],
    links: Links,
    now: datetime,
) -> list[str]:
    match matter.lifecycle:
        case Lifecycle.DEMAND:
            return exposure_sections(entries, clocks)
        case Lifecycle.CERTIFICATION:
            today = today_in(matter.timezone, now)
            return certification_sections(session, matter, entries, clocks, links, today)
        case _:
            return []


def _why(row: Deadline, why: Reasons, unclear: Mapping[str, str]) -> str:
    """Folded, so that the dates stay in sight; HTML without blank lines, which would end the fold."""
    reasons = [
        *why.trace,
        *(f"{number}: {unclear.get(number, 'no longer listed')}" for number in row.ambiguities),
    ]
    listed = "".join(f"• {escape(reason)}<br>" for reason in reasons)
    missed = f"If missed: {escape(row.if_missed)}<br>" if row.if_missed else ""
    quoted = f"“{escape(why.quote)}”<br>" if why.quote else ""
    days = dates((row.strict_on, row.lenient_on), short_date)
    return (
        f"<details><summary>Why {days}? {escape(row.title)}</summary>"
        f"{quoted}{escape(row.citation)}<br>{listed}{missed}</details>"
    )


def _defect(row: Defect, entries: Sequence[Entry]) -> str:
    where = entry_words(entries[row.entry_number - 1])
    cited = f" ({row.citation})" if row.citation else ""
    return f"- **{spaced(row.code)}**{cited} at {where}: {row.text}"


def _docket_table(matter: Matter, entries: Sequence[Entry], waiting: Collection[int], links: Links) -> str:
    corrected = {entry.replaces: entry.number for entry in entries if entry.replaces is not None}
    current = {entry.number for entry in current_entries(entries)}
    rows = [
        (
            f"E{entry.number}",
            short_date(entry.occurred_on),
            "<br>".join([_said(entry, corrected), *correct_link(matter, entry, current, links)]),
            _by(matter, entry, waiting, links),
        )
        for entry in entries
    ]
    return (
        markdown_table(("Entry", "Date", "What happened", "Recorded by"), rows)
        if rows
        else "The docket has no entries yet."
    )


def _said(entry: Entry, corrected: Mapping[int, int]) -> str:
    title = load_law().title_of(entry.kind)
    facts = [f"{words_of(name)}: {safe(value_words(value, name))}" for name, value in entry.facts.items()]
    belongs = [f"belongs to {', '.join(f'E{number}' for number in entry.of)}"] if entry.of else []
    why = f": {safe(entry.reason)}" if entry.reason else ""
    replaces = [f"replaces E{entry.replaces}{why}"] if entry.replaces else []
    gone = [f"corrected by E{corrected[entry.number]}"] if entry.number in corrected else []
    return "<br>".join([f"~~{title}~~" if gone else title, *facts, *belongs, *replaces, *gone])


def _by(matter: Matter, entry: Entry, waiting: Collection[int], links: Links) -> str:
    said = f"{safe(entry.recorded_by)}<br>{moment(entry.recorded_at)}"
    if entry.number not in waiting:
        return said
    asked = {"matter": matter.docket_number, "entry": f"E{entry.number}"}
    form = links.form("confirm-entry", {"confirmation": asked})
    return f"{said}<br>**provisional**: [confirm this entry]({form})"
