"""Why somebody is told, or is not."""

from enum import StrEnum


class Reason(StrEnum):
    """What an alert says of its subject, and, for silence, why there is none."""

    DEADLINE_SET = "deadline_set"
    REMINDER = "reminder"
    DUE_NOW = "due_now"
    IN_GAP = "in_gap"
    MISSED = "missed"
    ESCALATED = "escalated"
    IN_DOUBT = "in_doubt"
    RIGHT_OPENED = "right_opened"
    THRESHOLD_NEAR = "threshold_near"
    THRESHOLD_CROSSED = "threshold_crossed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    MET = "met"
    DEFECT = "defect"
    WATCH_SILENT = "watch_silent"
    LAW_CHANGED = "law_changed"
    UNDELIVERED = "undelivered"
    DIGEST = "digest"
    NOT_YET = "not_yet"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    INHIBITED = "inhibited"
    ALREADY_TOLD = "already_told"

    @property
    def is_silence(self) -> bool:
        """Whether nobody is told."""
        return self in _SILENCES

    @property
    def alarms(self) -> bool:
        """Whether who was told this must hear when the matter is met."""
        return self in _ALARMS

    @property
    def breaks_quiet(self) -> bool:
        """Whether it goes out at night and on a holiday too: what can be done only now."""
        return self in _AT_ONCE

    @property
    def ends_a_round(self) -> bool:
        """Whether the story ends here; if the clock runs again, it is told anew."""
        return self in (Reason.MET, Reason.WITHDRAWN)


_SILENCES = {
    Reason.NOT_YET,
    Reason.ACKNOWLEDGED,
    Reason.SNOOZED,
    Reason.INHIBITED,
    Reason.ALREADY_TOLD,
}
_ALARMS = {
    Reason.DUE_NOW,
    Reason.IN_GAP,
    Reason.MISSED,
    Reason.ESCALATED,
    Reason.IN_DOUBT,
    Reason.RIGHT_OPENED,
    Reason.THRESHOLD_NEAR,
    Reason.THRESHOLD_CROSSED,
}
_AT_ONCE = {Reason.DUE_NOW, Reason.IN_GAP, Reason.THRESHOLD_CROSSED, Reason.WATCH_SILENT}
