"""Why somebody is told, or is not: each reason with all that holds of it, the most pressing first. Pure."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days of a deadline on which a ladder may give a reason, since only then is it true.

    `first` and `last` count from `counts_from`, a day of `DeadlineState`; None is no bound.
    """

    counts_from: str = ""
    first: int | None = None
    last: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What holds of a reason, whatever the deadline.

    `heading` stands over its alerts among many; blank, it is the reason's own name. `in_ladder` is set
    where a ladder may call for it. `is_of_office` alerts concern no deadline.
    """

    heading: str = ""
    in_ladder: Window | None = None
    is_silence: bool = False
    alarms: bool = False
    breaks_quiet: bool = False
    ends_a_round: bool = False
    gives_act_by: bool = False
    for_a_calendar: bool = False
    redrafts: bool = False
    is_of_office: bool = False
    goes_alone: bool = False


class Reason(StrEnum):
    """What an alert says of its subject, and, for silence, why there is none."""

    traits: Traits

    def __new__(cls, value: str, traits: Traits | None = None) -> "Reason":
        """A member is its name on record; its traits come with it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.traits = traits or Traits()
        return member

    DUE_NOW = (
        "due_now",
        Traits(
            heading="last safe day",
            in_ladder=Window(
                counts_from="act_by",
                first=0,
                last=0,
                words="on the act-by day, such as “on act-by: due now to executive”",
            ),
            alarms=True,
            breaks_quiet=True,
            redrafts=True,
        ),
    )
    IN_GAP = (
        "in_gap",
        Traits(
            heading="past the earliest date",
            in_ladder=Window(
                counts_from="strict_on",
                first=0,
                words="on or after the earliest last day, such as “1 day after strict: in gap to lead”",
            ),
            alarms=True,
            breaks_quiet=True,
        ),
    )
    MISSED = (
        "missed",
        Traits(
            heading="overdue",
            in_ladder=Window(
                counts_from="lenient_on",
                first=1,
                words="after the latest last day, such as “1 day after lenient: missed to lead”",
            ),
            alarms=True,
        ),
    )
    THRESHOLD_CROSSED = (
        "threshold_crossed",
        Traits(
            heading="took effect",
            in_ladder=Window(
                counts_from="lenient_on",
                first=0,
                words="on or after the latest date, such as “on lenient: threshold crossed to executive”",
            ),
            alarms=True,
            breaks_quiet=True,
        ),
    )
    THRESHOLD_NEAR = (
        "threshold_near",
        Traits(
            heading="takes effect soon",
            in_ladder=Window(
                counts_from="act_by",
                last=0,
                words=(
                    "on or before the act-by day, such as “7 days before act-by: threshold near to counsel”"
                ),
            ),
            alarms=True,
            gives_act_by=True,
            redrafts=True,
        ),
    )
    IN_DOUBT = ("in_doubt", Traits(heading="may be overdue", alarms=True))
    ESCALATED = ("escalated", Traits(alarms=True, gives_act_by=True, redrafts=True))
    UNDELIVERED = ("undelivered", Traits(heading="not delivered", is_of_office=True))
    DEFECT = ("defect", Traits(is_of_office=True))
    MOVED = ("moved", Traits(gives_act_by=True, for_a_calendar=True))
    RETRACTED = ("retracted", Traits(heading="sent by mistake", is_of_office=True, ends_a_round=True))
    WITHDRAWN = ("withdrawn", Traits(ends_a_round=True, for_a_calendar=True))
    RIGHT_OPENED = (
        "right_opened",
        Traits(
            heading="right opened",
            in_ladder=Window(
                counts_from="strict_on",
                first=0,
                words="on or after the day the right opens, such as “on strict: right opened to lead”",
            ),
            alarms=True,
            redrafts=True,
        ),
    )
    REMINDER = ("reminder", Traits(in_ladder=Window(), gives_act_by=True, redrafts=True))
    DEADLINE_SET = (
        "deadline_set",
        Traits(heading="new deadline", gives_act_by=True, for_a_calendar=True),
    )
    MET = ("met", Traits(heading="done or ended", ends_a_round=True))
    WATCH_SILENT = (
        "watch_silent",
        Traits(breaks_quiet=True, is_of_office=True, goes_alone=True),
    )
    TIME_DOUBTED = ("time_doubted", Traits(breaks_quiet=True, is_of_office=True, goes_alone=True))
    RECOUNT_DIFFERED = ("recount_differed", Traits(is_of_office=True, goes_alone=True))
    LAW_CHANGED = ("law_changed", Traits(is_of_office=True, goes_alone=True))
    MOVED_AWAY = ("moved_away", Traits(is_of_office=True, goes_alone=True))
    SIGN_IN_RESET = ("sign_in_reset", Traits(breaks_quiet=True, is_of_office=True, goes_alone=True))
    DIGEST = ("digest", Traits(is_of_office=True))
    NOT_YET = ("not_yet", Traits(is_silence=True))
    ACKNOWLEDGED = ("acknowledged", Traits(is_silence=True))
    SNOOZED = ("snoozed", Traits(is_silence=True))
    INHIBITED = ("inhibited", Traits(is_silence=True))
    ALREADY_TOLD = ("already_told", Traits(is_silence=True))

    @property
    def heading(self) -> str:
        """What stands over its alerts where there are many."""
        return self.traits.heading or self.value.replace("_", " ")

    @property
    def is_silence(self) -> bool:
        """Whether nobody is told."""
        return self.traits.is_silence

    @property
    def alarms(self) -> bool:
        """Whether who was told this must hear when the matter is met."""
        return self.traits.alarms

    @property
    def breaks_quiet(self) -> bool:
        """Whether it goes out at night and on a holiday too: what can be done only now."""
        return self.traits.breaks_quiet

    @property
    def ends_a_round(self) -> bool:
        """Whether the story ends here; if the clock runs again, it is told anew."""
        return self.traits.ends_a_round

    @property
    def gives_act_by(self) -> bool:
        """Whether its first sentence adds the day by which to act, where that comes sooner."""
        return self.traits.gives_act_by

    @property
    def for_a_calendar(self) -> bool:
        """Whether it changes the day in somebody's calendar."""
        return self.traits.for_a_calendar

    @property
    def redrafts(self) -> bool:
        """Whether a paper that the docket overtook is drafted anew for it: a paper still helps."""
        return self.traits.redrafts

    @property
    def is_of_a_deadline(self) -> bool:
        """Whether it is said of a deadline."""
        return not (self.traits.is_silence or self.traits.is_of_office)

    @property
    def goes_alone(self) -> bool:
        """Whether it is never one of many: what is of no matter."""
        return self.traits.goes_alone
