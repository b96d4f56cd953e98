"""AUD-08, the right to petition for a closing conference: 19 CFR 163.11(b), 19 U.S.C. 1509(b)(3).

It opens the day after the estimated or actual end of the audit passes without a closing conference. One
clock at most in a matter; it disregards what entries belong to.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from models.in_words import short_date, spaced
from models.law.engine.clock import Clock, Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import wording
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

_ESTIMATES = ("audit_notice", "entrance_conference_held", "further_estimate_given")
_PETITIONS = ("petition_sent", "petition_received")
_ORDER_ON_ONE_DAY = {
    **dict.fromkeys(_ESTIMATES, 0),
    "audit_terminated": 1,
    **dict.fromkeys(_PETITIONS, 2),
    "closing_conference_held": 3,
    "investigation_commenced": 4,
    "audit_closed": 4,
}
_INVESTIGATIONS_TURN = 4

KINDS = frozenset(_ORDER_ON_ONE_DAY)
"""The kinds of entries that the right goes by."""


@dataclass(slots=True)
class PetitionRight:
    """The right as it runs through the docket. `end` is the audit's current end date, `source` its entry."""

    end: date | None = None
    source: CurrentEntry | None = None
    has_actual_end: bool = False
    forgone: bool = False
    """A closing conference came before there was any end: there is no such right."""
    investigated: CurrentEntry | None = None
    """A formal investigation of the whole audit that precedes any end."""
    status: Status | None = None
    settled_on: date | None = None
    settled_by: CurrentEntry | None = None
    defects: list[tuple[str, CurrentEntry]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)

    def take(self, entry: CurrentEntry) -> None:
        """Plays the next entry; once the right has ended, no entry changes it or is defective for it."""
        if self.status is not None or self.forgone:
            return
        if entry.kind in _ESTIMATES:
            self._estimate(entry)
        elif entry.kind == "audit_terminated":
            self._terminate(entry)
        elif self.end is None:
            self._before_any_end(entry)
        else:
            self._end_by(entry, self.end)

    def lift_by_earlier_investigation(self, day: date) -> None:
        """Lifts the right on the day that sets the first end date, if an investigation came before it."""
        if (
            self.investigated is not None
            and self.end is not None
            and self.status is None
            and not self.forgone
        ):
            self._settle(Status.LIFTED, day, self.investigated)

    def _estimate(self, entry: CurrentEntry) -> None:
        if self._may_set_end(entry):
            self.end, self.source = entry.facts["estimated_end"], entry
            given_by = f"{spaced(entry.kind)} of {short_date(entry.on)}"
            self.trace.append(
                f"The estimated end is {short_date(entry.facts['estimated_end'])} ({given_by})."
            )
        else:
            self.defects.append(("estimate_after_end", entry))

    def _may_set_end(self, entry: CurrentEntry) -> bool:
        if self.has_actual_end:
            return False
        if self.end is None or self.source is None or entry.on <= self.end:
            return True
        return entry.kind == "entrance_conference_held" and self.source.kind == "audit_notice"

    def _terminate(self, entry: CurrentEntry) -> None:
        if not self.has_actual_end and (self.end is None or entry.on < self.end):
            self.end, self.source, self.has_actual_end = entry.on, entry, True
            self.trace.append(f"The audit actually ended on {short_date(entry.on)}.")

    def _before_any_end(self, entry: CurrentEntry) -> None:
        if entry.kind == "closing_conference_held":
            self.forgone = True
        elif entry.kind == "investigation_commenced":
            self.investigated = entry

    def _end_by(self, entry: CurrentEntry, end: date) -> None:
        if entry.kind in _PETITIONS and entry.on <= end:
            self.defects.append(("petition_premature", entry))
        elif entry.kind in _PETITIONS:
            self._settle(Status.USED, entry.on, entry)
        elif entry.kind == "closing_conference_held" and entry.on > end:
            self._settle(Status.LAPSED, entry.on, entry)
        else:
            self._settle(Status.LIFTED, entry.on, entry)

    def _settle(self, status: Status, on: date, by: CurrentEntry) -> None:
        self.status, self.settled_on, self.settled_by = status, on, by


def petition_right(matter: Matter) -> PetitionRight:
    """Returns the right of this matter, computed once for each matter."""
    found = matter.worked_out.get("petition_right")
    if found is None:
        found = matter.worked_out["petition_right"] = _run(matter)
    assert isinstance(found, PetitionRight)
    return found


def _run(matter: Matter) -> PetitionRight:
    right = PetitionRight()
    taken = [entry for entry in matter.entries if _counts(entry)]
    for day in sorted({entry.on for entry in taken}):
        todays = [entry for entry in taken if entry.on == day]
        todays.sort(key=lambda entry: (_ORDER_ON_ONE_DAY[entry.kind], entry.place))
        for entry in todays:
            if _ORDER_ON_ONE_DAY[entry.kind] == _INVESTIGATIONS_TURN:
                right.lift_by_earlier_investigation(day)
            right.take(entry)
        right.lift_by_earlier_investigation(day)
    return right


def _counts(entry: CurrentEntry) -> bool:
    """An estimate that names an end; an investigation where regulation and statute agree: formal, whole."""
    if entry.kind in _ESTIMATES:
        return "estimated_end" in entry.facts
    if entry.kind == "investigation_commenced":
        return entry.says("formal") and "issue" not in entry.facts
    return entry.kind in _ORDER_ON_ONE_DAY


def petition_is_not_premature(matter: Matter, entry: CurrentEntry) -> bool:
    """Returns whether the right was open when the petition was made; a premature one starts no deadline."""
    return ("petition_premature", entry) not in petition_right(matter).defects


def play_petition_right(matter: Matter, rule: Rule) -> list[Clock]:
    """Plays AUD-08: one clock, or none where no end date is on record."""
    right = petition_right(matter)
    for code, entry in right.defects:
        matter.problem(code, entry)
    if right.end is None or right.source is None or right.forgone:
        return []
    opens = right.end + timedelta(days=1)
    clock = Clock(
        rule=rule,
        start=Start(right.source, matter.chains.of[right.source.index]),
        anchor_kind=right.source.kind,
        anchor_on=right.end,
        strict_on=opens,
        lenient_on=opens,
        trace=right.trace,
        status=right.status,
        settled_on=right.settled_on,
        settled_by=right.settled_by,
    )
    clock.trace += [*wording(clock), _outcome(matter, right, opens)]
    _name_investigations(matter, clock)
    return [clock]


def _outcome(matter: Matter, right: PetitionRight, opens: date) -> str:
    since = short_date(opens)
    if right.settled_by is None and matter.docket.as_of < opens:
        return f"Without a closing conference by then, the right opens on {since}. It has no last day."
    if right.settled_by is None:
        return f"No closing conference by then: the right opened on {since} and has no last day."
    title = matter.law.events[right.settled_by.kind].title
    happened = f"{title} on {short_date(right.settled_by.on)}"
    match right.status:
        case Status.USED:
            return f"{happened}: this uses the right, which opened on {since}."
        case Status.LAPSED:
            return f"{happened}, after the end had passed: there is nothing left to petition for."
        case _ if right.settled_by.kind == "closing_conference_held":
            return f"{happened}, before the end had passed: the right did not open."
        case _:
            return f"{happened}: no right to petition remains."


def _name_investigations(matter: Matter, clock: Clock) -> None:
    """An informal investigation of the whole audit leaves the right open: asking costs nothing (A3)."""
    for entry in matter.of_kind("investigation_commenced"):
        ended = clock.settled_on is not None and clock.settled_on < entry.on
        if ended or entry.says("formal") or "issue" in entry.facts:
            continue
        clock.ambiguities.add("A3")
        clock.trace.append(
            f"The investigation of {short_date(entry.on)} is not formal: the right stays (A3)."
        )
