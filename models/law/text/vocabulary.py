"""The closed sets of words of the law pack: lifecycles, parties, kinds of rules, statuses, units, facts."""

from enum import StrEnum


class Lifecycle(StrEnum):
    """The kinds of matter that start clocks under 19 CFR part 163 and the sections it leads to."""

    AUDIT = "audit"
    SUMMONS = "summons"
    DEMAND = "demand"
    CERTIFICATION = "certification"
    STORAGE = "storage"
    RETENTION = "retention"
    DISCLOSURE = "disclosure"
    PENALTY = "penalty"
    RULING = "ruling"
    SALE = "sale"
    IMPROVEMENT = "improvement"


class Party(StrEnum):
    """Who must act, or whose goods or rights are at stake."""

    RECORDKEEPER = "recordkeeper"
    CUSTOMS = "customs"
    COURT = "court"
    OTHER = "other"


class RuleKind(StrEnum):
    """What the two dates of a clock mean; `day_means` says it in words for messages and pages."""

    DEADLINE = "deadline"
    TARGET = "target"
    RECURRING = "recurring"
    RIGHT = "right"
    THRESHOLD = "threshold"
    RETENTION = "retention"
    LOOKBACK = "lookback"

    @property
    def day_means(self) -> str:
        """Returns what both dates of this kind are, for people: *last day*, *takes effect on*."""
        return _DAY_MEANS[self]

    @property
    def is_answered(self) -> bool:
        """Returns whether an act answers it (deadline, target, recurring), so that it can be missed."""
        return self in (RuleKind.DEADLINE, RuleKind.TARGET, RuleKind.RECURRING)


_DAY_MEANS = {
    RuleKind.DEADLINE: "last day",
    RuleKind.TARGET: "target date",
    RuleKind.RECURRING: "next due date",
    RuleKind.RIGHT: "opens on",
    RuleKind.THRESHOLD: "takes effect on",
    RuleKind.RETENTION: "keep through",
    RuleKind.LOOKBACK: "reaches back to",
}


class Status(StrEnum):
    """The status of a clock on the date of the calculation; spelled out for people by `in_words.spaced`."""

    PENDING = "pending"
    AMBIGUOUS = "ambiguous"
    MISSED = "missed"
    MET = "met"
    MET_IN_GAP = "met_in_gap"
    MET_LATE = "met_late"
    LIFTED = "lifted"
    NOT_OPEN = "not_open"
    OPEN = "open"
    USED = "used"
    LAPSED = "lapsed"
    RUNNING = "running"
    STOPPED = "stopped"
    CROSSED = "crossed"
    KEEP = "keep"
    DISPOSABLE = "disposable"
    FIXED = "fixed"


class Unit(StrEnum):
    """How a rule counts from its anchor day; day 0, the anchor, is never counted."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    YEARS = "years"
    FIXED_DAY = "fixed_day"
    EXACT_DAY = "exact_day"


class Direction(StrEnum):
    """Whether a count runs forward from its anchor or backward to the days before it."""

    AFTER = "after"
    BEFORE = "before"


class Closing(StrEnum):
    """What a closing event lifts: every clock of the matter, or only those that it concerns."""

    MATTER = "matter"
    CHAIN = "chain"


class FactType(StrEnum):
    """The type of a fact's value; each fact has one type everywhere."""

    DATE = "date"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"
    CULPABILITY = "culpability"
    GOODS = "goods"
    RULE = "rule"


CHOICES: dict[FactType, tuple[str, ...]] = {
    FactType.CULPABILITY: ("negligent", "willful"),
    FactType.GOODS: ("regular", "perishable", "depreciating"),
}

ABSENT: dict[str, bool | str] = {"data_missing": True, "increased": True, "goods": "regular"}
"""The value of a fact that is not given; every other yes/no fact counts as no."""

_NAMES = {
    FactType.DATE: (
        "anticipated_on certified_mailed_on comply_by conditional_until dated_on demanded_on destroy_on "
        "due_on estimated_end implement_on known_on latest_on produce_by received_on respond_by return_on "
        "sale_on scheduled_for until"
    ),
    FactType.YES_NO: (
        "broker by_telephone copies_mailed data_missing direction_given duties_demanded excepted for_release "
        "forfeited formal fraud from_field_office identifies_record immediate in_writing increased informal "
        "nafta partial preference_claimed reviews_prior_disclosure section_321 states_violation third_party "
        "upheld warns"
    ),
    FactType.NUMBER: "miles value_usd",
    FactType.TEXT: "explanation issue reason signed_by",
    FactType.CULPABILITY: "culpability",
    FactType.GOODS: "goods",
    FactType.RULE: "rule",
}

FACTS: dict[str, FactType] = {name: kind for kind, names in _NAMES.items() for name in names.split()}

DUE_DATE_FIXED = "due_date_fixed"
ENTRY_WITHDRAWN = "entry_withdrawn"
MATTER_CLOSED = "matter_closed"
