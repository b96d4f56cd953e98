"""Ladders are read strictly: a line that is none, a gap, a day passed over in silence are refused by name."""

import re

import pytest

from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind
from models.roles import Role
from notifications.policy.ladder_checks import gap_in
from notifications.policy.ladder_lines import LadderError, read_rungs
from notifications.policy.ladders import own_ladders, read_ladders

OURS = own_ladders().by_kind[RuleKind.DEADLINE, Party.RECORDKEEPER]
LINES = [rung.line for rung in OURS.rungs]
ONE = """
[[ladder]]
name = "all"
kinds = ["retention", "lookback"]
bound = ["recordkeeper", "customs", "court", "other"]
set_to = "owner"
steps = ["7 days before strict: reminder to owner"]
"""


def test_every_kind_and_party_has_a_ladder() -> None:
    assert set(own_ladders().by_kind) == {(kind, party) for kind in RuleKind for party in Party}


def test_the_rules_that_ladders_and_inhibitions_name_are_rules_of_the_law_and_no_ladder_has_a_gap() -> None:
    ladders, rules = own_ladders(), load_law().rules
    named = {*ladders.by_rule, *(each.by for each in ladders.inhibitions)}
    named |= {rule for each in ladders.inhibitions for rule in each.mutes}
    assert named <= set(rules)
    assert [
        gap_in(each.rungs, rules[rule].kind, rules[rule].bound) for rule, each in ladders.by_rule.items()
    ] == [""] * len(ladders.by_rule)


def test_a_rule_may_have_a_ladder_of_its_own() -> None:
    ladders = own_ladders()
    assert ladders.of("T03", RuleKind.RECURRING, Party.RECORDKEEPER).name == "an office's own control"
    assert ladders.of("ALT-05", RuleKind.RECURRING, Party.RECORDKEEPER) is OURS
    changed = ladders.with_rule(
        "AUD-06", RuleKind.DEADLINE, Party.CUSTOMS, ["1 day after lenient: missed to lead"], Role.LEAD
    )
    assert changed.of("AUD-06", RuleKind.DEADLINE, Party.CUSTOMS).name == "of AUD-06"
    assert changed.of("AUD-07", RuleKind.DEADLINE, Party.CUSTOMS).name == "somebody else's last day"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"lookback"', '"lookback", "hope"', "kinds is not known. Use one or more of: deadline"),
        (', "lookback"', "", "No ladder for deadline that binds recordkeeper"),
        (
            '"7 days before strict: reminder to owner"',
            '"a week before"',
            "line 1 ('a week before'): write a line such as",
        ),
        ("strict: rem", "due: rem", "line 1"),
        ("to owner", "to boss", "line 1"),
        ("reminder", "hope", "line 1"),
        ('set_to = "owner"', 'set_to = "boss"', "set_to is not known. Use one or more of: owner"),
        ('name = "all"', 'name = "all"\ncolour = 2', "unknown key 'colour'"),
        ("[[ladder]]", "[[ladders]]", "unknown key 'ladders'"),
        ("[[ladder]]", "[[ladder", "not valid TOML"),
        (
            '"retention", ',
            '"deadline", ',
            "has a gap: nobody would be alerted when a deadline of yours reaches “due now”",
        ),
    ],
)
def test_a_broken_source_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(LadderError, match=re.escape(said)):
        read_ladders(ONE.replace(old, new))


def test_two_ladders_for_one_kind_are_refused() -> None:
    with pytest.raises(LadderError, match="has two ladders"):
        read_ladders(ONE + ONE)


@pytest.mark.parametrize("missing", ["on act-by", "1 day after strict", "1 day after lenient"])
def test_a_ladder_that_ends_before_the_day_or_passes_over_one_is_refused_with_the_line_to_add(
    missing: str,
) -> None:
    kept = [line for line in LINES if not line.startswith(missing)]
    (gone,) = set(LINES) - set(kept)
    with pytest.raises(LadderError, match=re.escape(f"Add a line such as: {gone}")):
        own_ladders().with_steps("our last day", kept, Role.LEAD)


def test_lines_out_of_order_and_twice_are_refused_by_their_number() -> None:
    with pytest.raises(
        LadderError, match=re.escape("line 2 ('14 days before act-by: reminder to lead, draft')")
    ):
        read_rungs("mine", [LINES[2], LINES[1]])
    with pytest.raises(LadderError, match="is listed twice"):
        read_rungs("mine", [LINES[0], LINES[0]])


def test_steps_of_an_unknown_ladder_are_refused_with_the_names_there_are() -> None:
    with pytest.raises(LadderError, match="Use one of these names: our last day"):
        own_ladders().with_steps("my ladder", LINES, Role.LEAD)


def test_what_is_set_for_a_ladder_holds_for_all_of_its_clocks() -> None:
    lines = [
        "on act-by: due now to owner",
        "1 day after strict: in gap to owner",
        "1 day after lenient: missed to owner",
    ]
    changed = own_ladders().with_steps("our last day", lines, Role.OWNER)
    for kind in (RuleKind.DEADLINE, RuleKind.TARGET, RuleKind.RECURRING):
        ladder = changed.of("X", kind, Party.RECORDKEEPER)
        assert [rung.step for rung in ladder.rungs] == ["last safe day", "in the gap", "missed"]
    assert own_ladders().of("X", RuleKind.DEADLINE, Party.RECORDKEEPER) is OURS
