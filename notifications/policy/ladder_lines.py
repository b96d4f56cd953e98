"""The steps of a ladder, a line each: `30 days before act-by: reminder to owner`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

from models.errors import Refused
from models.roles import Role
from notifications.policy.reasons import Reason

_ANCHORS = {"act-by": "act_by", "strict": "strict_on", "lenient": "lenient_on"}
_REASONS = {
    reason.value.replace("_", " "): reason for reason in Reason if reason.traits.in_ladder is not None
}
_LONGEST = 200
"""Characters of a line."""

_LINE = re.compile(
    r"^(?:on|(?P<days>\d{1,4}) days? (?P<side>before|after)) (?P<anchor>[a-z-]+): "
    r"(?P<reason>[a-z ]+?) to (?P<role>[a-z]+)(?P<drafts>, draft)?$"
)
EXPECTED = (
    "write a line such as “7 days before act-by: reminder to lead”. Count the days from act-by, strict (the "
    f"earliest last day) or lenient (the latest last day). The reason is one of: {', '.join(_REASONS)}. The "
    f"role is one of: {', '.join(Role)}. Add “, draft” at the end to attach a draft of the document"
)


class LadderError(Refused):
    """Ladders that cannot be used: the message names the ladder, the line, and what to write instead."""


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
        """The name by which alerts keep the step: it never changes, whatever the line is called."""
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
            raise _error(
                ladder,
                place,
                rung.line,
                f"the step {rung.step!r} is listed twice; remove one of the two lines",
            )
        if not _is_true(rung):
            raise _error(ladder, place, rung.line, _only_on(rung.reason))
        later = [each for each in before if each.counts_from == rung.counts_from and each.days > rung.days]
        if later:
            raise _error(
                ladder,
                place,
                rung.line,
                f"this day is earlier than {later[0].line!r}; move it above that line",
            )
    return rungs


def _is_true(rung: Rung) -> bool:
    """Whether what a step says is so on its day; a reminder may come on any."""
    window = rung.reason.traits.in_ladder
    if window is None or not window.counts_from:
        return True
    return rung.counts_from == window.counts_from and not (
        (window.first is not None and rung.days < window.first)
        or (window.last is not None and rung.days > window.last)
    )


def _only_on(reason: Reason) -> str:
    window = reason.traits.in_ladder
    return f"use “{reason.value.replace('_', ' ')}” only {window.words if window else ''}"


def role_of(line: str) -> Role | None:
    """Up to whom a ladder's line goes; None where it is none."""
    found = _LINE.match(line)
    return Role(found["role"]) if found is not None else None


def _rung(ladder: str, place: int, line: object) -> Rung:
    said = re.sub(r"\bact by\b", "act-by", " ".join(str(line).split()), flags=re.IGNORECASE)
    if len(said) > _LONGEST:
        raise _error(ladder, place, said[:_LONGEST], f"it has more than {_LONGEST} characters; {EXPECTED}")
    found = _LINE.match(said)
    known = found is not None and (
        found["anchor"] in _ANCHORS and found["reason"] in _REASONS and found["role"] in list(Role)
    )
    if found is None or not known:
        raise _error(ladder, place, said, f"{_nearest(said)}{EXPECTED}")
    days = int(found["days"] or 0)
    return Rung(
        line=said,
        reason=_REASONS[found["reason"]],
        counts_from=_ANCHORS[found["anchor"]],
        days=-days if found["side"] == "before" else days,
        up_to=Role(found["role"]),
        drafts=bool(found["drafts"]),
    )


def _nearest(said: str) -> str:
    """The line that somebody most probably meant, where there is one."""
    number = re.search(r"\d{1,4}", said)
    days = "on" if number is None else f"{number[0]} day{'' if int(number[0]) == 1 else 's'}"
    sides = ("on",) if number is None else (f"{days} before", f"{days} after")
    lines = [
        f"{side} {anchor}: {reason} to {role}"
        for side, anchor, reason, role in product(sides, _ANCHORS, _REASONS, Role)
    ]
    close = get_close_matches(said.lower(), lines, n=1, cutoff=0.5)
    return f"did you mean “{close[0]}”? Otherwise " if close else ""


def _error(ladder: str, place: int, line: str, why: str) -> LadderError:
    return LadderError(f"Ladder {ladder!r}, line {place} ({line!r}): {why}.")
