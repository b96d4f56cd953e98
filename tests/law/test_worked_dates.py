"""The worked dates, the oracles of penalties and validity, and the old cases all stand in the law files."""

from models.law.examples import all_differences
from models.law.load import load_law

DATES = {f"X{number:02}" for number in range(1, 66, 2)}
PENALTIES = {"P01", "P03", "P05", "P07", "P09"}
VALIDITY = {"V1", "V3", "V5"}
OLD_CASES = {"H01", "H02", "H03", "H04"}


def test_every_worked_date_stands_in_a_law_file_and_holds() -> None:
    law = load_law()
    assert {each.id for each in law.examples} >= DATES | VALIDITY
    assert {each.id for each in law.costs} == PENALTIES
    assert {each.id for each in law.precedents} == OLD_CASES
    assert list(all_differences(law)) == []
