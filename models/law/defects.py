"""What is on the docket but defective: checks of single entries, and of what the played clocks show."""

from collections.abc import Callable, Iterable, Mapping

from models.law.clock import Clock
from models.law.investigation import informal_under_old_words
from models.law.matter import Matter, Start
from models.law.moves import is_complete
from models.law.standing import StandingEntry
from models.law.stay import return_date, stay_of
from models.law.vocabulary import Status

PART_163 = ("AUD-", "SUM-", "DEM-", "PRG-", "ALT-", "RET-")
"""The rules of part 163, which took its present form on the first day of their earliest wording."""

_MILES = 100
"""19 CFR 163.7(b)(1)(ii): the place of appearance is "not to exceed 100 miles" from that of service."""

Check = Callable[[Matter, StandingEntry], Iterable[str]]
"""The codes of an entry's own defects."""


def find_defects(matter: Matter, clocks: list[Clock]) -> None:
    """Raises every problem that the entries and the played clocks show."""
    for entry in matter.entries:
        for code in _CHECKS[entry.kind](matter, entry) if entry.kind in _CHECKS else ():
            matter.problem(code, entry)
    for clock in clocks:
        _of_clock(matter, clock)
    for entry in informal_under_old_words(matter, clocks):
        matter.problem("investigation_not_formal", entry)


def _of_clock(matter: Matter, clock: Clock) -> None:
    rule, answer = clock.rule, clock.settled_by
    if rule.id.startswith(PART_163) and clock.trigger.on < rule.versions[0].in_force:
        matter.problem("before_in_force", clock.trigger)
    late = clock.status is Status.MET_LATE and rule.late_problem
    if late and answer is not None and not matter.is_in_doubt(answer):
        matter.problem(rule.late_problem, answer)


def _audit_notice(_matter: Matter, entry: StandingEntry) -> Iterable[str]:
    if not (entry.says("by_telephone") and entry.says("in_writing")):
        yield "notice_incomplete"


def _audit_commenced(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    if not matter.by_then(entry, "audit_notice"):
        yield "audit_without_notice"
    offers = matter.by_then(entry, "entrance_conference_offered")
    if not any(offer.says("in_writing") for offer in offers):
        yield "entrance_right_not_told"


def _delay_notice(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    told_by = [rule.moved_by for rule in matter.law.rules_of(matter.docket.lifecycle)]
    if any(move.event == entry.kind and not is_complete(entry, move) for move in told_by if move is not None):
        yield "delay_notice_incomplete"


def _sampling_accepted(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    if "signed_by" not in entry.facts:
        yield "sampling_acceptance_unsigned"
    if not matter.by_then(entry, "sampling_plan_explained"):
        yield "sampling_not_explained"


def _summonses(matter: Matter) -> list[Start]:
    issued = matter.of_kind("summons_issued")
    return [start for entry in issued for start in matter.starts_of(entry)]


def _summons_served(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    for start in _summonses(matter):
        mine = entry in matter.concerning(start, entry.kind, by_doubt=False)
        if mine and entry.on >= return_date(matter, start)[1]:
            yield "return_not_after_service"
    if entry.facts.get("miles", 0) > _MILES:
        yield "appearance_too_far"


def _stay_directed(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    """Of a summons for which only one of the two acts is done, on the last direction that concerns it."""
    for start in _summonses(matter):
        acts = matter.concerning(start, entry.kind, by_doubt=False)
        done = any(act.says("direction_given") or act.says("copies_mailed") for act in acts)
        is_last = bool(acts) and acts[-1] == entry
        if start.trigger.says("third_party") and is_last and done and stay_of(matter, start) is None:
            yield "stay_incomplete"


def _summons_complied(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    """Before the return date, while the right to examine had not ended."""
    for start in _summonses(matter):
        examination = matter.clock_of("SUM-10", start)
        if examination is None or entry not in matter.concerning(start, entry.kind, by_doubt=False):
            continue
        ended = examination.settled_on is not None and examination.settled_on < entry.on
        if entry.on < examination.anchor_on and not ended:
            yield "examined_too_early"


def _sanction(matter: Matter, entry: StandingEntry) -> Iterable[str]:
    """Only a person adjudged guilty of contempt, for as long as the contempt lasts."""
    chains, doubt = matter.chains.of, matter.is_in_doubt
    found = [
        each
        for each in matter.by_then(entry, "contempt_adjudged", "contempt_purged")
        if doubt(entry) or doubt(each) or chains[each.index] & chains[entry.index]
    ]
    if not found or found[-1].kind == "contempt_purged":
        yield "sanction_without_contempt"


_CHECKS: Mapping[str, Check] = {
    "audit_notice": _audit_notice,
    "audit_commenced": _audit_commenced,
    "report_delay_notice": _delay_notice,
    "sampling_plan_accepted": _sampling_accepted,
    "summons_served": _summons_served,
    "stay_directed": _stay_directed,
    "summons_complied": _summons_complied,
    "imports_prohibited": _sanction,
    "delivery_withheld": _sanction,
}
