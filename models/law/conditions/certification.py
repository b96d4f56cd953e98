"""The day a removal takes effect, and defective notices of the program: 19 CFR 163.12, 163.13."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from models.in_words import short_date
from models.law.engine.clock import Clock, Start
from models.law.engine.current_entries import CurrentEntry
from models.law.engine.matter import Matter
from models.law.engine.trace import could_concern, taken_to_concern
from models.law.text.rule import Rule
from models.law.text.vocabulary import Status

APPEAL, DECISION = "PRG-13", "PRG-14"
"""The time to appeal a removal, and the time to decide that appeal."""

_DAY = timedelta(days=1)

_BY_THE_CALENDAR = {"A1", "A27"}
"""The ambiguities of which days are business days."""


def play_removals(matter: Matter, rule: Rule) -> list[Clock]:
    """Plays PRG-10: a clock for each removal, and none for a removal that cannot take effect yet."""
    starts = [start for notice in matter.of_kind("removal_noticed") for start in matter.starts_of(notice)]
    clocks = [_removal(matter, rule, start) for start in starts]
    return [clock for clock in clocks if clock is not None]


def _removal(matter: Matter, rule: Rule, start: Start) -> Clock | None:
    appeal = matter.clock_of(APPEAL, start)
    assert appeal is not None, "every removal may be appealed"
    appealed = appeal.settled_on
    decided = _decision(matter, start, appealed)
    clock = _taking_effect(matter, rule, start, appeal, decided)
    if clock is not None:
        clock.trace.say(_doubtful, matter, start, decided)
    return clock


def _taking_effect(
    matter: Matter, rule: Rule, start: Start, appeal: Clock, decided: CurrentEntry | None
) -> Clock | None:
    appealed = appeal.settled_on
    if start.trigger.says("immediate"):
        return _at_once(rule, start, decided)
    received = _receipt(matter, start, appealed)
    if received is None:
        return None
    strict, lenient = max(received, appeal.strict_on + _DAY), max(received, appeal.lenient_on + _DAY)
    clock = _clock(rule, start, strict, lenient)
    clock.trace.say(_counted, appeal, received, strict, lenient)
    if lenient > received:
        clock.ambiguities |= appeal.ambiguities & _BY_THE_CALENDAR
    if decided is not None and not decided.says("upheld"):
        _stop(clock, Status.STOPPED, decided.on, _reversed)
    elif appealed is not None and appealed <= appeal.lenient_on:
        _under_appeal(clock, appeal, received, decided)
    elif matter.docket.as_of >= lenient:
        clock.settle(Status.CROSSED, lenient, None)
    return clock


def _counted(appeal: Clock, received: date, strict: date, lenient: date) -> list[str]:
    """How the day follows from the receipt and from the time to appeal, by both readings."""
    said = [
        f"Received on {short_date(received)}; the time to appeal ends on {short_date(appeal.strict_on)}. "
        f"Without an appeal, the removal takes effect on {short_date(strict)}."
    ]
    if lenient != strict:
        said.append(
            f"By the later reading the time to appeal ends on {short_date(appeal.lenient_on)}, and the "
            f"removal takes effect on {short_date(lenient)}."
        )
    return said


def _under_appeal(clock: Clock, appeal: Clock, received: date, decided: CurrentEntry | None) -> None:
    """An appeal received in time suspends the removal until it is decided; one in the gap, by one reading."""
    appealed = appeal.settled_on
    assert appealed is not None
    is_in_time = appealed <= appeal.strict_on
    if decided is None:
        status = Status.STOPPED if is_in_time else Status.AMBIGUOUS
        _stop(clock, status, appealed, _suspended)
        return
    clock.anchor_kind, clock.anchor_on = decided.kind, decided.on
    clock.lenient_on = max(received, decided.on)
    clock.strict_on = clock.lenient_on if is_in_time else clock.strict_on
    if is_in_time:
        clock.ambiguities -= _BY_THE_CALENDAR
    clock.settle(Status.CROSSED, clock.lenient_on, decided)
    clock.trace.say(_upheld, decided.on, clock.lenient_on)


def _at_once(rule: Rule, start: Start, decided: CurrentEntry | None) -> Clock:
    issued = start.trigger.on
    clock = _clock(rule, start, issued, issued)
    clock.trace.say(_immediate, issued)
    clock.settle(Status.CROSSED, issued, None)
    if decided is not None and not decided.says("upheld"):
        _stop(clock, Status.STOPPED, decided.on, _reversed)
    return clock


def _immediate(issued: date) -> str:
    return (
        f"Effective immediately when issued on {short_date(issued)}, for willfulness, or for public health, "
        "interest or safety."
    )


def _suspended(appealed: date) -> str:
    return f"An appeal received on {short_date(appealed)} suspends the removal until it is decided."


def _upheld(on: date, effective: date) -> str:
    return f"Upheld on appeal on {short_date(on)}: the removal takes effect on {short_date(effective)}."


def _reversed(on: date) -> str:
    return f"Reversed on appeal on {short_date(on)}. Ask CBP to confirm the certification in writing."


def _clock(rule: Rule, start: Start, strict: date, lenient: date) -> Clock:
    return Clock(rule, start, start.trigger.kind, start.trigger.on, strict, lenient)


def _stop(clock: Clock, status: Status, on: date, why: Callable[[date], str]) -> None:
    clock.settle(status, on, None)
    clock.trace.say(why, on)


def _receipt(matter: Matter, start: Start, appealed: date | None) -> date | None:
    """The first receipt, even in doubt; a person who has appealed has received the notice."""
    received = matter.first_concerning(start, ["removal_received"], by_doubt=True)
    return appealed if received is None else received.on


def _doubtful(matter: Matter, start: Start, decided: CurrentEntry | None) -> list[str]:
    """Says of each entry in doubt that could concern the removal whether it counts."""
    kinds = ("removal_received", "removal_appeal_received", "removal_appeal_decided")
    received = matter.concerning(start, "removal_received", by_doubt=True)[:1]
    counts = [*received, *([decided] if decided else [])]
    return [
        (taken_to_concern if entry in counts else could_concern)(entry, matter.law.events[entry.kind].title)
        for entry in matter.of_kind(*kinds)
        if matter.is_in_doubt(entry) and entry.on >= start.trigger.on
    ]


def _decision(matter: Matter, start: Start, appealed: date | None) -> CurrentEntry | None:
    """The first decision after the appeal; one in doubt only where it upholds the removal."""
    since = start.trigger.on if appealed is None else appealed

    def counts(entry: CurrentEntry) -> bool:
        return entry.on >= since and (entry.says("upheld") or not matter.is_in_doubt(entry))

    return matter.first_concerning(start, ["removal_appeal_decided"], counts, by_doubt=True)


def check_violation_notice(_matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a notice that lacks one of the three statements of 163.12(d)(2)."""
    if not all(entry.says(content) for content in ("states_violation", "identifies_record", "warns")):
        yield "violation_notice_incomplete"


def check_denial_receipt(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a notice of denial received while no denial is on record: the appeal runs from its issuance."""
    if not matter.by_then(entry, "application_denied"):
        yield "issue_date_missing"


def check_removal_receipt(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a notice of removal received while no removal is on record: the appeal runs from its issuance."""
    if not matter.by_then(entry, "removal_noticed"):
        yield "issue_date_missing"


def check_removal_notice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds a removal that cannot take effect, because no receipt of its notice is on record."""
    received = [
        matter.first_concerning(start, ["removal_received"], by_doubt=True)
        for start in matter.starts_of(entry)
    ]
    if not entry.says("immediate") and not any(received):
        yield "receipt_not_recorded"


def check_delay_advice(matter: Matter, entry: CurrentEntry) -> Iterable[str]:
    """Finds advice of a delay of a removal appeal's decision: 163.13(d)(2) provides for none."""
    for clock in _decisions_near(matter, entry):
        runs = clock.settled_on is None or clock.settled_on >= entry.on
        if runs and matter.concerns(entry, clock, by_doubt=False):
            yield "delay_not_provided_for"


def _decisions_near(matter: Matter, entry: CurrentEntry) -> list[Clock]:
    """The decisions on removal appeals of an entry's chains and links: no other can be delayed by it."""
    decisions = matter.once(_decisions)
    chains = matter.chains.of[entry.index]
    return [clock for name in (chains | entry.links) for clock in decisions.get(name, ())]


def _decisions(matter: Matter) -> dict[int, list[Clock]]:
    """The decisions on removal appeals, by their chains and by the appeals."""
    found: dict[int, list[Clock]] = {}
    for clock in matter.clocks_of(DECISION):
        for name in clock.chains | {clock.trigger.index}:
            found.setdefault(name, []).append(clock)
    return found
