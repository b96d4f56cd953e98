"""What the telling promises, checked after a whole sweep, in the sentences that a broken one makes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from models.record.tables.alerts import Alert
from tests.support.telling_record import DAY, Kept, due_of, listeners, runs

ALARMS = {
    "due_now",
    "in_gap",
    "missed",
    "escalated",
    "in_doubt",
    "right_opened",
    "threshold_near",
    "threshold_crossed",
}
LONGEST = timedelta(days=90)
ANSWERED = ("deadline", "target", "recurring", "threshold")


def untold(kept: Kept) -> Iterator[str]:
    """(a) Past the last safe step whoever must know was alarmed of the present readings."""
    for clock in filter(runs, kept.clocks):
        ours = clock.bound == "recordkeeper" and clock.kind in (
            "deadline",
            "target",
            "recurring",
            "threshold",
        )
        if not ours or clock.act_by is None:
            continue
        held = [each.role for each in kept.people(clock)]
        for contact, role in kept.roles(clock).items():
            days = [d for d, up_to in kept.critical(clock) if role in listeners(up_to, held)]
            since = max((day for day in days if day <= kept.today(clock)), default=None)
            if since is not None and not _alarmed(kept.story(clock, contact), due_of(clock), since):
                yield f"(a) {_name(kept, contact)} is not alarmed of {clock.id} {clock.rule} since {since}"


def _alarmed(story: Sequence[Alert], due: str, since: date) -> bool:
    return any(a.due == due and a.reason in ALARMS and a.told_on >= since for a in story)


def twice_told(kept: Kept) -> Iterator[str]:
    """(b) Nobody is told one step of the same days twice, unless the ladder was set anew between."""
    set_at = [row.set_at for row in kept.editions.values()]
    for clock in kept.clocks:
        for contact in kept.contacts:
            for due, run in groupby(kept.story(clock, contact), key=lambda each: each.due):
                told = [a for a in run if not any(a.claimed_at <= at for at in set_at)]
                for step, times in Counter(a.step.split(" #")[0] for a in told).items():
                    if times > 1:
                        yield f"(b) {_name(kept, contact)} is told {step!r} of {clock.id} {due} {times} times"


def not_taken_back(kept: Kept) -> Iterator[str]:
    """(d) Who was told days that no longer hold was told so. (e) Who was alarmed was told that it is met."""
    for clock in kept.clocks:
        for contact in kept.people(clock):
            story = kept.story(clock, contact.id)
            if clock.withdrawn and story:
                yield f"(d) {contact.name} is not told that {clock.id} {clock.rule} is withdrawn"
            elif runs(clock) and story and story[-1].due != due_of(clock):
                yield f"(d) {contact.name} is not told that {clock.id} {clock.rule} moved"
            elif not runs(clock) and any(each.reason in ALARMS for each in story):
                yield f"(e) {contact.name} is not told that {clock.id} {clock.rule} is met"


def silenced(kept: Kept) -> Iterator[str]:
    """(f) Once the newest acknowledgement or snooze of a running clock is over, somebody is told again."""
    for clock in filter(runs, kept.clocks):
        holds = [each for each in kept.holds if each.deadline_id == clock.id and each.due == due_of(clock)]
        if not holds or kept.is_muted(clock):
            continue
        hold = holds[-1]
        critical = [day - DAY for day, _ in kept.critical(clock) if day > hold.since]
        over = min([hold.until, hold.since + LONGEST, *critical])
        roles = kept.roles(clock)
        heard_by = [hold.contact_id] if hold.kind == "snoozed" else list(roles)
        told = [a for c in heard_by for a in kept.story(clock, c) if a.told_on > over]
        if kept.today(clock) > over and not told and any(contact in roles for contact in heard_by):
            yield f"(f) nobody is told of {clock.id} {clock.rule} after hold {hold.id}, over on {over}"


def left_lying(kept: Kept) -> Iterator[str]:
    """(g) Every alert whose time has come is in a message."""
    for alert in kept.alerts:
        if alert.message_id is None and alert.not_before <= kept.now:
            yield f"(g) alert {alert.id} of {alert.subject} waits since {alert.not_before}"


def broken_promises(kept: Kept) -> list[str]:
    """Every promise that does not hold after a whole sweep, in a sentence each."""
    checks = (untold, twice_told, not_taken_back, silenced, left_lying)
    return [said for check in checks for said in check(kept)]


def _name(kept: Kept, contact: int) -> str:
    return kept.contacts[contact].name
