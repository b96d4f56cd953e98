"""The second calculator gives the answers of the worked dockets, and random dockets reach all it can say."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models.law.load import load_law
from models.law.text.vocabulary import FACTS, Lifecycle
from tests.law.oracle.calculator import LIFECYCLES, answer
from tests.law.oracle.docket import facts_of
from tests.law.oracle.kinds import MOVABLE, OFFICE_RULES, TYPES
from tests.law.support.random_defects import DEFECTS
from tests.law.support.random_dockets import TOO_RARE, random_docket

Json = dict[str, Any]
LINES = (Path(__file__).parent / "dockets.jsonl").read_text(encoding="utf-8").splitlines()
EVERY_CODE = {
    "audit": """before_in_force notice_incomplete audit_without_notice
        entrance_right_not_told estimate_after_end delay_notice_wrong_officer delay_notice_incomplete
        delay_notice_late delay_date_not_later petition_premature investigation_not_formal
        sampling_acceptance_unsigned sampling_not_explained""",
    "summons": """before_in_force link_needed return_not_after_service appearance_too_far
        third_party_notice_short stay_incomplete stay_late examined_too_early sanction_without_contempt""",
    "demand": """before_in_force link_needed produce_by_before_receipt produce_by_not_shorter
        extension_request_incomplete extension_request_late extension_not_longer""",
    "certification": """before_in_force link_needed violation_notice_incomplete issue_date_missing appeal_late
        delay_not_provided_for receipt_not_recorded delay_notice_incomplete delay_notice_late
        delay_date_not_later""",
    "storage": "before_in_force link_needed",
    "retention": "before_in_force link_needed retention_leg_missing conditional_end_unknown",
    "disclosure": "link_needed mailed_after_receipt",
    "penalty": "link_needed period_too_short respond_by_not_shorter short_period_not_allowed",
    "ruling": "link_needed comment_period_short nafta_ended",
    "sale": "advertisement_gap notice_too_early",
    "improvement": "",
}
OF_A_DEADLINE = "met met_in_gap met_late lifted pending ambiguous missed"
OF_A_THRESHOLD = " stopped running crossed"
EVERY_STATUS = {
    "audit": OF_A_DEADLINE + " used lapsed open not_open",
    "summons": OF_A_DEADLINE + " used open not_open" + OF_A_THRESHOLD,
    "demand": OF_A_DEADLINE + " fixed",
    "certification": OF_A_DEADLINE + OF_A_THRESHOLD,
    "storage": OF_A_DEADLINE,
    "retention": "keep disposable",
    "disclosure": OF_A_DEADLINE,
    "penalty": OF_A_DEADLINE,
    "ruling": OF_A_DEADLINE + OF_A_THRESHOLD,
    "sale": OF_A_DEADLINE + OF_A_THRESHOLD + " keep disposable",
    "improvement": OF_A_DEADLINE,
}


@pytest.mark.parametrize("line", LINES, ids=[f"line-{number}" for number, _ in enumerate(LINES, start=1)])
def test_the_second_calculator_answers_each_worked_docket(line: str) -> None:
    worked: dict[str, Any] = json.loads(line)
    assert answer(worked["docket"]) == worked["answer"]


def written(kinds: dict[str, dict[str, bool]]) -> set[str]:
    """Each kind of entry as `KINDS` writes it, its facts in the order of the alphabet."""
    facts = {
        kind: [name if kinds[kind][name] else f"{name}?" for name in sorted(kinds[kind])] for kind in kinds
    }
    return {f"{kind}({' '.join(names)})" for kind, names in facts.items()}


@pytest.mark.parametrize("lifecycle", Lifecycle)
def test_the_second_calculator_knows_each_event_of_the_law_with_its_facts(lifecycle: Lifecycle) -> None:
    events = {
        each.kind: dict.fromkeys(each.required, True) | dict.fromkeys(each.optional, False)
        for each in load_law().events_of(lifecycle)
    }
    law, known = written(events), written(facts_of(lifecycle))
    assert law == known, (
        f"KINDS[{lifecycle.value!r}] in tests/law/oracle/kinds.py lacks {sorted(law - known)}, "
        f"and the law files lack {sorted(known - law)}."
    )


def test_the_second_calculator_knows_each_fact_each_office_rule_and_what_may_be_moved() -> None:
    law = load_law()
    named = {name for names in TYPES.values() for name in names.split()}
    assert named == set(FACTS), f"TYPES in tests/law/oracle/kinds.py: {sorted(named ^ set(FACTS))}"
    office = {rule.id for rule in law.rules.values() if rule.office}
    assert office == OFFICE_RULES, (
        f"OFFICE_RULES in tests/law/oracle/kinds.py: {sorted(office ^ OFFICE_RULES)}"
    )
    for lifecycle in Lifecycle:
        movable = {rule.id for rule in law.rules_of(lifecycle) if rule.movable}
        found = movable ^ MOVABLE[lifecycle]
        assert not found, f"MOVABLE[{lifecycle.value!r}] in tests/law/oracle/kinds.py: {sorted(found)}"


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_the_same_seed_gives_the_same_dockets(lifecycle: str) -> None:
    one, other = Random(5), Random(5)
    first = [json.dumps(random_docket(one, lifecycle)) for _ in range(50)]
    assert first == [json.dumps(random_docket(other, lifecycle)) for _ in range(50)]


@cache
def answered(lifecycle: str) -> list[tuple[Json, Json]]:
    """Random dockets of the lifecycle, each with its answer."""
    rng = Random(11)
    dockets = [random_docket(rng, lifecycle) for _ in range(1500)]
    return [(docket, answer(docket)) for docket in dockets]


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_random_dockets_reach_every_status_and_problem_and_few_are_refused(lifecycle: str) -> None:
    answers = [each for _, each in answered(lifecycle)]
    good = [each for each in answers if "error" not in each]
    refused = len(answers) - len(good)
    assert 10 <= refused <= 60, f"{refused} of {len(answers)} are refused; `spoil` makes one in fifty so."
    statuses = {row["status"] for each in good for row in each["deadlines"]}
    assert_reached("EVERY_STATUS", statuses, set(EVERY_STATUS[lifecycle].split()))
    raised = {each["code"] for one in good for each in one["problems"]}
    assert_reached("EVERY_CODE", raised, {"entry_after_as_of", *EVERY_CODE[lifecycle].split()})


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_random_dockets_reach_every_rule(lifecycle: str) -> None:
    rules = {rule.id for rule in load_law().rules_of(Lifecycle(lifecycle))}
    reached = {row["rule"] for _, each in answered(lifecycle) for row in each.get("deadlines", [])}
    assert_reached("the law", reached, rules)


def assert_reached(source: str, reached: set[str], wanted: set[str]) -> None:
    """Names what random dockets never reach, with what to do, and what they reach that is not listed."""
    never, unlisted = sorted(wanted - reached), sorted(reached - wanted)
    assert not never, f"random dockets never reach {', '.join(never)}. {TOO_RARE}"
    assert not unlisted, f"random dockets reach {', '.join(unlisted)}, which {source} does not list."


@pytest.mark.parametrize(("lifecycle", "rule"), [("audit", "AUD-09"), ("summons", "SUM-16")])
def test_random_dockets_reach_what_is_ambiguous_after_its_last_day(lifecycle: str, rule: str) -> None:
    late = {
        row["rule"]
        for docket, each in answered(lifecycle)
        for row in each.get("deadlines", [])
        if (row["status"], row["settled_on"]) == ("ambiguous", None) and docket["as_of"] > row["lenient_on"]
    }
    assert_reached("this test", late, {rule})


@pytest.mark.parametrize("lifecycle", sorted(LIFECYCLES.keys() - {"retention"}))
def test_random_dockets_reach_days_that_a_proclaimed_closure_changes(lifecycle: str) -> None:
    """A retention ends on its own day, closed or not."""
    proclaimed = [(docket, each) for docket, each in answered(lifecycle) if docket.get("proclaimed")]
    changed = [docket for docket, each in proclaimed if answer({**docket, "proclaimed": []}) != each]
    assert len(changed) >= 20, f"a proclaimed closure changes only {len(changed)} answers. {TOO_RARE}"


@pytest.mark.parametrize("defect", DEFECTS, ids=[f"defect-{number}" for number, _ in enumerate(DEFECTS)])
@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_each_way_to_spoil_a_docket_makes_it_refused(defect: Any, lifecycle: str) -> None:
    rng = Random(3)
    for _ in range(20):
        docket = {"lifecycle": lifecycle, "as_of": "2025-06-30", "closures": [], "entries": []}
        assert "deadlines" in answer(docket)
        defect(rng, docket)
        assert answer(docket) == {"error": True}
