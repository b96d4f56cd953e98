"""A paper says what its right calls for, quotes the law exactly, and knows no day but those of its facts."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.law.load import load_law
from notifications.papers.blocks import Heading, Paragraph, Quotation, Table
from notifications.papers.catalog import own_papers, paper_for
from notifications.papers.draft import Draft, draft
from tests.support.papers import (
    AUDIT,
    DOCKETS,
    WHERE,
    days_of,
    deadline_in,
    drafted,
    facts_for,
    sample_docket,
    sound_paper,
)

NASTY = '# 1. "Söhne" & <Co> | docket {{ x }}\n- Inc.\x00'
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHAPES = {
    r"\b\d{4}-\d\d-\d\d\b": "%Y-%m-%d",
    rf"\b(?:{MONTHS}) \d{{1,2}}, \d{{4}}\b": "%B %d, %Y",
    r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b": "%b %d, %Y",
    rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b": "%d %B %Y",
    r"\b\d{1,2}/\d{1,2}/\d{4}\b": "%m/%d/%Y",
}


def words_of(given: Draft) -> str:
    lines = [given.delivery, *given.addressee, given.subject, *given.about, *given.signature, *given.copies]
    for block in (*given.blocks, *given.notes):
        rows = (block.head, *block.rows) if isinstance(block, Table) else ((block.text,),)
        lines += [text for row in rows for text in row]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("anchor_kind", "said"), [("audit_terminated", "actual"), ("further_estimate_given", "estimated")]
)
def test_a_petition_says_whether_the_end_that_passed_was_estimated(anchor_kind: str, said: str) -> None:
    facts, paper = facts_for("AUD-08"), paper_for("AUD-08")
    assert paper is not None
    opens = facts.clock.lenient_on
    given = replace(facts, clock=replace(facts.clock, anchor_kind=anchor_kind, strict_on=opens))
    assert f"The {said} termination date of the audit was" in words_of(draft(paper, given))


def test_a_paper_names_the_office_where_the_matter_does() -> None:
    facts, paper = facts_for("AUD-08"), paper_for("AUD-08")
    assert paper is not None
    assert "CBP office" not in words_of(draft(paper, facts))
    assert "CBP office: Houston" in words_of(draft(paper, replace(facts, customs_office="Houston")))


def days_said(text: str) -> set[date]:
    return {
        datetime.strptime(found, shape).replace(tzinfo=UTC).date()
        for pattern, shape in SHAPES.items()
        for found in re.findall(pattern, text)
    }


def test_each_paper_has_a_docket_here_and_serves_rules_of_the_law() -> None:
    without = sorted(set(own_papers()) - set(DOCKETS))
    assert not without, f"these have no sample docket: {without}. Add one of each to {WHERE}"
    assert set(own_papers()) == set(DOCKETS) <= set(load_law().rules)


def test_a_paper_without_its_sample_docket_is_named_with_the_place_to_add_it() -> None:
    with pytest.raises(AssertionError, match=r"RET-02 has no sample docket: add one .* tests/support/papers"):
        facts_for("RET-02")


def test_a_sample_docket_that_does_not_start_its_deadline_is_named() -> None:
    with pytest.raises(AssertionError, match="sample docket of AUD-09 does not start its deadline"):
        deadline_in(sample_docket("audit", AUDIT), "AUD-09")


def test_a_rule_without_a_paper_has_none() -> None:
    assert paper_for("RET-02") is None


@pytest.mark.parametrize("rule", DOCKETS)
def test_each_day_in_a_paper_is_a_day_of_its_facts(rule: str) -> None:
    facts = facts_for(rule)
    said = days_said(words_of(drafted(rule)))
    assert said <= days_of(facts)
    assert facts.clock.strict_on in said
    assert drafted(rule).dated_on == facts.latest_on


@pytest.mark.parametrize("rule", DOCKETS)
def test_a_paper_has_addressee_citation_operative_words_request_and_signature(rule: str) -> None:
    paper, facts, given = paper_for(rule), facts_for(rule), drafted(rule)
    assert paper is not None
    assert given.addressee == paper.addressee
    assert given.subject == f"Re: {paper.name}, {paper.citation}"
    # Which words of § 1621 govern is not said to CBP: that would choose the period for the client.
    assert (Quotation(facts.clock.quote) in given.blocks) is (rule != "PEN-09")
    assert facts.clock.quote in words_of(given)
    assert {"Request", "What you are asked to do"} & {
        block.text for block in given.blocks if isinstance(block, Heading)
    }
    assert [line.split(":")[0] for line in given.signature[:3]] == ["By", "Name", "Title"]
    assert given.signature[3] == f"for {facts.importer}"
    assert facts.importer in " ".join(block.text for block in given.blocks if isinstance(block, Paragraph))
    assert facts.clock.citation in words_of(given)


@pytest.mark.parametrize("rule", DOCKETS)
def test_a_paper_lists_the_events_that_it_may_name_in_its_own_words(rule: str) -> None:
    facts, given = facts_for(rule), drafted(rule)
    tables = [block for block in (*given.blocks, *given.notes) if isinstance(block, Table)]
    assert [list(table.head) for table in tables] in ([], [["Date", "What happened"]])
    assert [[row[1] for row in table.rows] for table in tables] in (
        [],
        [[entry.what for entry in facts.entries]],
    )


def test_what_a_paper_may_name_are_events_of_its_matter() -> None:
    law = load_law()
    for rule, paper in own_papers().items():
        events = {event.kind for event in law.events_of(law.rules[rule].lifecycle)}
        assert paper.names.keys() <= events, paper.name


def test_the_wording_of_the_day_is_quoted() -> None:
    facts = facts_for("AUD-08")
    old = replace(facts, clock=replace(facts.clock, quote="may petition in writing for such a conference"))
    assert Quotation(old.clock.quote) in draft(sound_paper(), old).blocks


def test_where_the_readings_differ_a_letter_to_customs_grants_it_the_later_one() -> None:
    said = words_of(drafted("AUD-06"))
    assert "ended on May 3, 2026, or, on the reading most favorable to CBP, on May 4, 2026." in said
    assert "Do not send this letter until May 4, 2026 has passed" in said


def test_where_the_readings_differ_our_own_paper_keeps_to_the_earlier_one() -> None:
    said = words_of(drafted("PRG-11"))
    assert "receives it on or before May 31, 2025, and is therefore timely" in said
    assert (
        "in Washington by May 31, 2025. Another reading of the law gives until June 2, 2025. Do not" in said
    )


def test_more_time_is_asked_for_by_the_day_before_and_no_due_date_is_named_that_binds() -> None:
    said = words_of(drafted("DEM-03"))
    assert "so that CBP receives it by March 3, 2026" in said
    assert "March 4, 2026" not in said


@pytest.mark.parametrize("rule", DOCKETS)
def test_what_a_person_typed_stands_as_typed_and_changes_no_block(rule: str) -> None:
    paper = paper_for(rule)
    assert paper is not None
    given = draft(paper, facts_for(rule, importer=NASTY))
    usual = drafted(rule)
    assert [type(block) for block in given.blocks] == [type(block) for block in usual.blocks]
    assert '# 1. "Söhne" & <Co> | docket {{ x }} - Inc.' in words_of(given)


def test_a_file_name_holds_no_sign_that_a_disk_refuses() -> None:
    assert drafted("AUD-08").file_name == "petition-closing-conference-AUD-2026-014.docx"
