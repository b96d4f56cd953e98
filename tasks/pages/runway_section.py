"""The runway of what takes effect by itself: the days left, what is at stake, what still stops it."""

from collections.abc import Sequence
from datetime import date

from models.in_words import counted, long_date
from models.law.load import load_law
from models.law.text.vocabulary import RuleKind, Status
from models.record.tables.dockets import Deadline, Entry, Matter
from notifications.wording.links import Links
from tasks.alerts.stake import at_stake, ways_out
from tasks.pages.markdown import safe
from tasks.record.deadline_words import days_in_words


def runway_sections(
    matter: Matter, entries: Sequence[Entry], clocks: Sequence[Deadline], links: Links, today: date
) -> list[str]:
    """A section for each threshold that runs."""
    running = [
        row
        for row in clocks
        if row.kind == RuleKind.THRESHOLD and row.settled_on is None and row.status in _RUNS
    ]
    return [part for row in running for part in _runway(matter, entries, row, links, today)]


def _runway(matter: Matter, entries: Sequence[Entry], row: Deadline, links: Links, today: date) -> list[str]:
    left, whole = days_left(row, today), (row.strict_on - row.anchor_on).days
    ways, day = _ways_out(matter, row, links), days_in_words(row)
    until = " unless one of the events below happens in time" if ways else ""
    return [
        f"## Runway: {row.title}",
        f"**{counted(left, 'day')} left to act**{_by(row)}. It {day}{until}. "
        f"The count began on {long_date(row.anchor_on)}. `{_bar((today - row.anchor_on).days, whole)}`",
        *_at_stake(entries, row),
        *ways,
        row.if_missed,
    ]


def days_left(row: Deadline, today: date) -> int:
    """The days left to act: to the last safe day, which is before the day on which it happens."""
    return max(0, ((row.act_by or row.strict_on) - today).days)


def _by(row: Deadline) -> str:
    return "" if row.act_by is None else f", by {long_date(row.act_by)}"


_RUNS = (Status.RUNNING, Status.AMBIGUOUS)


def _bar(gone: int, whole: int) -> str:
    """Twenty marks, beside the numbers that say the same."""
    filled = min(20, max(0, round(20 * gone / max(whole, 1))))
    return "#" * filled + "." * (20 - filled)


def _at_stake(entries: Sequence[Entry], row: Deadline) -> list[str]:
    stake = at_stake(entries, row)
    return [f"At stake: {safe(stake)}."] if stake else []


def _ways_out(matter: Matter, row: Deadline, links: Links) -> list[str]:
    """The events that still stop it, each with its form."""
    law = load_law()
    titles = [law.title_of(kind) for kind in ways_out(row)]
    forms = {title: links.record(matter.lifecycle, matter.docket_number, event=title) for title in titles}
    lines = [f"- [{title}]({form})" for title, form in forms.items()]
    return ["What can still stop it:", "\n".join(lines)] if lines else []
