"""What is nearly the same: two spellings of one number, names and docket numbers that people mix up."""

import pytest

from models.record.likeness import did_you_mean, docket_key, nearly_named, number_key


@pytest.mark.parametrize("other", ["12 3456789xx", "12.3456789.XX", "123456789XX", "１２-3456789XX"])
def test_two_spellings_of_an_importer_number_are_one(other: str) -> None:
    assert number_key("12-3456789XX") == number_key(other)


@pytest.mark.parametrize("other", ["12-3456789XY", "12-3456798XX", "012-3456789XX", ""])
def test_another_letter_or_digit_is_another_number(other: str) -> None:
    assert number_key("12-3456789XX") != number_key(other)


def test_a_docket_number_is_told_apart_by_its_letters_and_figures_only() -> None:
    assert docket_key("AUD-2026-014") == docket_key("aud 2026/14")
    assert docket_key("AUD-2026-014") != docket_key("AUD-2026-015")
    assert docket_key("A-11") != docket_key("A-1-1")


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ("Acme", "Acne"),
        ("Acme Imports", "Acme Imports, Inc."),
        ("Acme-Imports", "AcmeImports"),
        ("Glboex", "Globex"),
        ("The Globex Company", "GLOBEX LLC"),
    ],
)
def test_a_name_may_be_one_on_record(given: str, other: str) -> None:
    assert nearly_named(given, [other, "Initech"]) == [other]


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ("Acme East", "Acme West"),
        ("Warehouse 1", "Warehouse 2"),
        ("Importer A", "Importer B"),
        ("Acme", "Acme Imports"),
        ("Abc", "Abd"),
        ("Acme", "Acme"),
    ],
)
def test_a_name_that_says_something_else_is_another_importer(given: str, other: str) -> None:
    assert nearly_named(given, [other]) == []


def test_the_question_names_what_is_close_and_is_empty_where_nothing_is() -> None:
    known = ["AUD-2026-014", "SUM-2025-9", "Acme"]
    assert did_you_mean("aud 2026-14", known) == "Did you mean AUD-2026-014?"
    assert did_you_mean("AUD-2026-041", known) == "Did you mean AUD-2026-014?"
    assert did_you_mean("RUL-1", known) == ""
