"""What a letter must not say: nothing untrue when it is late, no admission, no consequence without a text."""

import re
from dataclasses import replace
from datetime import date

import pytest

from models.in_words import calendar_date
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind
from notifications.papers.blocks import Block, Paragraph, Table
from notifications.papers.catalog import own_papers, paper_for
from notifications.papers.draft import draft
from notifications.papers.facts import Dated
from tests.support.papers import DOCKETS, WAIVED, drafted, facts_for

OURS = [rule for rule in DOCKETS if load_law().rules[rule].bound is Party.RECORDKEEPER]
REMINDERS = [rule for rule in DOCKETS if rule not in OURS and rule != WAIVED]
SPOKEN_OF_LATE = {"SUM-09"}
"""Its day stands outside the brackets, as a condition: with both acts done by it."""

HIDDEN = {"offense_discovered", "investigation_commenced", "suit_commenced", "stay_consented"}
STREET = "[street: 1300 Pennsylvania Avenue, NW, which the regulation names only in 163.12(b)(2)]"
NEW_NAME = "[today: Trade Regulatory Audit, Office of Trade]"


def words(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks if not isinstance(block, Table))


def settled(blocks: tuple[Block, ...]) -> str:
    """What the letter says whatever counsel fills in: its words outside the brackets."""
    return re.sub(r"\[[^\[\]]*\]", "", words(blocks))


@pytest.mark.parametrize("rule", OURS)
def test_a_letter_of_ours_is_true_when_it_goes_out_late(rule: str) -> None:
    said = settled(drafted(rule).blocks)
    assert "timely" not in said
    if rule not in SPOKEN_OF_LATE:
        assert calendar_date(facts_for(rule).clock.strict_on) not in said or rule in {"AUD-08"}


@pytest.mark.parametrize("rule", DOCKETS)
def test_a_letter_ends_with_a_reservation_of_rights_and_admits_nothing(rule: str) -> None:
    last = drafted(rule).blocks[-1]
    assert isinstance(last, Paragraph)
    assert "Nothing in this" in last.text
    assert "admission" in last.text
    assert re.search(r"\breserves (all of )?its ", last.text)


@pytest.mark.parametrize("rule", REMINDERS)
def test_a_letter_to_who_is_late_says_no_consequence_and_counsel_reads_why(rule: str) -> None:
    given = drafted(rule)
    said = settled(given.blocks)
    assert not re.search(r"\b(void|invalid|has no effect|must be moved|may not be examined)\b", said)
    assert "(A25)" in words(given.notes) or load_law().rules[rule].kind is RuleKind.TARGET


@pytest.mark.parametrize("rule", DOCKETS)
def test_counsel_reads_how_to_send_it(rule: str) -> None:
    given = drafted(rule)
    assert re.search(r"courier|mail|portal", words(given.notes))


def test_no_paper_names_what_would_hurt_the_client() -> None:
    named = {kind for paper in own_papers().values() for kind in paper.names}
    assert named & HIDDEN == set()


def test_an_office_has_the_name_of_today_and_the_street_beside_the_regulations_words() -> None:
    for rule, paper in own_papers().items():
        lines = paper.addressee
        for place, line in enumerate(lines):
            if line == "Office of International Trade":
                assert lines[place + 1] == NEW_NAME, rule
            if line == "Washington, DC 20229":
                assert lines[place - 1] == STREET, rule
                assert "(A11)" in words(drafted(rule).notes[4:]), rule


def test_who_may_give_more_time_to_petition_is_named() -> None:
    for rule in ("PEN-05", "PEN-05S", "DEM-11", "PEN-01"):
        said = words(drafted(rule).notes)
        assert "The Fines, Penalties, and Forfeitures Officer may grant more time" in said, rule


@pytest.mark.parametrize("rule", ["AUD-06", "AUD-07", "AUD-09"])
def test_an_investigation_that_is_not_formal_is_met_with_the_statute(rule: str) -> None:
    assert "only for a formal one, 19 U.S.C. § 1509(b)(3)-(5) (A3). Keep the request." in words(
        drafted(rule).notes
    )


def test_a_petition_in_the_shorter_time_objects_and_offers_only_in_brackets() -> None:
    given = drafted("PEN-06")
    said = words(given.blocks)
    assert "fewer than 7 working days" in said
    assert "waive the statute of limitations" in said
    assert "Petitioner objects" not in settled(given.blocks)
    assert "waive" not in settled(given.blocks)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "mitigation_decided",
            "the decision from which Petitioner requests further relief was given",
        ),
        ("loss_reduced", "reduced the loss of duties upon which the mitigated penalty amount was based"),
    ],
)
def test_a_supplemental_petition_says_from_what_its_time_runs(kind: str, said: str) -> None:
    facts, paper = facts_for("PEN-08"), paper_for("PEN-08")
    assert paper is not None
    given = draft(paper, replace(facts, clock=replace(facts.clock, anchor_kind=kind)))
    assert said in settled(given.blocks)


def test_an_objection_to_short_notice_asks_for_another_day_and_keeps_the_stay() -> None:
    given = drafted("SUM-07")
    said = settled(given.blocks)
    assert "set another date for the production of records" in said
    assert "reserves its right to stay compliance with the summons under 19 CFR § 163.8(c)" in said
    assert "This letter does NOT stay compliance" in words(given.notes)


def test_a_request_in_contempt_claims_no_compliance_and_betrays_no_value() -> None:
    given = drafted("SUM-16")
    said = words(given.blocks)
    assert "declares the contempt purged as of [date of the compliance]" in said
    assert "the Respondent complied" not in settled(given.blocks)
    assert "85" not in settled(given.blocks)
    assert "(A31)" in words(given.notes)


def test_a_request_in_contempt_gives_the_days_that_are_on_the_docket_and_blanks_for_the_rest() -> None:
    facts, paper = facts_for("SUM-16"), paper_for("SUM-16")
    assert paper is not None
    ordered = Dated(what="Order to comply with the summons", on=date(2025, 9, 15))
    adjudged = Dated(what="Contempt adjudged", on=date(2025, 11, 10))
    known = words(draft(paper, replace(facts, entries=(ordered, adjudged))).blocks)
    assert "ordered the Respondent on September 15, 2025 to comply" in known
    assert "The court adjudged the Respondent guilty of contempt on November 10, 2025." in known
    assert "knows of no order" not in known
    for entries in ((), (ordered, replace(ordered, on=date(2025, 10, 1)))):
        unknown = words(draft(paper, replace(facts, entries=entries)).blocks)
        assert "ordered the Respondent on [date of the order] to comply" in unknown
        assert "[If no adjudication is known:" in unknown


def test_a_reminder_of_a_removal_is_right_whether_or_not_it_took_effect_at_once() -> None:
    given = drafted("PRG-14")
    said = words(given.blocks)
    assert "[If the removal was not effective immediately and the appeal was received in time:" in said
    assert "[If the notice made the removal effective immediately:" in said
    assert "effective" not in settled(given.blocks)


def test_a_notice_of_storage_says_its_type_and_that_it_complies() -> None:
    given = drafted("ALT-02")
    assert "The type of alternative storage method to be used is [" in words(given.blocks)
    assert "complies with the standards set forth in 19 CFR § 163.5(b)(2)." in settled(given.blocks)


@pytest.mark.parametrize("rule", ["PEN-10", "SAL-13"])
def test_a_claim_has_its_bond_and_says_what_it_stops(rule: str) -> None:
    given = drafted(rule)
    said = words(given.blocks)
    assert "$5,000 or 10 percent of the value of the claimed property, whichever is lower" in said
    assert "but not less than $250" in said
    assert "stop only the summary forfeiture proceeding" in settled(given.blocks)
    assert "independent of the petition" in words(given.notes)
    assert ("(A15)" in words(given.notes)) is (rule == "SAL-13")


def test_a_waiver_of_limitations_waives_nothing_outside_its_brackets_and_names_no_day_that_would_admit() -> (
    None
):
    given, facts = drafted(WAIVED), facts_for(WAIVED)
    said = settled(given.blocks)
    assert not re.search(r"\bwaives\b|\bagrees\b|\bextends\b", said)
    assert "every defense of limitations that this letter does not waive" in said
    for day in (facts.clock.anchor_on, facts.clock.strict_on, facts.clock.lenient_on):
        assert calendar_date(day) not in words(given.blocks)
    assert "revives none" in words(given.blocks)
    notes = words(given.notes)
    assert "WHETHER to waive, and for how long, is counsel’s decision" in notes
    assert "The text of § 1621 does not mention a waiver" in notes
    assert calendar_date(facts.clock.strict_on) in notes
