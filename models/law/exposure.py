"""What a failure to produce demanded entry records can cost: 19 CFR 163.6(b)(1), 19 U.S.C. 1509(g)(2)."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

from models.errors import Refused

_CENT = Decimal("0.01")


class ExposureError(Refused):
    """An amount, number or paragraph that cannot be used; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The lesser of an amount in USD and a share of the appraised value, for each release."""

    amount: Decimal
    share: Decimal
    citation: str
    quote: str


CAPS = {
    "willful": Cap(
        Decimal(100_000),
        Decimal("0.75"),
        "19 CFR 163.6(b)(1)(i)",
        "not to exceed $100,000, or an amount equal to 75 percent of the appraised value",
    ),
    "negligent": Cap(
        Decimal(10_000),
        Decimal("0.40"),
        "19 CFR 163.6(b)(1)(ii)",
        "not to exceed $10,000, or an amount equal to 40 percent of the appraised value",
    ),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed in duty beside a penalty: its paragraph, the operative words, and what they mean."""

    citation: str
    quote: str
    words: str


DUTIES = (
    Duty(
        "19 CFR 163.6(b)(2)(i)(A)",
        "If unliquidated, shall be liquidated at the applicable HTSUS column 1 general rate of duty",
        "Unliquidated entries: the column 1 general rate.",
    ),
    Duty(
        "19 CFR 163.6(b)(2)(i)(B)",
        "If liquidated within the 2-year period preceding the date of the demand, shall be reliquidated",
        "Entries liquidated in the two years before the demand: the same rate, by reliquidation.",
    ),
    Duty(
        "19 CFR 163.6(b)(2)(ii)",
        "shall be at the applicable HTSUS column 2 rate of duty if Customs demonstrates that the merchandise "
        "should be dutiable at such rate",
        "Either: the column 2 rate, if CBP shows that it applies.",
    ),
)
"""What 163.6(b)(2) adds to any penalty where the demanded record supports a column 1 special rate of duty."""

DUTY_TOO = (
    "In addition to any penalty, duty is owed where the demanded record relates to a column 1 special rate "
    "of duty, such as that of a trade agreement. The amounts above do not include it."
)

EXCUSES = ("i", "ii", "iii", "iv")
"""The paragraphs of 19 CFR 163.6(b)(3): a person who can show one of them is assessed no penalty."""

_NOT_WILLFUL = "iv"


@dataclass(frozen=True, slots=True)
class Exposure:
    """The most that can be assessed, in USD, fractions of a cent dropped; zero where it is excused."""

    culpability: str
    appraised_value: Decimal
    releases: int
    for_each_release: Decimal
    maximum: Decimal
    cap: Cap
    excused_by: str = ""
    """A paragraph of 163.6(b)(3), such as iv."""

    def as_json(self) -> dict[str, Any]:
        """Returns the public form; amounts are texts in USD, so that no cent is lost."""
        return {
            "culpability": self.culpability,
            "appraised_value": str(self.appraised_value),
            "releases": self.releases,
            "for_each_release": str(self.for_each_release),
            "maximum": str(self.maximum),
            "citation": self.cap.citation,
            "quote": self.cap.quote,
            "excused_by": f"19 CFR 163.6(b)(3)({self.excused_by})" if self.excused_by else None,
        }


def exposure(culpability: str, appraised_value: Decimal, releases: int = 1, excused_by: str = "") -> Exposure:
    """Returns the exposure for releases of one appraised value, in USD for each. Raises `ExposureError`."""
    if culpability not in CAPS:
        raise ExposureError(f"culpability is {culpability!r}; expected willful or negligent.")
    if not appraised_value.is_finite() or appraised_value < 0:
        raise ExposureError(f"appraised value is {appraised_value}; expected an amount of 0 USD or more.")
    if releases < 1:
        raise ExposureError(f"releases is {releases}; expected a whole number of 1 or more.")
    _check_excuse(culpability, excused_by)
    cap = CAPS[culpability]
    most = Decimal(0) if excused_by else min(cap.amount, cap.share * appraised_value)
    each = most.quantize(_CENT, ROUND_DOWN)
    return Exposure(culpability, appraised_value, releases, each, each * releases, cap, excused_by)


def _check_excuse(culpability: str, excused_by: str) -> None:
    if excused_by and excused_by not in EXCUSES:
        raise ExposureError(f"excused by is {excused_by!r}; expected {', '.join(EXCUSES)} of 163.6(b)(3).")
    if excused_by == _NOT_WILLFUL and culpability == "willful":
        raise ExposureError(
            "excused by is 'iv'; expected i, ii or iii: 163.6(b)(3)(iv) excuses no willful violation."
        )


def amount(text: str) -> Decimal:
    """Reads an amount in USD as people type it: 80000, 80,000 or 80000.50. Raises `ExposureError`."""
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ExposureError(f"appraised value is {text!r}; expected an amount such as 80000.") from None
