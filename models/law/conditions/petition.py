"""AUD-08, the right to petition for a closing conference: 19 CFR 163.11(b), 19 U.S.C. 1509(b)(3).

It opens the day after the estimated or actual end of the audit passes without a closing conference. Whether
a further estimate puts it off is not said (A4), so there are two ends: the *first*, which no later estimate
puts off, and the *last*, the current one.

One clock at most in a matter; it disregards what entries belong to.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from models.law.conditions.petition_words import (
    ended,
    estimated,
    in_between,
    not_formal,
    outcome,
    two_ends,
)
from models.law.engine.clock import Clock, Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.telling import Trace
from models.law.engine.trace import wording
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

_DAY = timedelta(days=1)
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
    """The right as it runs through the docket. `source` is the entry that gives the last end."""

    first: date | None = None
    last: date | None = None
    source: CurrentEntry | None = None
    has_actual_end: bool = False
    forgone: bool = False
    """A closing conference came before there was any end: there is no such right."""
    investigated: CurrentEntry | None = None
    """A formal investigation of the whole audit that precedes any end."""
    status: Status | None = None
    settled_on: date | None = None
    settled_by: CurrentEntry | None = None
    defects: dict[int, str] = field(default_factory=dict)
    """The code of each entry that is defective for the right, by index."""
    trace: Trace = field(default_factory=Trace)

    def take(self, entry: CurrentEntry) -> None:
        """Plays the next entry; once the right has ended, no entry changes it or is defective for it."""
        if self.status is not None or self.forgone:
            return
        if entry.kind in _ESTIMATES:
            self._estimate(entry)
        elif entry.kind == "audit_terminated":
            self._terminate(entry)
        elif self.first is None or self.last is None:
            self._before_any_end(entry)
        else:
            self._end_by(entry, self.first, self.last)

    def lift_by_earlier_investigation(self, day: date) -> None:
        """Lifts the right on the day that sets the first end date, if an investigation came before it."""
        if (
            self.investigated is not None
            and self.last is not None
            and self.status is None
            and not self.forgone
        ):
            self._settle(Status.LIFTED, day, self.investigated)

    def _estimate(self, entry: CurrentEntry) -> None:
        replaces_both = self.last is None or self._is_the_statutes(entry)
        if self.has_actual_end or not (replaces_both or entry.on <= (self.last or entry.on)):
            self.defects[entry.index] = "estimate_after_end"
            return
        self._set_end(entry, entry.facts["estimated_end"], replaces_both=replaces_both)
        self.trace.say(estimated, entry)

    def _is_the_statutes(self, entry: CurrentEntry) -> bool:
        """The statute's estimate is the one given at the entrance conference: 19 U.S.C. 1509(b)(1)."""
        is_of_a_notice = self.source is not None and self.source.kind == "audit_notice"
        return entry.kind == "entrance_conference_held" and is_of_a_notice

    def _terminate(self, entry: CurrentEntry) -> None:
        if not self.has_actual_end and (self.last is None or entry.on < self.last):
            self._set_end(entry, entry.on, replaces_both=False)
            self.has_actual_end = True
            self.trace.say(ended, entry)

    def _set_end(self, entry: CurrentEntry, end: date, *, replaces_both: bool) -> None:
        """The last end is the new one; the first is never put off, only taken down."""
        is_first = replaces_both or self.first is None
        self.first = end if is_first else min(self.first or end, end)
        self.last, self.source = end, entry

    def _before_any_end(self, entry: CurrentEntry) -> None:
        if entry.kind == "closing_conference_held":
            self.forgone = True
        elif entry.kind == "investigation_commenced":
            self.investigated = entry

    def _end_by(self, entry: CurrentEntry, first: date, last: date) -> None:
        if entry.kind in _PETITIONS and entry.on <= first:
            self.defects[entry.index] = "petition_premature"
        elif entry.kind in _PETITIONS:
            self._settle(Status.USED, entry.on, entry)
        elif entry.kind == "closing_conference_held" and entry.on > last:
            self._settle(Status.LAPSED, entry.on, entry)
        else:
            self._settle(Status.LIFTED, entry.on, entry)

    def _settle(self, status: Status, on: date, by: CurrentEntry) -> None:
        self.status, self.settled_on, self.settled_by = status, on, by


def petition_right(matter: Matter) -> PetitionRight:
    """Returns the right of this matter, computed once for each matter."""
    return matter.once(_run)


def _run(matter: Matter) -> PetitionRight:
    right = PetitionRight()
    taken = [entry for entry in matter.of_kind(*KINDS) if _counts(entry)]
    for day, todays in groupby(taken, key=attrgetter("on")):
        for entry in sorted(todays, key=lambda entry: (_ORDER_ON_ONE_DAY[entry.kind], entry.place)):
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
    return petition_right(matter).defects.get(entry.index) != "petition_premature"


def between_the_ends(matter: Matter, clock: Clock) -> None:
    """Says *ambiguous* for *missed* of a petition received between the two ends of an audit (A4)."""
    right = petition_right(matter)
    received = clock.trigger.on
    if right.first is None or right.last is None or not right.first < received <= right.last:
        return
    clock.ambiguities.add("A4")
    clock.trace.say(in_between, right.first, right.last)
    if clock.status is None and matter.docket.as_of > clock.lenient_on:
        clock.status = Status.AMBIGUOUS


def play_petition_right(matter: Matter, rule: Rule) -> list[Clock]:
    """Plays AUD-08: one clock, or none where no end date is on record."""
    right = petition_right(matter)
    for index, code in right.defects.items():
        matter.problem(code, matter.by_index[index])
    if right.first is None or right.last is None or right.source is None or right.forgone:
        return []
    clock = Clock(
        rule=rule,
        start=Start(right.source, matter.chains.of[right.source.index]),
        anchor_kind=right.source.kind,
        anchor_on=right.last,
        strict_on=right.first + _DAY,
        lenient_on=right.last + _DAY,
        trace=right.trace,
        status=right.status,
        settled_on=right.settled_on,
        settled_by=right.settled_by,
    )
    clock.trace.say(wording, rule, right.source)
    played = replace(clock, trace=Trace())
    clock.trace.say(two_ends, played)
    clock.trace.say(outcome, matter, played)
    _name_investigations(matter, clock)
    return [clock]


def _name_investigations(matter: Matter, clock: Clock) -> None:
    """An informal investigation of the whole audit leaves the right open (A3)."""
    for entry in matter.of_kind("investigation_commenced"):
        ended = clock.settled_on is not None and clock.settled_on < entry.on
        if ended or entry.says("formal") or "issue" in entry.facts:
            continue
        clock.ambiguities.add("A3")
        clock.trace.say(not_formal, entry)
