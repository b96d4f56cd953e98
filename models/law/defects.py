"""Finds defects on a docket: checks of single entries, and of what the played clocks show."""

from datetime import date

from models.law.conditions.audit import check_delay_notice
from models.law.conditions.investigation import informal_under_old_words
from models.law.conditions.registry import CHECKS
from models.law.engine.clock import Clock
from models.law.engine.matter import Matter
from models.law.text.vocabulary import Status

PART_163 = ("AUD-", "SUM-", "DEM-", "PRG-", "ALT-", "RET-")
"""How the ids of the rules of part 163 begin."""

PART_163_SINCE = date(1998, 7, 16)
"""The day part 163 took effect (T.D. 98-56, 63 FR 32916)."""


def find_defects(matter: Matter, clocks: list[Clock]) -> None:
    """Adds to the matter every problem that its entries and the played clocks show."""
    for entry in matter.index.entries:
        if entry.kind in CHECKS:
            for code in CHECKS[entry.kind](matter, entry):
                matter.problem(code, entry)
        if entry.kind in matter.rules.notices:
            for code in check_delay_notice(matter, entry):
                matter.problem(code, entry)
    for clock in clocks:
        _of_clock(matter, clock)
    for entry in informal_under_old_words(matter, clocks):
        matter.problem("investigation_not_formal", entry)


def _of_clock(matter: Matter, clock: Clock) -> None:
    rule, answer = clock.rule, clock.settled_by
    if clock.begins_on < PART_163_SINCE and rule.id.startswith(PART_163):
        for trigger in clock.triggers:
            if trigger.on < PART_163_SINCE:
                matter.problem("before_in_force", trigger)
    late = clock.status is Status.MET_LATE and rule.late_problem
    if late and answer is not None and not matter.is_in_doubt(answer):
        matter.problem(rule.late_problem, answer)
