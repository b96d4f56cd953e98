"""What the reader of a message should do now. Pure."""

from collections.abc import Sequence
from datetime import date

from models.in_words import long_date
from models.law.text.vocabulary import RuleKind, Status
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.reasons import Reason
from notifications.wording.standing import as_it_stands, dated, first_upper, is_ours, is_to_act_by, who_acts

_NEWS = (Reason.MOVED, Reason.DEADLINE_SET, Reason.REMINDER)
_NOTHING_MORE = "Nothing more."
"""Said only where nobody is owed anything."""


def to_do(
    told: Reason, watched: DeadlineState, today: date, *, is_law: bool, owed: Sequence[str] = ()
) -> str:
    """What to do now, in plain sentences; `is_law` whether the law sets the date, and not the reader.

    `owed` is what stays to be done or can still come once it is over.
    """
    reason = as_it_stands(told, watched, today)
    if reason in (Reason.MET, Reason.WITHDRAWN):
        return " ".join([*_at_the_end(reason, watched), *owed]) or _NOTHING_MORE
    if reason in _NEWS:
        return _for_news(watched, today)
    if is_ours(watched):
        return _ours(reason, watched, today, is_law=is_law)
    return _theirs(reason, watched)


def _at_the_end(reason: Reason, watched: DeadlineState) -> list[str]:
    is_unclear = reason is Reason.MET and watched.status is Status.AMBIGUOUS
    return ["Treat it as still open, and ask counsel whether it has ended."] if is_unclear else []


def _for_news(watched: DeadlineState, today: date) -> str:
    """Of a date that is ahead."""
    ours = is_ours(watched)
    if watched.kind is RuleKind.LOOKBACK:
        return (
            f"Nothing for this date alone. It shows how far back {who_acts(watched)} may reach: meet the "
            "deadline that it belongs to."
        )
    if watched.kind is RuleKind.RETENTION:
        return _to_keep(watched) if ours else "Nothing. It shows how long the period lasts."
    if not ours:
        return "Nothing yet. If it happens, record it."
    if watched.act_by is None:
        return f"Nothing yet. {first_upper(dated(watched))}."
    if not is_to_act_by(watched, today):
        return "Act now. When it is done, record it."
    return f"Assign someone to act by {long_date(watched.act_by)}. When it is done, record it."


def _to_keep(watched: DeadlineState) -> str:
    if watched.status is not Status.DISPOSABLE:
        return "Keep the records through that day."
    return (
        "This period has ended. Ask counsel before you dispose of a record: another law, a demand, a summons "
        "or a dispute may require it longer."
    )


def _ours(reason: Reason, watched: DeadlineState, today: date, *, is_law: bool) -> str:
    match reason:
        case Reason.ESCALATED:
            return "Make sure that it gets done. Or acknowledge this alert: say who will do it, and by when."
        case Reason.MISSED if is_law:
            return "If it was done, record it. If not, talk to counsel today."
        case Reason.MISSED:
            return "Do it, and record it."
        case Reason.RIGHT_OPENED:
            return "Decide whether to use this right. When you use it, record it."
        case Reason.THRESHOLD_NEAR if watched.act_by is not None and is_to_act_by(watched, today):
            return f"Act by {long_date(watched.act_by)}, and record what you did."
        case Reason.DUE_NOW if watched.act_by == today:
            return "Act today, and record what you did."
        case Reason.DUE_NOW | Reason.IN_GAP | Reason.THRESHOLD_NEAR:
            return _ACT_NOW
        case Reason.IN_DOUBT:
            return _UNSETTLED if watched.kind is RuleKind.THRESHOLD else f"{_ACT_NOW} {_COMPLETE}"
        case Reason.THRESHOLD_CROSSED:
            return "Talk to counsel about what can still be saved."
        case _:
            return "If something happened, record it."


_ACT_NOW = "Act now, and record what you did."
_UNSETTLED = "Talk to counsel today. Act as if it can still be stopped, and record what you did."
_COMPLETE = "Then correct the entry that started this deadline: add the facts that are missing."


def _theirs(reason: Reason, watched: DeadlineState) -> str:
    who = who_acts(watched)
    match reason:
        case Reason.ESCALATED:
            return "Make sure that someone follows up. If it happened, record it."
        case Reason.MISSED:
            return (
                f"If it happened, record it. If not, ask {who} in writing and keep a copy. Then acknowledge "
                "this alert: say when you will check again."
            )
        case Reason.DUE_NOW | Reason.IN_GAP if watched.kind.is_answered:
            return f"Check whether {who} has acted. If so, record it."
        case Reason.DUE_NOW | Reason.IN_GAP | Reason.THRESHOLD_NEAR:
            return "Prepare for it. If it changes, record that."
        case Reason.IN_DOUBT:
            return f"Check whether {who} has acted. If so, record it. {_COMPLETE}"
        case Reason.RIGHT_OPENED:
            return f"Be prepared: {who} may act at any time. If that happens, record it."
        case Reason.THRESHOLD_CROSSED:
            return "Ask counsel what this changes for you."
        case _:
            return "If something happened, record it."
