"""The steps of a ladder, a line each: `30 days before act-by: reminder to owner`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import Refused
from models.roles import Role
from notifications.policy.reasons import Reason

_ANCHORS = {"act-by": "act_by", "strict": "strict_on", "lenient": "lenient_on"}
_REASONS = {
    reason.value.replace("_", " "): reason
    for reason in (
        Reason.REMINDER,
        Reason.DUE_NOW,
        Reason.IN_GAP,
        Reason.MISSED,
        Reason.RIGHT_OPENED,
        Reason.THRESHOLD_NEAR,
        Reason.THRESHOLD_CROSSED,
    )
}
_LINE = re.compile(
    r"^(?:on|(?P<days>\d{1,4}) days? (?P<side>before|after)) (?P<anchor>[a-z-]+): "
    r"(?P<reason>[a-z ]+?) to (?P<role>[a-z]+)(?P<drafts>, draft)?$"
)
EXPECTED = (
    "expected a line such as: 7 days before act-by: reminder to lead. The days count from act-by, strict or "
    f"lenient; the reason is one of {', '.join(_REASONS)}; the role one of {', '.join(Role)}; "
    "“, draft” at the end drafts the paper"
)


_TRUE_ON = {
    Reason.DUE_NOW: ("act_by", 0, 0, "on act-by"),
    Reason.IN_GAP: ("strict_on", 0, None, "on strict, or days after it"),
    Reason.MISSED: ("lenient_on", 1, None, "days after lenient"),
    Reason.RIGHT_OPENED: ("strict_on", 0, None, "on strict, or days after it"),
    Reason.THRESHOLD_NEAR: ("act_by", None, 0, "days before act-by"),
    Reason.THRESHOLD_CROSSED: ("lenient_on", 0, None, "on lenient, or days after it"),
}
"""The days on which what a reason says is true: from which day they count, the first, the last, in words."""


class LadderError(Refused):
    """Ladders that cannot be used: the message names the ladder, the line, and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step: its day as days after one of the clock's days, its reason, up to whom it goes."""

    line: str
    reason: Reason
    counts_from: str
    days: int
    up_to: Role
    drafts: bool

    @property
    def step(self) -> str:
        """Its name."""
        days = f"{abs(self.days)} day" if abs(self.days) == 1 else f"{abs(self.days)} days"
        if self.days < 0:
            return f"{days} before"
        match self.reason:
            case Reason.DUE_NOW:
                return "last safe day"
            case Reason.IN_GAP:
                return "in the gap"
            case Reason.MISSED:
                return "missed" if self.days <= 1 else f"missed for {days}"
            case Reason.THRESHOLD_CROSSED:
                return "crossed"
            case Reason.RIGHT_OPENED if self.days == 0:
                return "open"
            case _:
                return f"{days} after" if self.days else "on the day"


def read_rungs(ladder: str, lines: Sequence[str]) -> tuple[Rung, ...]:
    """The steps of a ladder, in order. Raises `LadderError` for a line that is none, or is out of order."""
    rungs = tuple(_rung(ladder, place, line) for place, line in enumerate(lines, start=1))
    for place, rung in enumerate(rungs, start=1):
        before = rungs[: place - 1]
        if rung.step in (each.step for each in before):
            raise _error(ladder, place, rung.line, f"the step {rung.step!r} stands there twice")
        if not _is_true(rung):
            words = rung.reason.value.replace("_", " ")
            raise _error(ladder, place, rung.line, f"“{words}” is said {_TRUE_ON[rung.reason][3]}")
        later = [each for each in before if each.counts_from == rung.counts_from and each.days > rung.days]
        if later:
            raise _error(
                ladder, place, rung.line, f"it comes before {later[0].line!r}; put it above that line"
            )
    return rungs


def _is_true(rung: Rung) -> bool:
    """Whether what a step says is so on its day; a reminder may come on any."""
    if rung.reason not in _TRUE_ON:
        return True
    counts_from, first, last, _ = _TRUE_ON[rung.reason]
    return rung.counts_from == counts_from and not (
        (first is not None and rung.days < first) or (last is not None and rung.days > last)
    )


def role_of(line: str) -> Role | None:
    """Up to whom a ladder's line goes; None where it is none."""
    found = _LINE.match(line)
    return Role(found["role"]) if found is not None else None


def _rung(ladder: str, place: int, line: object) -> Rung:
    said = " ".join(str(line).split())
    found = _LINE.match(said)
    known = found is not None and (
        found["anchor"] in _ANCHORS and found["reason"] in _REASONS and found["role"] in list(Role)
    )
    if found is None or not known:
        raise _error(ladder, place, said, EXPECTED)
    days = int(found["days"] or 0)
    return Rung(
        line=said,
        reason=_REASONS[found["reason"]],
        counts_from=_ANCHORS[found["anchor"]],
        days=-days if found["side"] == "before" else days,
        up_to=Role(found["role"]),
        drafts=bool(found["drafts"]),
    )


def _error(ladder: str, place: int, line: str, why: str) -> LadderError:
    return LadderError(f"The ladder {ladder!r}, line {place} ({line!r}): {why}.")
