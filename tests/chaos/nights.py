"""The two nights on which clocks are changed: every alert of a day comes at eight in the morning, once."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlmodel import select

from models.inputs import OwnDeadlineInput
from models.record.database import reading
from models.record.tables.alerts import Alert, Contact
from models.zones import local_time
from tasks.record.own_deadlines import put_own
from tests.chaos.forked import returned
from tests.chaos.grounds import Ground, Site, copy_of, removed
from tests.chaos.kills import Tally
from tests.chaos.offices import founded, watch

_SUNDAYS = (date(2025, 11, 2), date(2026, 3, 8))
_ZONE = "America/New_York"
_STEP = timedelta(minutes=30)
_MORNING = time(8)


def dst_nights(database: str, site: Site, most: int | None) -> Tally:
    """A look every half an hour from the Friday before to the Monday after, in autumn and in spring."""
    tally = Tally("daylight saving nights", database, points=len(_SUNDAYS))
    office = founded(database, site)
    try:
        for sunday in _SUNDAYS[: most or None]:
            with copy_of(office) as ground:
                tally.kills += 1
                tally.faults += returned(partial(_lived, ground, sunday))
    finally:
        removed(office)
    return tally


def _lived(ground: Ground, sunday: date) -> list[str]:
    days = [sunday + timedelta(days=number) for number in (-1, 0, 1)]
    now = datetime.combine(sunday - timedelta(days=2), time(20), UTC)
    watch(ground, now - _STEP)
    for day in days:
        draft = OwnDeadlineInput(matter="AUD-1", title=f"Due {day}", due_on=day, recorded_by="Bo")
        put_own(ground.engine, draft, now=now)
    while now < datetime.combine(sunday + timedelta(days=2), time(4), UTC):
        watch(ground, now)
        now += _STEP
    return list(_wrong(ground, days))


def _wrong(ground: Ground, days: list[date]) -> list[str]:
    """What was not told on its day at eight, and what was told twice."""
    with reading(ground.engine) as session:
        found = session.exec(select(Alert, Contact.name).join(Contact)).all()
    due = [
        (alert.due, local_time(alert.claimed_at, _ZONE))
        for alert, name in found
        if alert.reason == "due_now" and name == "Ann" and alert.subject.startswith("own:")
    ]
    digests = Counter(
        (name, local_time(alert.claimed_at, _ZONE)) for alert, name in found if alert.reason == "digest"
    )
    said = [f"due {day}: told at {at}" for day, at in due if at.time() != _MORNING or str(at.date()) != day]
    said += [f"due {day}: not told" for day in map(str, days) if [on for on, _ in due].count(day) != 1]
    days_of_digests = Counter((name, at.date()) for name, at in digests)
    return said + [
        f"digest on {day}: {times} times" for (_, day), times in days_of_digests.items() if times > 1
    ]
