"""An entry in doubt that could have concerned a clock is named in its trace, with whether it counts."""

from tests.law.support.engine import docket, e, rows

REMOVALS = (
    e("removal_noticed", "2025-02-03", "n1", immediate=False),
    e("removal_noticed", "2025-02-10", "n2", immediate=False),
)
DEMANDS = (
    e("storage_method_adopted", "2025-01-06"),
    e("redelivery_demanded", "2025-02-03", "d1", latest_on="2025-03-03"),
    e("redelivery_demanded", "2025-02-10", "d2", latest_on="2025-03-10"),
)


def said(lifecycle: str, rule: str, *entries: dict[str, object]) -> list[str]:
    """Of the first clock of the rule, what its trace says of entries in doubt."""
    first = rows(docket(lifecycle, "2025-06-02", *entries), rule)[0]
    return [line for line in first["trace"] if "does not say which entry it belongs to" in line]


def test_a_removal_received_in_doubt_counts_for_it_takes_effect_the_earlier() -> None:
    (line,) = said("certification", "PRG-10", *REMOVALS, e("removal_received", "2025-02-12"))
    assert line.startswith("Notice of removal received on Wed, Feb 12, 2025")
    assert "is counted here" in line


def test_a_second_receipt_in_doubt_is_not_counted() -> None:
    received = e("removal_received", "2025-02-11"), e("removal_received", "2025-02-12")
    _first, second = said("certification", "PRG-10", *REMOVALS, *received)
    assert second.startswith("Notice of removal received on Wed, Feb 12, 2025")
    assert "is not counted here" in second


def test_an_appeal_in_doubt_suspends_nothing_and_is_named() -> None:
    entries = e("removal_received", "2025-02-04", of="n1"), e("removal_appeal_received", "2025-02-20")
    (line,) = said("certification", "PRG-10", *REMOVALS, *entries)
    assert line.startswith("Appeal of the removal received in Washington on Thu, Feb 20, 2025")
    assert "is not counted here" in line


def test_a_decision_in_doubt_counts_where_it_upholds_and_not_where_it_reverses() -> None:
    entries = (
        e("removal_received", "2025-02-04", of="n1"),
        e("removal_appeal_received", "2025-02-20", of="n1"),
    )
    for upheld, words in ((True, "is counted here"), (False, "is not counted here")):
        decided = e("removal_appeal_decided", "2025-03-20", upheld=upheld)
        (line,) = said("certification", "PRG-10", *REMOVALS, *entries, decided)
        assert words in line


def test_a_redelivery_in_doubt_makes_the_period_longer_and_never_shorter() -> None:
    for rule in ("RET-05", "ALT-04"):
        late, early = e("redelivered", "2025-04-07"), e("redelivered", "2025-02-17")
        assert "is counted here" in said("retention", rule, *DEMANDS, late)[0]
        assert "is not counted here" in said("retention", rule, *DEMANDS, early)[0]
