"""The runway of what takes effect by itself: the days left, what is at stake, what still stops it."""

from collections.abc import Sequence
from datetime import date

from models.forms.fact_labels import words_of
from models.in_words import calendar_date, counted, long_date
from models.law.load import load_law
from models.law.text.vocabulary import RuleKind, Status
from models.record.tables.dockets import Deadline, Entry, Matter
from notifications.wording.links import Links
from tasks.pages.markdown import safe, value_words
from tasks.record.deadline_name import latest
from tasks.record.deadline_words import days_in_words


def runway_sections(
    matter: Matter, entries: Sequence[Entry], clocks: Sequence[Deadline], links: Links, today: date
) -> list[str]:
    """A section for each threshold that runs."""
    running = [
        row
        for row in clocks
        if row.kind == RuleKind.THRESHOLD and row.settled_on is None and row.status == Status.RUNNING
    ]
    return [part for row in running for part in _runway(matter, entries, row, links, today)]


def _runway(matter: Matter, entries: Sequence[Entry], row: Deadline, links: Links, today: date) -> list[str]:
    left, whole = (row.strict_on - today).days, (row.strict_on - row.anchor_on).days
    ways, day = _ways_out(matter, row, links), days_in_words(row)
    until = " unless one of the events below happens in time" if ways else ""
    return [
        f"## Runway: {row.title}",
        f"**{counted(left, 'day')} left** of {whole}. It {day}{until}. "
        f"The count began on {long_date(row.anchor_on)}. `{_bar(whole - left, whole)}`",
        *_at_stake(entries, row),
        *ways,
        row.if_missed,
    ]


def _bar(gone: int, whole: int) -> str:
    """Twenty marks, beside the numbers that say the same."""
    filled = min(20, max(0, round(20 * gone / max(whole, 1))))
    return "#" * filled + "." * (20 - filled)


def _at_stake(entries: Sequence[Entry], row: Deadline) -> list[str]:
    """What the entry that started it says: goods, value, whatever was recorded."""
    if not row.trigger_root:
        return []
    entry = entries[latest(entries, row.trigger_root) - 1]
    facts = "; ".join(
        f"{words_of(name)}: {safe(value_words(value, name))}" for name, value in entry.facts.items()
    )
    said = f"E{entry.number}, {load_law().title_of(entry.kind)}, {calendar_date(entry.occurred_on)}"
    return [f"At stake: {said}{f' ({facts})' if facts else ''}."]


def _ways_out(matter: Matter, row: Deadline, links: Links) -> list[str]:
    """The events that still stop it, each with its form."""
    law = load_law()
    rule = law.rules.get(row.rule)
    if rule is None:
        return []
    kinds = dict.fromkeys((*rule.stopped_by, *rule.lifted_by, *rule.lifted_by_any, *rule.met_by))
    titles = [law.title_of(kind) for kind in kinds if kind in law.events]
    forms = {title: links.record(matter.lifecycle, matter.docket_number, event=title) for title in titles}
    lines = [f"- [{title}]({form})" for title, form in forms.items()]
    return ["What can still stop it:", "\n".join(lines)] if lines else []
