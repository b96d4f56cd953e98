"""The ladder of a rule drafts its paper while the paper still helps, and early where time is short."""

from datetime import date, timedelta

import pytest

from models.law.engine.answer import status_on
from models.law.engine.business_days import Calendar
from models.law.load import load_law
from models.roles import Role
from notifications.policy.deadline_state import DeadlineState, Decision
from notifications.policy.decide import decide, hearing
from notifications.policy.ladders import Ladder, own_ladders
from notifications.policy.reasons import Reason
from notifications.policy.steps import steps_of
from tests.support.papers import DOCKETS, WAIVED

MONDAY = date(2026, 3, 9)


def ladder_of(rule: str) -> Ladder:
    given = load_law().rules[rule]
    return own_ladders().of(rule, given.kind, given.bound)


@pytest.mark.parametrize("rule", DOCKETS)
def test_the_ladder_of_a_rule_with_a_paper_drafts_it(rule: str) -> None:
    assert any(rung.drafts for rung in ladder_of(rule).rungs)


@pytest.mark.parametrize("rule", ["PRG-03", "PRG-06", "PRG-07", "ALT-08", "PEN-06", "PEN-10", "SAL-13"])
def test_a_letter_that_is_owed_after_its_day_is_drafted_when_it_was_missed(rule: str) -> None:
    missed = next(rung for rung in ladder_of(rule).rungs if rung.reason is Reason.MISSED)
    assert missed.drafts


@pytest.mark.parametrize("rule", ["PEN-06", "PEN-10", "SAL-13"])
def test_where_time_is_short_the_first_word_is_for_counsel_with_the_draft(rule: str) -> None:
    ladder = ladder_of(rule)
    first = ladder.rungs[0]
    assert (first.drafts, first.up_to, ladder.set_to) == (True, "counsel", "counsel")
    assert -first.days >= 30


def said_on(today: date, rule: str, role: Role, last: date) -> Decision:
    """The first word to one person of a chain of all roles, of a deadline that became known on a day."""
    given = load_law().rules[rule]
    watched = DeadlineState(
        kind=given.kind,
        bound=given.bound,
        strict_on=last,
        lenient_on=last,
        act_by=last,
        status=status_on(given.kind, last, last, today),
        set_on=today,
    )
    ladder = ladder_of(rule)
    steps = steps_of(watched, ladder, Calendar(()))
    heard = hearing("Ann", role, watched, steps, ladder=ladder, held=list(Role))
    return decide(watched, [], heard, today)


@pytest.mark.parametrize(("rule", "days"), [("PEN-06", 9), ("PEN-06", 29), ("PEN-10", 20), ("SAL-13", 20)])
@pytest.mark.parametrize("role", [Role.OWNER, Role.LEAD, Role.COUNSEL])
def test_a_short_time_brings_its_draft_with_the_first_word(rule: str, days: int, role: Role) -> None:
    first = said_on(MONDAY, rule, role, MONDAY + timedelta(days=days))
    assert (first.reason, first.drafts) == (Reason.DEADLINE_SET, True)


@pytest.mark.parametrize(("rule", "drafts"), [("PRG-06", True), ("ALT-08", True), ("PEN-05", False)])
def test_a_day_already_missed_brings_only_the_letter_that_is_still_owed(rule: str, drafts: bool) -> None:
    first = said_on(MONDAY, rule, Role.OWNER, MONDAY - timedelta(days=3))
    assert (first.reason, first.drafts) == (Reason.MISSED, drafts)


def test_a_waiver_is_drafted_for_counsel_before_the_time_to_sue_ends_and_never_after() -> None:
    ladder = ladder_of(WAIVED)
    drafts = [rung for rung in ladder.rungs if rung.drafts]
    assert [(rung.days, rung.counts_from, rung.up_to) for rung in drafts] == [(-180, "strict_on", "counsel")]
    missed = next(rung for rung in ladder.rungs if rung.reason is Reason.MISSED)
    assert not missed.drafts
