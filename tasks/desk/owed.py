"""What is owed or open of a matter, under the headings of the first page, for the status of the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.in_words import counted, dates, short_date
from models.law.text.vocabulary import Status
from models.record.dockets import current_entries
from models.record.office_settings import newest_of
from models.record.tables.dockets import Deadline
from models.record.tables.office import Evidence
from notifications.wording.digest import GAP, LATE_ELSEWHERE, OPEN_RIGHTS, OVERDUE, heading_of
from tasks.alerts.deadline_view import state_of
from tasks.alerts.evidence import ENDED, point_words
from tasks.alerts.matter_context import MatterContext
from tasks.pages.deadline_cells import URGENCY
from tasks.record.deadline_words import day_means, status_words

TOOK_EFFECT, OWN = "Took effect", "Your own deadlines, overdue"
EXPIRED, EXPIRES = "Evidence that has expired", "Evidence that expires"
"""Headings beside those of the digest."""

SOON = timedelta(days=30)
"""As long before evidence expires as the first alert about it."""

AT_ONCE = 5
"""So many of each are named."""

_GRAVE = (OVERDUE, OWN, EXPIRED)
_HEADINGS = (OVERDUE, GAP, LATE_ELSEWHERE, TOOK_EFFECT, OPEN_RIGHTS)


class Late:
    """How late a deadline is on a page; for what has a row, the heading that it stands under, and a day."""

    __slots__ = ()
    row: Deadline
    heading: str
    """The heading under which it is owed or open today; empty where it is neither."""

    today: date

    @property
    def is_overdue(self) -> bool:
        """Whether its last day has passed, and it is yours."""
        return self.heading == OVERDUE

    @property
    def is_late_elsewhere(self) -> bool:
        """Whether its last day has passed, and it is another's, such as CBP's."""
        return self.heading == LATE_ELSEWHERE

    @property
    def days_overdue(self) -> int:
        """The days since its last day by either reading."""
        return days_overdue(self.row, self.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed or open under one heading: each with its title, its place on the page, and its days."""

    heading: str
    items: Sequence[tuple[str, str, str]]
    is_grave: bool
    """Whether it is past its day, and yours."""

    @property
    def named(self) -> Sequence[tuple[str, str, str]]:
        """The first of them."""
        return self.items[:AT_ONCE]

    @property
    def more(self) -> int:
        """How many there are beside those named."""
        return max(0, len(self.items) - AT_ONCE)


def days_overdue(row: Deadline, today: date) -> int:
    """The days since the last day by either reading."""
    return max(0, (today - row.lenient_on).days)


def heading_now(row: Deadline, today: date) -> str:
    """The heading under which a deadline is owed or open on a day; empty where it is neither."""
    if row.settled_on is not None or row.status not in URGENCY:
        return ""
    if row.status == Status.CROSSED:
        return TOOK_EFFECT
    heading = heading_of(state_of(row), today)
    return heading if heading in _HEADINGS else ""


def owed_in(context: MatterContext, rows: Sequence[Deadline]) -> list[Owed]:
    """All of it, the most pressing first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        said = (row.title, f"#d{row.id}", _when(row, context.today))
        found.setdefault(heading_now(row, context.today), []).append(said)
    owns = [own.row for own in context.owns if own.end is None and own.row.due_on < context.today]
    found[OWN] = [(own.title, f"#own{own.id}", f"due {short_date(own.due_on)}") for own in owns]
    for filed, on in expiring_in(context):
        if on <= context.today + SOON:
            said = (point_words(filed.point), "#checklist", expiry_words(on, context.today))
            found.setdefault(EXPIRED if on < context.today else EXPIRES, []).append(said)
    return [
        Owed(heading=heading, items=found[heading], is_grave=heading in _GRAVE)
        for heading in (OVERDUE, OWN, EXPIRED, *_HEADINGS[1:], EXPIRES)
        if found.get(heading)
    ]


def expiring_in(context: MatterContext) -> list[tuple[Evidence, date]]:
    """The newest evidence of each point that has a last day, with it, while the certification lasts."""
    if current_entries(context.entries, ENDED):
        return []
    rows = [(row, row.expires_on) for row in newest_of(context.evidence).values()]
    dated = [(row, on) for row, on in rows if on is not None]
    return sorted(dated, key=lambda each: (each[1], each[0].id))


def expiry_words(on: date, today: date) -> str:
    """When evidence expires, or when it expired."""
    return f"{'expired' if on < today else 'expires'} on {short_date(on)}"


def _when(row: Deadline, today: date) -> str:
    days = f"{day_means(row)} {dates((row.strict_on, row.lenient_on), short_date)}"
    if heading_now(row, today) in (OVERDUE, LATE_ELSEWHERE):
        return f"{days}, {counted(days_overdue(row, today), 'day')} overdue"
    return f"{days}, {status_words(row)}"
