"""A sanction is defective only where the docket shows that no adjudication was in effect: 163.10(b)."""

from typing import Any

import pytest

from tests.law.support.engine import codes, docket, e

Given = dict[str, Any]
CODE = "sanction_without_contempt"
FIRST = e("summons_issued", "2025-01-06", "s1", return_on="2025-02-03", third_party=False)
SECOND = e("summons_issued", "2025-01-07", "s2", return_on="2025-02-04", third_party=False)
THIRD = e("summons_issued", "2025-01-08", "s3", return_on="2025-02-05", third_party=False)
GONE = e("entry_withdrawn", "2025-01-09", replaces="s3")
SANCTIONED = "2025-04-07"


def adjudged(on: str = "2025-03-03", of: Any = None) -> Given:
    return e("contempt_adjudged", on, of=of)


def purged(on: str = "2025-03-10", of: Any = None) -> Given:
    return e("contempt_purged", on, of=of)


def withheld(of: Any = None, on: str = SANCTIONED) -> Given:
    return e("delivery_withheld", on, of=of)


CASES: dict[str, tuple[list[Given], bool]] = {
    "adjudged": ([FIRST, adjudged(), withheld()], False),
    "not adjudged": ([FIRST, withheld()], True),
    "adjudged on the day itself, recorded after it": ([FIRST, withheld(), adjudged(SANCTIONED)], False),
    "adjudged the day after": ([FIRST, withheld(), adjudged("2025-04-08")], True),
    "purged": ([FIRST, adjudged(), purged(), withheld()], True),
    "purged on the day itself, before it": ([FIRST, adjudged(), purged(SANCTIONED), withheld()], True),
    "purged later that day": ([FIRST, adjudged(), withheld(), purged(SANCTIONED)], False),
    "adjudged again": ([FIRST, adjudged(), purged(), adjudged("2025-03-17"), withheld()], False),
    "purged, then adjudged, on one day": ([FIRST, purged(), adjudged("2025-03-10"), withheld()], False),
    "adjudged, then purged, on one day": ([FIRST, adjudged("2025-03-10"), purged(), withheld()], True),
    "of another summons": ([FIRST, SECOND, adjudged(of="s2"), withheld("s1")], True),
    "of both": ([FIRST, SECOND, adjudged(of=["s1", "s2"]), withheld("s1")], False),
    "in doubt": ([FIRST, SECOND, adjudged(), withheld("s1")], False),
    "a purge in doubt": ([FIRST, SECOND, adjudged(of="s1"), purged(), withheld("s1")], True),
    "a purge of another": ([FIRST, SECOND, adjudged(of="s1"), purged(of="s2"), withheld("s1")], False),
    "links that are void": ([FIRST, THIRD, GONE, adjudged(of="s3"), withheld("s1")], False),
    "a purge with void links": (
        [FIRST, THIRD, GONE, adjudged(of="s1"), purged(of="s3"), withheld("s1")],
        True,
    ),
    "without a summons": ([adjudged(), withheld()], False),
    "without a summons and an adjudication": ([withheld()], True),
    "without a summons, purged": ([adjudged(), purged(), withheld()], True),
    "before the first summons": ([adjudged("2025-01-02"), FIRST, withheld()], False),
    "a sanction whose link is void goes by all": (
        [FIRST, THIRD, GONE, adjudged(of="s1"), withheld("s3")],
        False,
    ),
    "and by every purge": ([FIRST, THIRD, GONE, adjudged(of="s1"), purged(of="s1"), withheld("s3")], True),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_raised_unless_the_last_that_may_be_its_own_is_an_adjudication(name: str) -> None:
    entries, raised = CASES[name]
    place = next(place for place, entry in enumerate(entries) if entry["kind"] == "delivery_withheld")
    assert ((CODE, place) in codes(docket("summons", "2025-12-31", *entries))) is raised


IN_DOUBT: dict[str, tuple[list[Given], bool]] = {
    "one adjudged": ([adjudged(of="s2")], False),
    "none adjudged": ([], True),
    "one adjudged and purged": ([adjudged(of="s1"), purged(of="s1")], True),
    "one purged, the other adjudged": ([adjudged(of="s1"), purged(of="s1"), adjudged(of="s2")], False),
    "both purged": ([adjudged(of=["s1", "s2"]), purged(of=["s1", "s2"])], True),
    "the adjudication in doubt too": ([adjudged()], False),
    "a purge in doubt too": ([adjudged(of="s1"), purged()], True),
}


@pytest.mark.parametrize("kind", ["delivery_withheld", "imports_prohibited"])
@pytest.mark.parametrize("name", IN_DOUBT)
def test_for_a_sanction_in_doubt_one_of_its_summonses_is_enough(name: str, kind: str) -> None:
    entries, raised = IN_DOUBT[name]
    place = 2 + len(entries)
    found = codes(docket("summons", "2025-12-31", FIRST, SECOND, *entries, e(kind, SANCTIONED)))
    assert ("link_needed", place) in found
    assert ((CODE, place) in found) is raised
