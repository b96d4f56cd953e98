"""The page of the law that stands in the documents is the one that the law gives."""

from pathlib import Path

from models.law.load import load_law
from models.law.page import law_page

LAW = load_law()
PAGE = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")


def test_the_page_in_the_documents_is_current() -> None:
    assert law_page(LAW) == PAGE, "run: .venv/bin/python -m models.law page > docs/law.md"


def test_it_has_every_rule_every_ambiguity_and_every_row() -> None:
    for rule in LAW.rules:
        assert f"| **{rule}** " in PAGE
    for name, each in LAW.ambiguities.items():
        assert f"### {name} {each.text}\n\n{each.does}\n\n- *First reading:* {each.strict}" in PAGE
    for row in LAW.coverage:
        assert f"| {row} | " in PAGE
    assert "DIFFER" not in PAGE


def test_each_section_tells_its_edition_and_the_later_amendments_that_nobody_read() -> None:
    (editions,) = (part for part in PAGE.split("\n## ") if part.startswith("Editions\n"))
    for section in LAW.sections:
        (row,) = (line for line in editions.splitlines() if line.startswith(f"| {section.title} | "))
        assert section.edition in row
        assert row.endswith(f"| {'; '.join(section.not_read) or 'none known'} |")
    assert any(section.not_read for section in LAW.sections)


def test_counsels_note_stands_under_its_ambiguity() -> None:
    page = law_page(LAW, {"A7": "R. Diaz: count them all."})
    (section,) = (part for part in page.split("\n### ") if part.startswith("A7 "))
    assert "- *Counsel:* R. Diaz: count them all." in section
    assert page.count("*Counsel:*") == 1


def test_each_ambiguity_has_two_readings_and_an_authority() -> None:
    assert list(LAW.ambiguities) == [f"A{number}" for number in range(1, 33)]
    for each in LAW.ambiguities.values():
        assert each.strict != each.lenient
        assert each.authorities
        assert each.does
