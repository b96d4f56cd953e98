"""The anchor and both readings of a row, from the entry that starts it; encoding, section 5."""

from datetime import date, timedelta

from tests.law.oracle.calendar import ONE_DAY, months_after, years_after
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import Matter
from tests.law.oracle.starting import Row, number

Dates = tuple[tuple[str, date], date, date]


def dates(matter: Matter, row: Row, entry: Entry) -> Dates:
    """The anchor with both readings of a row from its trigger."""
    form, roll = row.form[0], matter.days.roll
    n = number(row, matter.docket) or 0
    fact = row.form[2] if len(row.form) > 2 else ""
    a: date = (entry.facts.get(fact) if fact else None) or entry.on
    if form in SPECIAL:
        return SPECIAL[form](matter, entry)
    early, late = years_after(a, n if form != "LY" else -n) if form in ("FY", "KY", "LY") else (a, a)
    plus = a + timedelta(days=n)
    both = {
        "F": lambda: (plus, roll(plus)),
        "FL": lambda: (matter.days.fewer_closed.roll(plus), roll(plus)),
        "FM": lambda: (months_after(a, n), roll(months_after(a, n))),
        "FY": lambda: (early, roll(late)),
        "KY": lambda: (early, late),
        "LY": lambda: (early, late + ONE_DAY),
        "X": lambda: (plus, plus),
        "B": lambda: (matter.days.back(a - timedelta(days=n)), a - timedelta(days=n)),
    }[form]()
    return (entry.kind, a), *both


def _alt08(matter: Matter, entry: Entry) -> Dates:
    received = max(entry.on, entry.facts["received_on"] or entry.on)
    strict = entry.on + timedelta(days=30)
    return (entry.kind, entry.on), strict, matter.days.roll(received + timedelta(days=30))


def _pen01(matter: Matter, entry: Entry) -> Dates:
    a, by, roll = entry.on, entry.facts["respond_by"], matter.days.roll
    last, least = a + timedelta(days=30), a + timedelta(days=7)
    if by is not None and by > last:
        matter.problem("respond_by_not_shorter", entry)
    if by is None or by > last:
        return (entry.kind, a), last, roll(last)
    if by < least:
        matter.problem("period_too_short", entry)
        return (entry.kind, a), by, max(roll(by), roll(least))
    return (entry.kind, a), by, roll(by)


def _pen04(matter: Matter, entry: Entry) -> Dates:
    a = min(entry.on, entry.facts["dated_on"] or entry.on)
    lenient = matter.days.roll(entry.on + timedelta(days=30))
    return (entry.kind, a), a + timedelta(days=30), lenient


def _pen06(matter: Matter, entry: Entry) -> Dates:
    first = matter.days.fewer_closed.business_days_after(entry.on, 7)
    last = matter.days.business_days_after(entry.on, 7)
    by = entry.facts["respond_by"]
    if by is not None and by < first:
        matter.problem("period_too_short", entry)
    return (entry.kind, entry.on), by or first, max(matter.days.roll(by), last) if by else last


def _sal07(_matter: Matter, entry: Entry) -> Dates:
    sale = entry.facts["sale_on"]
    return (entry.kind, sale), sale - ONE_DAY, sale


def _sal11(matter: Matter, entry: Entry) -> Dates:
    vested = entry.on + timedelta(days=30)
    last = vested + timedelta(days=30)
    return (entry.kind, vested), last, matter.days.roll(last)


def _sal12(_matter: Matter, entry: Entry) -> Dates:
    day = months_after(entry.on, 6)
    return (entry.kind, entry.on), day, day + ONE_DAY


def _sal14(_matter: Matter, entry: Entry) -> Dates:
    return (entry.kind, entry.on), entry.on + timedelta(days=29), entry.on + timedelta(days=30)


SPECIAL = {
    "ALT08": _alt08,
    "PEN01": _pen01,
    "PEN04": _pen04,
    "PEN06": _pen06,
    "SAL07": _sal07,
    "SAL11": _sal11,
    "SAL12": _sal12,
    "SAL14": _sal14,
}
