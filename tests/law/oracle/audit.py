"""The audit's clocks, a second time; encoding, section 5.1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from tests.law.oracle.belonging import Reach
from tests.law.oracle.belonging import concerns as concerns_clock
from tests.law.oracle.calendar import ONE_DAY, days_after
from tests.law.oracle.docket import Entry
from tests.law.oracle.play import ANSWER, LIFT, MOVE, Clock, Matter, Step, lift_day
from tests.law.oracle.standing import Standing

AN_INVESTIGATION = date(2011, 12, 27)
ESTIMATES = ("audit_notice", "entrance_conference_held", "further_estimate_given")
PETITIONS = ("petition_sent", "petition_received")
ORDER_OF_A_DAY = (*((kind, 0) for kind in ESTIMATES), ("audit_terminated", 1), *((p, 2) for p in PETITIONS))
ORDER = dict(ORDER_OF_A_DAY) | {"closing_conference_held": 3, "investigation_commenced": 4, "audit_closed": 4}


@dataclass(slots=True)
class PetitionRight:
    """AUD-08 as it runs, with all ends in force; `never` once a conference came before there was any end.

    `ends` are those that no later estimate has put out of force: the first end is the least of them, the last
    end the one added last.
    """

    ends: list[date] = field(default_factory=list)
    source: Entry | None = None
    terminated: bool = False
    never: bool = False
    investigated: bool = False
    status: str = ""
    settled_on: date | None = None
    problems: list[tuple[str, Entry]] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """The next entry in the order of the days; nothing counts once the right has ended."""
        if self.status or self.never:
            return
        if entry.kind in ESTIMATES:
            self._estimate(entry)
        elif entry.kind == "audit_terminated":
            if not self.terminated and (not self.ends or entry.on < self.ends[-1]):
                self.ends.append(entry.on)
                self.source, self.terminated = entry, True
        elif entry.kind == "investigation_commenced" and not self.ends:
            self.investigated = True
        elif not self.ends:
            self.never = entry.kind == "closing_conference_held"
        elif entry.kind in PETITIONS and entry.on <= min(self.ends):
            self.problems.append(("petition_premature", entry))
        else:
            self._finish(entry)

    def _estimate(self, entry: Entry) -> None:
        of_the_conference = entry.kind == "entrance_conference_held"
        over_the_notice = of_the_conference and self.source is not None and self.source.kind == "audit_notice"
        in_time = not self.ends or entry.on <= self.ends[-1]
        if self.terminated or not (in_time or over_the_notice):
            self.problems.append(("estimate_after_end", entry))
            return
        if over_the_notice:
            self.ends.clear()
        self.ends.append(entry.facts["estimated_end"])
        self.source = entry

    def _finish(self, entry: Entry) -> None:
        lapsed = entry.kind == "closing_conference_held" and entry.on > self.ends[-1]
        used = entry.kind in PETITIONS
        self.status, self.settled_on = "used" if used else "lapsed" if lapsed else "lifted", entry.on

    def lift_by_earlier_investigation(self, day: date) -> None:
        """An investigation older than any end lifts on the day that sets the first one."""
        if self.investigated and self.ends and not self.status and not self.never:
            self.status, self.settled_on = "lifted", day


def petition_right(standing: Standing) -> PetitionRight:
    """Goes through the docket day by day; links are disregarded."""
    right = PetitionRight()
    for day in sorted({entry.on for entry in standing.entries}):
        todays = [entry for entry in standing.entries if entry.on == day and _counts(entry)]
        for rank in range(5):
            if rank == 4:
                right.lift_by_earlier_investigation(day)
            for entry in (each for each in todays if ORDER[each.kind] == rank):
                right.take(entry)
    return right


def _counts(entry: Entry) -> bool:
    if entry.kind in ESTIMATES:
        return entry.facts["estimated_end"] is not None
    if entry.kind == "investigation_commenced":
        return bool(entry.facts["formal"]) and entry.facts["issue"] is None
    return entry.kind in ORDER


def starters(standing: Standing, office: Mapping[str, int | None]) -> dict[str, list[int]]:
    """Rule -> the entries that start a clock of it."""
    premature = {e.index for code, e in petition_right(standing).problems if code == "petition_premature"}
    kinds = {
        "AUD-05": "onsite_work_completed",
        "AUD-06": "closing_conference_held",
        "AUD-07": "report_completed",
        "AUD-09": "petition_received",
        "AUD-14": "petition_sent",
    }
    for rule, default in (("AUD-05", 30), ("AUD-14", 10)):
        if office.get(rule, default) is None:
            del kinds[rule]
    all_of = {rule: [e.index for e in standing.entries if e.kind == kind] for rule, kind in kinds.items()}
    if "AUD-09" in all_of:
        all_of["AUD-09"] = [index for index in all_of["AUD-09"] if index not in premature]
    return all_of


def audit(matter: Matter) -> None:
    """Adds the rows and problems of an audit."""
    office = matter.docket.office
    counts = {"AUD-05": office.get("AUD-05") or 30, "AUD-14": office.get("AUD-14") or 10}
    counts |= {"AUD-06": 90, "AUD-07": 30, "AUD-09": 15}
    for rule, indices in starters(matter.standing, matter.docket.office).items():
        for index in indices:
            _deadline(matter, rule, matter.standing.entry(index), counts[rule])
    _petition(matter)
    _not_formal(matter)
    _defects(matter)


def _deadline(matter: Matter, rule: str, trigger: Entry, count: int) -> None:
    strict = days_after(trigger.on, count)
    reach = Reach(trigger, frozenset(matter.belonging.chains[trigger.index]), binds_customs=rule != "AUD-14")
    anchor = (trigger.kind, trigger.on)
    clock = Clock(rule, "deadline", reach, anchor, strict, matter.days.roll(strict))
    steps = matter.fixed_dates(clock) + _answers(matter, clock) + _lifts(matter, clock)
    if rule == "AUD-06":
        notices = matter.concerning(clock, "report_delay_notice")
        complete = [e for e in notices if _is_complete(e) and not e.says("from_field_office")]
        steps += [Step(entry.on, MOVE, entry, partial(_delay, matter)) for entry in complete]
    matter.play(clock, steps)
    if rule == "AUD-09" and clock.status == "missed" and _between_the_ends(matter, trigger.on):
        clock.status = "ambiguous"


def _between_the_ends(matter: Matter, received: date) -> bool:
    ends = petition_right(matter.standing).ends
    return bool(ends) and min(ends) < received <= ends[-1]


def _is_complete(notice: Entry) -> bool:
    return notice.facts["reason"] is not None and notice.facts["anticipated_on"] is not None


def _delay(matter: Matter, clock: Clock, notice: Entry) -> None:
    if notice.on > clock.lenient:
        matter.problem("delay_notice_late", notice)
    if notice.facts["anticipated_on"] <= clock.strict:
        matter.problem("delay_date_not_later", notice)
    else:
        matter.move_to(clock, notice.facts["anticipated_on"])


def _answers(matter: Matter, clock: Clock) -> list[Step]:
    kinds = {
        "AUD-05": ("closing_conference_held",),
        "AUD-06": ("report_completed", "report_copy_sent"),
        "AUD-07": ("report_copy_sent",),
        "AUD-09": ("closing_conference_held",),
        "AUD-14": ("petition_received", "closing_conference_held"),
    }[clock.rule]
    answers = [Step(entry.on, ANSWER, entry) for entry in matter.concerning(clock, *kinds)]
    if clock.rule == "AUD-05":
        for entry in matter.of_kind("closing_conference_scheduled"):
            still_ahead = entry.on >= clock.trigger.on or entry.facts["scheduled_for"] >= clock.trigger.on
            if still_ahead and concerns_clock(matter.belonging, entry, clock.reach, any_day=True):
                answers.append(Step(max(entry.on, clock.trigger.on), ANSWER, entry))
    return answers


def _lifts(matter: Matter, clock: Clock) -> list[Step]:
    closed = [e for e in matter.of_kind("audit_closed") if clock.trigger.on <= e.on]
    lifting = [] if clock.rule in ("AUD-05", "AUD-14") else matter.of_kind("investigation_commenced")
    any_will_do = clock.trigger.on >= AN_INVESTIGATION
    whole = [e for e in lifting if e.facts["issue"] is None and (any_will_do or e.facts["formal"])]
    return [Step(lift_day(clock, entry), LIFT, entry) for entry in closed + whole]


def _petition(matter: Matter) -> None:
    right = petition_right(matter.standing)
    for code, entry in right.problems:
        matter.problem(code, entry)
    if right.source is None or right.never:
        return
    first, last = min(right.ends), right.ends[-1]
    reach = Reach(right.source, frozenset(), binds_customs=False)
    anchor = (right.source.kind, last)
    clock = Clock("AUD-08", "right", reach, anchor, first + ONE_DAY, last + ONE_DAY)
    clock.status, clock.settled_on = right.status, right.settled_on
    matter.add(clock)


def _not_formal(matter: Matter) -> None:
    under_old_words = [
        c for c in matter.rows if c.rule in ("AUD-06", "AUD-07", "AUD-09") and c.trigger.on < AN_INVESTIGATION
    ]
    for entry in matter.of_kind("investigation_commenced"):
        if under_old_words and not entry.facts["formal"] and entry.facts["issue"] is None:
            matter.problem("investigation_not_formal", entry)


def _defects(matter: Matter) -> None:
    for entry in matter.standing.entries:
        for code, is_so in _checks(matter, entry).items():
            if is_so:
                matter.problem(code, entry)


def _checks(matter: Matter, entry: Entry) -> dict[str, bool]:
    """What may be defective about the entry; chains and links are disregarded."""
    reviewed = any(e.says("reviews_prior_disclosure") for e in matter.of_kind("audit_notice"))
    match entry.kind:
        case "audit_notice":
            both = entry.facts["by_telephone"] and entry.facts["in_writing"]
            return {"notice_incomplete": not both and not reviewed}
        case "audit_commenced":
            offers = _by_then(matter, entry, "entrance_conference_offered")
            told = any(offer.facts["in_writing"] for offer in offers)
            noticed = _by_then(matter, entry, "audit_notice")
            if reviewed:
                return {}
            return {"audit_without_notice": not noticed, "entrance_right_not_told": not told}
        case "report_delay_notice":
            wrong = entry.says("from_field_office")
            return {
                "delay_notice_wrong_officer": wrong,
                "delay_notice_incomplete": not wrong and not _is_complete(entry),
            }
        case "sampling_plan_accepted":
            unsigned = entry.facts["signed_by"] is None
            explained = _by_then(matter, entry, "sampling_plan_explained")
            return {"sampling_acceptance_unsigned": unsigned, "sampling_not_explained": not explained}
    return {}


def _by_then(matter: Matter, entry: Entry, kind: str) -> list[Entry]:
    return [each for each in matter.of_kind(kind) if each.on <= entry.on]
