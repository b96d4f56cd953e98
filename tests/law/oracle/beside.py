"""Storage, disclosure, penalty, rulings, sales, improvement, a second time; encoding, 5.5, 5.7 to 5.11."""

from datetime import date, timedelta

from tests.law.oracle.belonging import Reach
from tests.law.oracle.calendar import ONE_DAY, anniversaries
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import ANSWER, Clock, Matter, Step
from tests.law.oracle.rows import closings, play_rows
from tests.law.oracle.starting import NAFTA_END


def storage(matter: Matter) -> None:
    """Adds the rows of a storage matter."""
    play_rows(matter, "ALT-02", "ALT-05", "ALT-07", "ALT-08")


def penalty(matter: Matter) -> None:
    """Adds the rows of a penalty matter."""
    rules = ("PEN-01", "PEN-04", "PEN-05", "PEN-05S", "PEN-06", "PEN-07", "PEN-08", "PEN-09", "PEN-10")
    limitations = play_rows(matter, *rules)["PEN-09"]
    for notice in matter.of_kind("short_notice_given", "prepenalty_mailed"):
        _short_period(matter, notice, limitations)


def _short_period(matter: Matter, notice: Entry, limitations: list[Clock]) -> None:
    """A shorter period although 180 days, or a year, of the limitation are left."""
    enough = notice.on + timedelta(days=180)
    if notice.kind == "prepenalty_mailed":
        by = notice.facts["respond_by"]
        if by is None or by >= notice.on + timedelta(days=30):
            return
        enough = anniversaries(notice.on)[1]
    left = []
    for clock in limitations:
        if clock.trigger.on <= notice.on and not (clock.settled_on and clock.settled_on <= notice.on):
            later = [before for moved_on, before in clock.strict_since if moved_on > notice.on]
            left.append(later[0] if later else clock.strict)
    if left and min(left) >= enough:
        matter.problem("short_period_not_allowed", notice)


def improvement(matter: Matter) -> None:
    """Adds the rows of an improvement matter."""
    play_rows(matter, *(f"STR-0{n}" for n in range(1, 7)))


def ruling(matter: Matter) -> None:
    """Adds the rows and problems of a ruling matter."""
    play_rows(matter, "RUL-01", "RUL-01B", *(f"RUL-0{n}" for n in range(2, 8)))
    for request in matter.of_kind("ruling_requested"):
        if request.says("nafta") and request.on >= NAFTA_END:
            matter.problem("nafta_ended", request)
    chains = matter.belonging.chains
    for closed in matter.of_kind("comments_closed"):
        before = [
            e
            for e in matter.of_kind("modification_proposed")
            if e.on <= closed.on and chains[e.index] & chains[closed.index]
        ]
        if before and closed.on < before[-1].on + timedelta(days=30):
            matter.problem("comment_period_short", closed)


def disclosure_day(entry: Entry) -> date:
    """Mailing counts only where it did not come after the receipt."""
    mailed = entry.facts.get("certified_mailed_on")
    return entry.on if mailed is None or mailed > entry.on else mailed


def earliest(entries: list[Entry]) -> Entry | None:
    """The first disclosure by its day, then in docket order."""
    made = [e for e in entries if e.kind in ("oral_disclosure_made", "disclosure_made")]
    return min(made, key=lambda e: (disclosure_day(e), e.place), default=None)


def disclosure(matter: Matter) -> None:
    """Adds the rows and problems of a disclosure matter."""
    play_rows(matter, "PDS-02", "PDS-04", "PDS-06")
    first = earliest(list(matter.standing.entries))
    for made in matter.of_kind("disclosure_made"):
        if made.facts["certified_mailed_on"] and made.facts["certified_mailed_on"] > made.on:
            matter.problem("mailed_after_receipt", made)
    formal = [e for e in matter.of_kind("investigation_commenced") if e.says("formal")]
    if formal:
        _before_investigation(matter, formal[0], first)
    if first is not None and first.facts["data_missing"] is not False:
        _missing_data(matter, first)


def _before_investigation(matter: Matter, begun: Entry, first: Entry | None) -> None:
    known = begun.facts["known_on"]
    reach = Reach(begun, frozenset(matter.belonging.chains[begun.index]), binds_customs=False)
    ends = begun.on - ONE_DAY, max(begun.on, known or begun.on)
    clock = Clock("PDS-01", "deadline", reach, (begun.kind, begun.on), *ends)
    steps = [] if first is None else [Step(disclosure_day(first), ANSWER, first)]
    matter.play(clock, steps + closings(matter, clock))
    if known is None:
        clock.status = {"missed": "ambiguous", "met_late": "met_in_gap"}.get(clock.status, clock.status)


def _missing_data(matter: Matter, first: Entry) -> None:
    day = disclosure_day(first)
    last = day + timedelta(days=30)
    (reach,) = matter.reaches(first, customs=False)
    clock = Clock("PDS-03", "deadline", reach, (first.kind, day), last, matter.days.roll(last))
    void = matter.standing.void
    data = [e for e in matter.of_kind("missing_data_supplied") if e.on >= day and e.index not in void]
    steps = [Step(e.on, ANSWER, e) for e in data]
    matter.play(clock, steps + matter.fixed_dates(clock) + closings(matter, clock))


def sale(matter: Matter) -> None:
    """Adds the rows and problems of a sale matter."""
    plain = ("02", "03", "04", "05", "06", "07", "08", "09", "10", "12", "13", "14", "16")
    played = play_rows(matter, *(f"SAL-{n}" for n in plain))
    vested = {c.trigger.index for c in played["SAL-10"] if c.status == "crossed"}
    for clock in play_rows(matter, "SAL-11")["SAL-11"]:
        if clock.trigger.index not in vested:
            matter.rows.remove(clock)
    for clock in played["SAL-04"]:
        _weeks(matter, clock)
    for scheduled in matter.of_kind("sale_scheduled"):
        (reach,) = matter.reaches(scheduled, customs=True)
        probe = Clock("", "", reach, ("", scheduled.on), scheduled.on, scheduled.on)
        for notice in matter.concerning(probe, "sale_advertised"):
            early = notice.on < scheduled.facts["sale_on"] - timedelta(days=10)
            if scheduled.facts["goods"] == "depreciating" and early:
                matter.problem("notice_too_early", notice)


def _weeks(matter: Matter, clock: Clock) -> None:
    day = clock.anchor[1]
    if clock.status == "lifted" or matter.docket.as_of < day:
        return
    weeks = {
        (day - e.on - ONE_DAY).days // 7 for e in matter.concerning(clock, "sale_advertised") if e.on < day
    }
    if not {0, 1, 2} <= weeks:
        matter.problem("advertisement_gap", clock.trigger)
