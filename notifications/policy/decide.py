"""Decides what somebody should hear now: compares a clock with what this person was told. Pure.

The answer is always a reason, for silence too. Whatever days the watch was off, the next look tells the
highest step reached, once, and says how late it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.law.text.vocabulary import Party, RuleKind, Status
from models.roles import Role, audience
from notifications.policy.deadline_state import DeadlineState, Decision, Told
from notifications.policy.ladders import Ladder
from notifications.policy.pauses import Hold, holding, last_quiet_day, step_after
from notifications.policy.reasons import Reason
from notifications.policy.rounds import named_once, still_true, this_round
from notifications.policy.steps import Step

_AFTER = timedelta(days=1)
_FAR = timedelta(days=400)
"""Further ahead than this, that a clock is set is news for its owner alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What one person is to hear of one clock: their steps in order, and what quiets them."""

    steps: tuple[Step, ...]
    hears_set: bool
    """Whether they hear at once that the clock is set."""

    hold: Hold | None = None
    quiet_until: date | None = None
    muted: bool = False
    """Whether a graver clock of the matter mutes what is not urgent of this one."""


def hearing(
    person: str,
    role: Role | None,
    watched: DeadlineState,
    steps: Sequence[Step],
    *,
    ladder: Ladder,
    held: Sequence[Role],
    holds: Sequence[Hold] = (),
    muted: bool = False,
) -> Hearing:
    """What a person hears of a clock: with no role, only what becomes of what they were told.

    `steps` are those of the clock; `held` the roles that somebody holds.
    """
    if role is None:
        return Hearing(steps=(), hears_set=False)
    hold = holding(holds, person, watched.due)
    quiet_until = None if hold is None else last_quiet_day(hold, steps)
    own = list(steps)
    if hold is not None and quiet_until is not None:
        kept = [step for step in steps if step.is_critical or step.on > quiet_until]
        dropped = [step for step in steps if step not in kept and step.on >= hold.since]
        after = step_after(hold, quiet_until, drafts=any(step.drafts for step in dropped))
        own = sorted([after, *kept], key=lambda step: step.on)
    return Hearing(
        steps=tuple(step for step in own if role in audience(step.up_to, held)),
        hears_set=role in audience(_set_to(watched, ladder), held),
        hold=hold,
        quiet_until=quiet_until,
        muted=muted,
    )


def _set_to(watched: DeadlineState, ladder: Ladder) -> Role:
    """Up to whom a new clock is told: days far ahead are news for its owner, but for what comes by itself."""
    is_far = watched.strict_on > watched.set_on + _FAR
    return Role.OWNER if is_far and watched.kind is not RuleKind.THRESHOLD else ladder.set_to


def decide(watched: DeadlineState, told: Sequence[Told], heard_of: Hearing, today: date) -> Decision:
    """What this person should hear of this clock today."""
    heard = this_round(told)
    if watched.is_over:
        is_news = watched.leaves_exposure and not told and heard_of.hears_set
        decision = _say(Reason.MET, "met", watched) if is_news else _at_the_end(watched, still_true(told))
    elif heard and heard[-1].due != watched.due:
        decision = _say(Reason.MOVED, "moved", watched, previous=heard[-1].due)
    else:
        decision = _on_the_ladder(watched, heard, heard_of, today)
    return named_once(decision, told)


def next_look(
    watched: DeadlineState, steps: Sequence[Step], holds: Sequence[Hold], today: date
) -> date | None:
    """The next day on which the decision or the status can change; None where no day can change them."""
    if watched.is_over:
        return None
    over = {last_quiet_day(hold, steps) + _AFTER for hold in holds if hold.due == watched.due}
    days = {step.on for step in steps} | _turning_days(watched) | over
    return min((day for day in days if day > today), default=None)


def _turning_days(watched: DeadlineState) -> set[date]:
    """The days on which the status itself changes, whichever kind it is."""
    edges = (watched.strict_on, watched.lenient_on)
    return {*edges, *(edge + _AFTER for edge in edges)}


def _at_the_end(watched: DeadlineState, heard: Sequence[Told]) -> Decision:
    """Withdrawn is for everybody who was told anything, met for those alarmed."""
    if not heard:
        return _silent(Reason.NOT_YET, watched)
    if watched.withdrawn:
        return _say(Reason.WITHDRAWN, "withdrawn", watched, previous=heard[-1].due)
    if any(each.reason.alarms for each in heard):
        return _say(Reason.MET, "met", watched)
    return _silent(Reason.ALREADY_TOLD, watched)


def _on_the_ladder(watched: DeadlineState, heard: Sequence[Told], heard_of: Hearing, today: date) -> Decision:
    heeded = [step for step in heard_of.steps if not heard_of.muted or _speaks_up(step, watched)]
    reached = [step for step in heeded if step.on <= today]
    step = _highest(reached, watched, heard)
    if not heard:
        return _first_word(watched, step, heard_of, reached)
    if step is None or _is_covered(step, watched, heard):
        return _silent(_why_silent(heard_of, today), watched)
    drafts = _drafts(step, _passed(reached, watched, heard))
    return _say_step(
        _reason_of(step, watched), step, watched, late=_late(step, watched, heard, today), drafts=drafts
    )


def _speaks_up(step: Step, watched: DeadlineState) -> bool:
    """Whether a step is heard beside a graver clock: what must be heard, and what warns of our own day."""
    ours = watched.bound is Party.RECORDKEEPER and watched.kind.is_answered
    return step.is_critical or (ours and step.reason in (Reason.REMINDER, Reason.ESCALATED))


def _is_covered(step: Step, watched: DeadlineState, heard: Sequence[Told]) -> bool:
    """Whether what was said of these days covers a step: all before it, but only an alarm covers an alarm.

    A day moved into the past is not only moved: it is missed.
    """
    of_these_days = [each for each in heard if each.due == watched.due]
    if step.reason.alarms:
        of_these_days = [each for each in of_these_days if each.reason.alarms]
    return any(step.on <= each.on for each in of_these_days)


def _why_silent(heard_of: Hearing, today: date) -> Reason:
    if heard_of.hold is not None and heard_of.quiet_until is not None and today <= heard_of.quiet_until:
        return heard_of.hold.reason
    return Reason.INHIBITED if heard_of.muted else Reason.ALREADY_TOLD


def _highest(reached: Sequence[Step], watched: DeadlineState, heard: Sequence[Told]) -> Step | None:
    """The last step reached, of two of one day the later; what must be heard, and was not, goes first."""
    latest = max(reversed(reached), key=lambda each: each.on, default=None)
    if latest is None or (latest.reason.alarms and latest.reason is not Reason.ESCALATED):
        return latest
    unheard = [step for step in reached if step.is_critical and not _is_covered(step, watched, heard)]
    return unheard[-1] if unheard else latest


def _late(step: Step, watched: DeadlineState, heard: Sequence[Told], today: date) -> timedelta:
    """How late a step is told because nobody looked.

    What was looked at and muted meanwhile is not late, nor what lay behind when its days became known.
    """
    looked = watched.looked_on is not None and watched.looked_on >= step.on
    known_on = min((each.on for each in heard if each.due == watched.due), default=watched.set_on)
    return timedelta() if looked else max(today - max(step.on, known_on), timedelta())


def _passed(reached: Sequence[Step], watched: DeadlineState, heard: Sequence[Told]) -> list[Step]:
    """The steps that lie behind and that nothing was said for: of new days, all of them."""
    said = [each.on for each in heard if each.due == watched.due and each.reason is not Reason.MOVED]
    return [step for step in reached if not said or step.on > said[-1]]


def _drafts(step: Step, passed: Sequence[Step]) -> bool:
    """Whether the paper comes with it: by this step, or by one passed over, but none that comes too late.

    What was to be done before the day is too late after it; what a miss calls for is not.
    """
    is_late = step.reason in _PAST
    return step.drafts or any(each.drafts and (not is_late or each.reason in _PAST) for each in passed)


_PAST = (Reason.MISSED, Reason.THRESHOLD_CROSSED)


def _first_word(
    watched: DeadlineState, step: Step | None, heard_of: Hearing, reached: Sequence[Step]
) -> Decision:
    """A clock starts at the highest step reached; where only reminders lie behind, it is simply set.

    Whoever is not told when it is set hears first of it by a step that goes up to them. Steps that lay behind
    when it was set are told at once: where the time is short the ladder is climbed in one word.
    """
    if step is None and not heard_of.hears_set:
        return _silent(Reason.NOT_YET, watched)
    if step is None:
        return _say(Reason.DEADLINE_SET, "set", watched)
    reason = _reason_of(step, watched)
    if reason is Reason.REMINDER:
        is_set = heard_of.hears_set or step.on <= watched.set_on
        reason = Reason.DEADLINE_SET if is_set else Reason.ESCALATED
    return _say_step(reason, step, watched, late=timedelta(), drafts=_drafts(step, reached))


def _reason_of(step: Step, watched: DeadlineState) -> Reason:
    """A clock that stays ambiguous when its last day has passed is never said to be missed or to be over."""
    in_doubt = watched.status is Status.AMBIGUOUS and step.reason in _PAST
    return Reason.IN_DOUBT if in_doubt else step.reason


def _say_step(
    reason: Reason, step: Step, watched: DeadlineState, *, late: timedelta, drafts: bool
) -> Decision:
    return Decision(
        reason=reason,
        step=step.name,
        due=watched.due,
        days_late=late.days,
        line=step.line,
        drafts=drafts,
    )


def _say(reason: Reason, step: str, watched: DeadlineState, *, previous: str = "") -> Decision:
    return Decision(reason=reason, step=step, due=watched.due, previous=previous)


def _silent(reason: Reason, watched: DeadlineState) -> Decision:
    return Decision(reason=reason, step="", due=watched.due)
