"""The steps of one clock with their days. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.law.engine.business_days import Calendar
from models.roles import Role
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.ladder_lines import Rung
from notifications.policy.ladders import Ladder
from notifications.policy.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on its day: its name, its reason, up to whom it goes, the ladder's line that calls for it."""

    name: str
    reason: Reason
    on: date
    up_to: Role
    line: str = ""
    drafts: bool = False

    @property
    def is_critical(self) -> bool:
        """Whether it is heard whatever was acknowledged: the last safe day, a right that opens, the miss."""
        return self.reason in _CRITICAL or (self.reason is Reason.MISSED and self.name == "missed")


_CRITICAL = (Reason.DUE_NOW, Reason.IN_GAP, Reason.RIGHT_OPENED, Reason.THRESHOLD_CROSSED)


def steps_of(watched: DeadlineState, ladder: Ladder, calendar: Calendar) -> list[Step]:
    """The steps of a clock in the order of their days; the gap is a step only where there is one."""
    has_gap = watched.strict_on < watched.lenient_on
    rungs = [rung for rung in ladder.rungs if has_gap or rung.reason is not Reason.IN_GAP]
    steps = [
        Step(
            name=rung.step,
            reason=rung.reason,
            on=_day(rung, watched, calendar),
            up_to=rung.up_to,
            line=rung.line,
            drafts=rung.drafts,
        )
        for rung in rungs
    ]
    return sorted(steps, key=lambda step: step.on)


def _day(rung: Rung, watched: DeadlineState, calendar: Calendar) -> date:
    """A warning for a closed day comes on the business day before; a repeat for one, on the next."""
    days = {
        "act_by": watched.act_by or watched.strict_on,
        "strict_on": watched.strict_on,
        "lenient_on": watched.lenient_on,
    }
    day = days[rung.counts_from] + timedelta(days=rung.days)
    if rung.days < 0:
        return calendar.back(day)
    return calendar.roll(day) if rung.days > 1 else day
