"""A number of a workbook is read as its format shows it, or not at all."""

import pytest

from tasks.exchange.shown_numbers import shown


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (123, "General", "123"),
        (12.5, "General", "12.5"),
        (123, "000123", None),
        (123, "000000", "000123"),
        (41234567, "00-0000000", "04-1234567"),
        (41234567, "00\\-0000000", "04-1234567"),
        (14, '"AUD-2026-"000', "AUD-2026-014"),
        (1234567, "000", "1234567"),
        (123, "0;-0;@", "123"),
        (0, "0", "0"),
        (0, "#", ""),
        (12.5, "0.00", "12.50"),
        (12.5, "0", None),
        (1500, "#,##0", None),
        (1500, "$0.00", None),
        (2.02527e12, "0.00E+00", None),
        (0.5, "0%", None),
        (-5, "General", "-5"),
        (-5, "000", None),
        (1e15, "General", None),
        (1e15, "000", None),
    ],
)
def test_a_number_is_read_as_shown(value: float, form: str, said: str | None) -> None:
    assert shown(value, form) == said
