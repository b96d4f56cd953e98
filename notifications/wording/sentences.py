"""The sentences of what is told of a clock: in short, in full, and what to do. Pure."""

from datetime import date

from models.law.text.vocabulary import Party, RuleKind, Status
from notifications.policy.deadline_state import Decision, Watched
from notifications.policy.reasons import Reason
from notifications.wording.moved import days, moved_in_full, moved_in_short


def in_short(decision: Decision, watched: Watched, today: date) -> str:
    """A few words for the subject."""
    reason = decision.reason
    return _SHORT.get(reason, reason.value.replace("_", " ")).format(
        moved=moved_in_short(decision.previous, watched),
        sooner=f"act by {watched.act_by}, " if _is_sooner(watched, today) else "",
        act_by=watched.act_by or watched.strict_on,
        strict=_day_named(watched),
        lenient=watched.lenient_on,
        means=watched.kind.day_means,
        status=watched.status.replace("_", " "),
    )


def _day_named(watched: Watched) -> date:
    """The day that stands in the first words: the earlier, but records are kept through the later one."""
    return watched.lenient_on if watched.kind is RuleKind.RETENTION else watched.strict_on


def weekday(day: date) -> str:
    """A day in full: Thursday, 18 September 2025 (2025-09-18)."""
    return f"{day:%A}, {day.day} {day:%B %Y} ({day.isoformat()})"


def _is_sooner(watched: Watched, today: date) -> bool:
    """Whether the last safe day is still ahead, and comes before the last day."""
    return watched.act_by is not None and today <= watched.act_by < _day_named(watched)


_SHORT = {
    Reason.DEADLINE_SET: "new, {sooner}{means} {strict}",
    Reason.REMINDER: "reminder, {sooner}{means} {strict}",
    Reason.DUE_NOW: "act by {act_by}",
    Reason.IN_GAP: "in the gap, strict reading {strict}",
    Reason.MISSED: "missed, last day {lenient}",
    Reason.ESCALATED: "not done on record, {sooner}{means} {strict}",
    Reason.IN_DOUBT: "perhaps missed, last day {lenient}",
    Reason.RIGHT_OPENED: "open since {strict}",
    Reason.THRESHOLD_NEAR: "happens on {strict}",
    Reason.THRESHOLD_CROSSED: "happened on {lenient}",
    Reason.MOVED: "{moved}",
    Reason.MET: "{status}",
}


def headline(decision: Decision, watched: Watched, title: str, today: date) -> str:
    """One sentence that says it all."""
    says = _SENTENCES[decision.reason].format(
        title=title,
        act_by=watched.act_by or watched.strict_on,
        strict=_day_named(watched),
        lenient=watched.lenient_on,
        means=watched.kind.day_means,
        status=watched.status.replace("_", " "),
        settled=watched.settled_on,
        struck=days(decision.previous),
        moved=moved_in_full(decision.previous, watched),
    )
    if decision.reason in _AHEAD and watched.act_by is not None and _is_sooner(watched, today):
        says += f" Act by {weekday(watched.act_by)}."
    if decision.reason is Reason.MOVED and watched.status is Status.MISSED:
        says += f" {watched.lenient_on} has passed too, by every reading."
    if decision.days_late:
        late = "1 day" if decision.days_late == 1 else f"{decision.days_late} days"
        says += f" This alert comes {late} late: the watch was off on its day."
    return says


_AHEAD = (Reason.DEADLINE_SET, Reason.REMINDER, Reason.ESCALATED, Reason.MOVED)
_SENTENCES = {
    Reason.DEADLINE_SET: "A clock is set. {title}: {means} {strict}.",
    Reason.REMINDER: "{title}: {means} {strict}.",
    Reason.ESCALATED: (
        "{title}: {means} {strict}. Nothing on record says that it is done, and so it goes up."
    ),
    Reason.DUE_NOW: "Act today. {title}: {act_by} is the last safe day.",
    Reason.IN_GAP: (
        "{title}: {strict} has passed. The lenient reading gives time until {lenient}; do not rely on it."
    ),
    Reason.MISSED: "{title}: missed. The last day passed on {lenient}, by every reading.",
    Reason.IN_DOUBT: (
        "{title}: {lenient} has passed. Whether the day was missed depends on what is not on record; "
        "see why, below."
    ),
    Reason.RIGHT_OPENED: "{title}: open since {strict}.",
    Reason.THRESHOLD_NEAR: "{title}: from {strict} on it has happened. Act by {act_by}.",
    Reason.THRESHOLD_CROSSED: "{title}: it happened on {lenient}.",
    Reason.MOVED: "{title}: {moved}.",
    Reason.WITHDRAWN: "{title}: withdrawn. {struck} no longer counts: the entry behind it was corrected.",
    Reason.MET: "{title}: {status} on {settled}.",
}


def to_do(told: Reason, watched: Watched, today: date, *, is_law: bool) -> str:
    """What its reader should do now."""
    ours = watched.bound is Party.RECORDKEEPER
    reason = _as_it_stands(told, watched, today)
    if reason in _NEWS:
        if watched.kind in _SPANS:
            return _SPANS[watched.kind]
        if watched.kind is RuleKind.RETENTION:
            return _KEEP if ours and watched.status is Status.KEEP else "Nothing: it says how long."
        if not ours:
            return "Nothing yet. If it happens, record it."
        return "Put it in hand. When it is done, record it." if watched.act_by else "Nothing yet."
    if reason is Reason.MISSED and ours and not is_law:
        return "Do it, and record it."
    return (_OURS if ours else _THEIRS).get(reason) or _WHOSESOEVER.get(reason, "Nothing more.")


def _as_it_stands(told: Reason, watched: Watched, today: date) -> Reason:
    """What news, a reminder or what goes up comes down to, where the day is here or has passed."""
    if told not in (*_NEWS, Reason.ESCALATED):
        return told
    if watched.status in _PASSED:
        return _PASSED[watched.status]
    ours = watched.bound is Party.RECORDKEEPER and watched.kind.is_answered
    return Reason.IN_GAP if ours and watched.strict_on < today <= watched.lenient_on else told


_PASSED = {
    Status.MISSED: Reason.MISSED,
    Status.CROSSED: Reason.THRESHOLD_CROSSED,
    Status.OPEN: Reason.RIGHT_OPENED,
}
_KEEP = "Keep the records through that day."
_SPANS = {RuleKind.LOOKBACK: "Nothing: it says how far back Customs may reach."}
_NEWS = (Reason.MOVED, Reason.DEADLINE_SET, Reason.REMINDER)
_OURS = {
    Reason.ESCALATED: "See that it is done, or acknowledge: say who does it, and by when.",
    Reason.MISSED: "If it was done, record it. If not, talk to counsel today.",
    Reason.RIGHT_OPENED: "Decide whether to use it. When it is used, record it.",
}
_THEIRS = {
    Reason.ESCALATED: "See that somebody follows it up. If it happened, record it.",
    Reason.MISSED: (
        "If it happened, record it. If not, ask in writing, keep the copy, and acknowledge this: say when "
        "you look again."
    ),
}
_WHOSESOEVER = {
    Reason.DUE_NOW: "Act, and record it.",
    Reason.IN_GAP: "Act, and record it.",
    Reason.THRESHOLD_NEAR: "Act, and record it.",
    Reason.IN_DOUBT: "Act, and record it. Correct the entry that started this clock: say what is missing.",
    Reason.THRESHOLD_CROSSED: "Talk to counsel about what can still be saved.",
}
