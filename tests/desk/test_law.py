"""The law at the desk: its rules, its examples run now, counsel's notes, and a change that is approved."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.record.database import transaction
from models.record.tables.office import OfficePeriod
from tasks.desk.law_examples import worked_examples
from tasks.desk.law_rules import found_rules, sheet_of
from tests.support.at_the_desk import DeskOf
from tests.support.law_at_the_desk import LAW, law_desk
from tests.support.scenes import Scene


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers; Ann owns matters of one, Cora is counsel for all, Carl for one; Ada keeps everything."""
    return law_desk(sqlite_scene, tmp_path)


def test_each_rule_has_a_sheet_with_everything_in_words(desk: DeskOf) -> None:
    """No name of a condition, of a fact or of a kind of entry is left as the law files spell it."""
    with desk.signed_in("Ann") as ann:
        for rule in LAW.rules.values():
            page = ann.text(f"/law/{rule.id}")
            assert rule.versions[-1].quote in page.replace("&#39;", "'").replace("&#34;", '"').replace(
                "&amp;", "&"
            )
            seen = re.sub(r"<[^>]+>", " ", page)
            assert not re.findall(r"\b[a-z]+_[a-z_]+\b", seen), rule.id
            assert "Differs" not in page


def test_a_sheet_shows_the_row_the_words_and_the_readings(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        page = ann.text("/law/AUD-06")
    assert "19 CFR 163.11(a)(5); 19 U.S.C. 1509(b)(4)" in page
    assert "Complete a formal written audit report within 90 calendar days following" in page
    assert "In force since Tuesday, December 27, 2011 (CBP Dec. 11-20, 76 FR 65953)" in page
    assert "Before that, in force since Thursday, July 16, 1998 (T.D. 98-56)" in page
    assert ">Closing conference held</p>" in page
    assert ">90 calendar days after</p>" in page
    assert (
        "Notice of delay of the report, to “Anticipated completion”, if it gives “Reason for the delay”"
        in page
    )
    assert "The last day moves to the next business day." in page
    assert "30 to 31 December, 61 to 31 January, 29 more: the leap day counts" in page
    assert "<td>Thursday, February 29, 2024</td><td>Thursday, February 29, 2024</td>" in page
    assert "read on" in page


def test_the_examples_are_run_against_the_engine_as_it_is() -> None:
    """With another number in the law the same example comes out otherwise, and says so."""
    rules = {**LAW.rules, "AUD-06": replace(LAW.rules["AUD-06"], count=91)}
    other = replace(LAW, rules=rules)
    first = worked_examples(other, "AUD-06")[0]
    assert (first.compared[0].expected, first.compared[0].found) == (
        "Thursday, February 29, 2024",
        "Friday, March 1, 2024",
    )
    assert first.differs
    assert not any(each.differs for rule in LAW.rules for each in worked_examples(LAW, rule))


@pytest.mark.parametrize("rule", ["NONE-1", "aud-06", "<script>"])
def test_a_rule_that_the_law_does_not_have_is_not_there(rule: str, desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert ann.open(f"/law/{rule}").status_code == 404


def test_the_list_finds_rules_by_words_citation_and_kind(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "AUD-06" in ann.text("/law")
        page = ann.text("/law?q=written+audit+REPORT")
        assert "AUD-06" in page
        assert "SUM-02" not in page
        assert "AUD-06" in ann.text("/law?q=%C2%A7+163.11(a)(5)")
        assert "AUD-06" not in ann.text("/law?kind=summons")
        assert "No rule has all of these words" in ann.text("/law?q=unicorn")
        assert "All 1" in ann.text("/law?kind=nonsense")
    assert [rule.id for _, rules in found_rules(LAW, "aud-06", "") for rule in rules] == ["AUD-06"]


def test_an_office_rule_shows_the_offices_own_number(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        assert "30 calendar days by default, you can change it" in ann.text("/law/AUD-05")
        with transaction(desk.scene.engine) as session:
            session.add(OfficePeriod(rule="AUD-05", number=45, set_by="Bo", set_at=desk.now))
        page = ann.text("/law/AUD-05")
        assert "45 calendar days, your setting" in page
        assert "/settings/office" not in page
        assert "45 calendar days, your setting" in ann.text("/law")
    with desk.signed_in("Ada") as ada:
        assert "/settings/office" in ada.text("/law/AUD-05")


def test_every_named_condition_has_words() -> None:
    assert all(sheet_of(LAW, rule) for rule in LAW.rules)
