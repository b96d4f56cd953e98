"""Ladders are read strictly, and none ends before its day."""

import pytest

from models.law.vocabulary import Party, RuleKind
from notifications.ladder import LadderError, own_ladders, read_ladders

TWIN = '{ step = "missed", reason = "missed", counts_from = "act_by", days = 2 }'
ONE = """
[[ladder]]
name = "all"
kinds = ["deadline", "target", "recurring", "right", "threshold", "retention", "lookback"]
bound = ["recordkeeper", "customs", "court", "other"]
rungs = [{ step = "missed", reason = "missed", counts_from = "lenient_on", days = 1 }]
"""


def test_every_kind_and_party_has_a_ladder() -> None:
    assert set(own_ladders()) == {(kind, party) for kind in RuleKind for party in Party}


def test_a_sound_source_is_read() -> None:
    assert read_ladders(ONE)[RuleKind.RIGHT, Party.OTHER].name == "all"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days = 1", "days = -1", "ends before the day"),
        ('"lookback"', '"lookback", "hope"', "must be words of"),
        (', "lookback"', "", "No ladder for lookback"),
        ('reason = "missed"', 'reason = "met"', "expected step, days"),
        ("days = 1", "days = 1, colour = 2", "unknown key 'colour'"),
        ("lenient_on", "due_on", "expected step, days"),
        ("days = 1 }", f"days = 1 }}, {TWIN}", "twice"),
        ("[[ladder]]", "[[ladders]]", "unknown key 'ladders'"),
        ("[[ladder]]", "[[ladder", "no TOML"),
    ],
)
def test_a_broken_source_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(LadderError) as raised:
        read_ladders(ONE.replace(old, new))
    assert said in str(raised.value)


def test_two_ladders_for_one_kind_are_refused() -> None:
    with pytest.raises(LadderError, match="has two ladders"):
        read_ladders(ONE + ONE)
