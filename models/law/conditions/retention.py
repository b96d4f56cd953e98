"""Records kept to the later of several ends: 19 CFR 163.4(b), 163.5(b)(2)(iii), 111.23(b)."""

from collections import deque
from collections.abc import Sequence
from datetime import date, timedelta

from models.in_words import short_date, spaced
from models.law.engine.clock import Clock, Reading, Start
from models.law.engine.counting import always, early, late
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import could_concern, taken_to_concern
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

_DRAWBACK = ("drawback_paid", "drawback_liquidated")
_RELEASE = ("release_ended", "conditional_release_ended")
_KEEP = "One of the events that this period depends on is not on record. Keep the records, whatever the date."
_POWER = ("power_of_attorney_revoked", "client_became_inactive")


def drawback_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns one start for all payments and liquidations, known by the first of them recorded."""
    return _one_clock(matter, _latest_each(matter, _DRAWBACK), matter.of_kind(*_DRAWBACK))


def drawback_years(matter: Matter, _rule: Rule, _start: Start, number: int) -> Reading:
    """Reads RET-03: the third anniversaries of the latest payment and of the latest liquidation (A2)."""
    latest = _latest_each(matter, _DRAWBACK)
    anchor = latest[-1]
    first = min(early(entry.on, number) for entry in latest)
    last = max(late(entry.on, number) for entry in latest)
    gap = {"A2"} if len({entry.on for entry in latest}) > 1 else set()
    leaps = any(early(entry.on, number) != late(entry.on, number) for entry in latest)

    def why() -> str:
        named = " and ".join(f"{spaced(entry.kind)} of {short_date(entry.on)}" for entry in latest)
        later = "" if first == last else f", or {short_date(last)} by the later date"
        return f"{number} years from {named}: {short_date(first)}{later}."

    count = always(first, last, leaps=leaps and first != last)
    return Reading(anchor.kind, anchor.on, count, why, frozenset(gap))


def release_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns one start for the end of the release or conditional release period, whichever is later."""
    ends = _release_ends(matter)
    return _one_clock(matter, [entry for _, entry in ends], matter.of_kind(*_RELEASE))


def originals_starts(matter: Matter, rule: Rule) -> list[Start]:
    """Returns the starts of ALT-04: the end of the release, and each demand for redelivery.

    There are none without a method of 163.5(b) in use: then 163.5(a) keeps originals for the whole period.
    """
    if not matter.of_kind("storage_method_adopted"):
        return []
    demands = matter.of_kind("redelivery_demanded")
    return release_starts(matter, rule) + [s for demand in demands for s in matter.starts_of(demand)]


def release_or_redelivery_days(matter: Matter, _rule: Rule, start: Start, number: int) -> Reading:
    """Reads RET-04, RET-05 and ALT-04: `number` calendar days from the end of release or from redelivery."""
    if start.trigger.kind == "redelivery_demanded":
        return _redelivery_days(matter, start, number)
    on, entry = _release_ends(matter)[-1]
    day = on + timedelta(days=number)

    def why() -> str:
        title = matter.law.events[entry.kind].title
        return (
            f"Day 0 is {short_date(on)} ({title}), the latest such date on record; {number} calendar days "
            f"end on {short_date(day)}."
        )

    return Reading(entry.kind, on, always(day, day), why)


def _redelivery_days(matter: Matter, start: Start, number: int) -> Reading:
    """From the first redelivery, by the lenient reading from the last (A30).

    Before any, from the latest day in the demand. One in doubt counts only where it makes it later.
    """
    certain = matter.concerning(start, "redelivered")
    perhaps = matter.concerning(start, "redelivered", by_doubt=True)
    first, kind = start.trigger.facts["latest_on"], start.trigger.kind
    if certain:
        first, kind = certain[0].on, certain[0].kind
    last = max([certain[-1].on if certain else first, *(entry.on for entry in perhaps)])
    ends_first, ends_last = first + timedelta(days=number), last + timedelta(days=number)
    gap = {"A30"} if first != last else set()

    def why() -> list[str]:
        title, ends = matter.law.events[kind].title, short_date(ends_first)
        said = [f"Day 0 is {short_date(first)} ({title}); {number} calendar days end on {ends}."]
        if first != last:
            later = f"{short_date(last)}, they end on {short_date(ends_last)} (A30)."
            said.append(f"Counted from the last redelivery, {later}")
        return said + _doubtful(matter, perhaps, last)

    return Reading(kind, first, always(ends_first, ends_last), why, frozenset(gap))


def _doubtful(matter: Matter, perhaps: Sequence[CurrentEntry], last: date) -> list[str]:
    """Says of each redelivery in doubt whether it makes the date later."""
    title = matter.law.events["redelivered"].title
    return [
        taken_to_concern(entry, title) if entry.on == last else could_concern(entry, title)
        for entry in perhaps
        if matter.is_in_doubt(entry)
    ]


def broker_starts(matter: Matter, _rule: Rule) -> list[Start]:
    """Returns the starts of RET-10: each entry of a broker, one for revoked powers, one for withdrawals."""
    entries = [entry for entry in matter.of_kind("customs_entry_made") if entry.says("broker")]
    starts = [start for entry in entries for start in matter.starts_of(entry)]
    if matter.of_kind("power_of_attorney_revoked"):
        powers = matter.of_kind(*_POWER)
        starts += _one_clock(matter, powers, powers)
    withdrawals = matter.of_kind("warehouse_withdrawal_made")
    return starts + _one_clock(matter, withdrawals, withdrawals)


def keep_while_a_leg_is_open(matter: Matter, clock: Clock) -> None:
    """Sets *keep* while one of the two ends of *whichever is later* is not on record, and says so."""
    code = _open_leg(matter, clock)
    if code:
        clock.status = Status.KEEP
        clock.trace.say(str, _KEEP)
    if code == "retention_leg_missing":
        matter.problem(code, clock.trigger)


def _open_leg(matter: Matter, clock: Clock) -> str:
    if clock.trigger.kind in _DRAWBACK:
        paid, liquidated = (len(matter.of_kind(kind)) for kind in _DRAWBACK)
        return "retention_leg_missing" if paid != liquidated else ""
    if clock.trigger.kind == "power_of_attorney_revoked":
        return "" if matter.of_kind("client_became_inactive") else "retention_leg_missing"
    is_release = clock.trigger.kind in _RELEASE
    return "conditional_end_unknown" if is_release and matter.once(open_releases) else ""


def open_releases(matter: Matter) -> set[int]:
    """Returns the ends of release whose conditional release period has no end on record, by index.

    Each end of a conditional release closes the earliest open release dated on or before it.
    """
    releases = matter.of_kind("release_ended")
    waiting = deque(entry for entry in releases if "conditional_until" not in entry.facts)
    for end in matter.of_kind("conditional_release_ended"):
        if waiting and waiting[0].on <= end.on:
            waiting.popleft()
    return {entry.index for entry in waiting}


def check_release(matter: Matter, entry: CurrentEntry) -> list[str]:
    """Finds a release whose conditional release period has no end on record."""
    return ["conditional_end_unknown"] if entry.index in matter.once(open_releases) else []


def _release_ends(matter: Matter) -> list[tuple[date, CurrentEntry]]:
    """Every day that may end the release, the latest last; of two for one day the later in docket order."""
    entries = matter.of_kind(*_RELEASE)
    days = [(entry.on, entry) for entry in entries]
    days += [(e.facts["conditional_until"], e) for e in entries if "conditional_until" in e.facts]
    return sorted(days, key=lambda end: (end[0], end[1].place))


def _latest_each(matter: Matter, kinds: Sequence[str]) -> list[CurrentEntry]:
    """The latest entry of each kind on record, the later of them last."""
    latest = [matter.of_kind(kind)[-1] for kind in kinds if matter.of_kind(kind)]
    return sorted(latest, key=lambda entry: entry.place)


def _one_clock(
    matter: Matter, latest_last: Sequence[CurrentEntry], members: Sequence[CurrentEntry]
) -> list[Start]:
    """The last of them supplies the anchor; the clock stays the one known by the first recorded."""
    if not latest_last:
        return []
    trigger = latest_last[-1]
    return [Start(trigger, matter.chains.of[trigger.index], known_by=min(entry.index for entry in members))]
