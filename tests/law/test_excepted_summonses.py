"""A summons that 163.8(f) excepts: nobody is owed notice, so there is no stay, and none of its defects."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e, rows

Given = dict[str, Any]
OF_A_THIRD_PARTY = ["SUM-07", "SUM-09", "SUM-10"]
STAYED = e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=True)


def summons(*entries: Given, excepted: bool | None, third_party: bool = True) -> Given:
    issued = e(
        "summons_issued", "2026-01-05", return_on="2026-02-02", third_party=third_party, excepted=excepted
    )
    return docket("summons", "2026-03-02", issued, *entries)


def rules(given: Given) -> list[str]:
    return [rule for rule in ["SUM-02", *OF_A_THIRD_PARTY] if rows(given, rule)]


@pytest.mark.parametrize(
    ("third_party", "excepted", "has_them"),
    [(True, None, True), (True, False, True), (True, True, False), (False, True, False)],
)
def test_an_excepted_summons_counts_as_one_of_no_third_party(
    third_party: bool, excepted: bool | None, has_them: bool
) -> None:
    found = rules(summons(excepted=excepted, third_party=third_party))
    assert found == ["SUM-02", *(OF_A_THIRD_PARTY if has_them else [])]


def test_no_stay_lifts_the_return_date_of_an_excepted_summons() -> None:
    for excepted, status in ((True, "missed"), (False, "lifted")):
        (row,) = rows(summons(STAYED, excepted=excepted), "SUM-02")
        assert row["status"] == status


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (e("third_party_notice_given", "2026-01-30"), "third_party_notice_short"),
        (
            e("stay_directed", "2026-01-20", direction_given=True, copies_mailed=False),
            "stay_incomplete",
        ),
        (e("stay_directed", "2026-02-02", direction_given=True, copies_mailed=True), "stay_late"),
        (e("summons_complied", "2026-01-20"), "examined_too_early"),
    ],
)
def test_an_excepted_summons_has_none_of_the_defects_of_a_third_partys(entry: Given, code: str) -> None:
    assert codes(summons(entry, excepted=False)) == [(code, 1)]
    assert codes(summons(entry, excepted=True)) == []


def test_the_exception_of_one_summons_is_none_of_another() -> None:
    given = summons(excepted=True)
    given["entries"].append(e("summons_issued", "2026-01-06", return_on="2026-02-02", third_party=True))
    assert [len(rows(given, rule)) for rule in ("SUM-02", *OF_A_THIRD_PARTY)] == [2, 1, 1, 1]
