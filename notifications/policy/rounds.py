"""Rounds of telling: what counts of all that a person was told of one deadline. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from notifications.policy.deadline_state import Decision, Told
from notifications.policy.reasons import Reason

_OVER = (Reason.MET, Reason.WITHDRAWN)


def this_round(told: Sequence[Told]) -> list[Told]:
    """What was told since the last word that ended a round."""
    return _after_the_last(told, [each.reason.ends_a_round for each in told])


def still_true(told: Sequence[Told]) -> list[Told]:
    """What was told since the last word that it was over, without what was retracted.

    What is retracted counts as claimed at the instant of its retraction (`confirm_time`).
    """
    kept: list[Told] = []
    for each in _after_the_last(told, [each.reason in _OVER for each in told]):
        if each.reason is Reason.RETRACTED:
            kept = [before for before in kept if before.at != each.at]
        else:
            kept.append(each)
    return kept


def named_once(decision: Decision, told: Sequence[Told]) -> Decision:
    """A step that comes again, after a move, in another round or on another ladder, is a step of its own."""
    times = sum(each.step.split(" #")[0] == decision.step for each in told)
    if decision.reason.is_silence or times == 0:
        return decision
    return replace(decision, step=f"{decision.step} #{times + 1}")


def _after_the_last(told: Sequence[Told], ends: Sequence[bool]) -> list[Told]:
    last = max((place for place, is_end in enumerate(ends) if is_end), default=-1)
    return list(told[last + 1 :])
