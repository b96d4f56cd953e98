"""Many alerts at once become one message; a message late in coming says so. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.record.hash_chain import digest
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import Item, Line, Link, Message, Section

ALONE = 3
"""So many alerts may come at once each as a message of its own; more of them come as one."""

_WITH_LINKS = 50
"""Up to so many, each has its forms beside it; more of them would make a mail that no server takes."""

_PRESSING = (
    Reason.DUE_NOW,
    Reason.IN_GAP,
    Reason.MISSED,
    Reason.THRESHOLD_CROSSED,
    Reason.THRESHOLD_NEAR,
    Reason.IN_DOUBT,
    Reason.ESCALATED,
    Reason.UNDELIVERED,
    Reason.DEFECT,
    Reason.MOVED,
    Reason.WITHDRAWN,
    Reason.RIGHT_OPENED,
    Reason.REMINDER,
    Reason.DEADLINE_SET,
    Reason.MET,
)
"""The reasons, the most pressing first."""


def group_message(alerts: Sequence[Message], *, links: Links) -> Message:
    """One message of several alerts, the most pressing first; its key is theirs together."""
    counted = in_short(alerts)
    threads = {each.thread for each in alerts}
    return Message(
        key=digest([each.key for each in alerts])[:32],
        thread=threads.pop() if len(threads) == 1 else "alerts",
        reason=min(alerts, key=_place).reason,
        subject=f"{len(alerts)} alerts: {counted}",
        headline=f"{len(alerts)} alerts at once: {counted}.",
        links=(Link(words="Open the pages", url=links.url),),
        sections=sections_of(alerts),
        urgent=any(each.urgent for each in alerts),
        calendar=tuple(day for each in alerts for day in each.calendar),
        papers=tuple(dict.fromkeys(paper for each in alerts for paper in each.papers)),
    )


def in_short(alerts: Sequence[Message]) -> str:
    """How many of each reason, the most pressing first."""
    counted = Counter(each.reason for each in sorted(alerts, key=_place))
    return ", ".join(f"{number} {reason.replace('_', ' ')}" for reason, number in counted.items())


def sections_of(alerts: Sequence[Message], *, links: int = 9) -> tuple[Section, ...]:
    """A section for each reason, the most pressing first; each alert with so many of its links."""
    ordered = sorted(alerts, key=_place)
    beside = links if len(alerts) <= _WITH_LINKS else 0
    return tuple(
        Section(
            title=reason.replace("_", " ").capitalize(),
            items=tuple(_item(each, beside) for each in ordered if each.reason == reason),
        )
        for reason in dict.fromkeys(each.reason for each in ordered)
    )


def late(message: Message, claimed_on: date, today: date) -> Message:
    """The message with word of its delay, where it could not be delivered on its day."""
    if today <= claimed_on:
        return message
    says = f"written on {claimed_on}, not delivered before {today}. The matter's page shows how it stands."
    return replace(message, lines=(Line(label="Delayed", text=says), *message.lines))


def _item(alert: Message, links: int) -> Item:
    to_do = [line.text for line in alert.lines if line.label in ("What to do now", "Drafted for you")]
    return Item(
        text=alert.subject,
        detail=" ".join(filter(None, [*to_do, alert.citation])),
        links=alert.links[:links],
    )


def _place(alert: Message) -> int:
    return _PRESSING.index(Reason(alert.reason)) if alert.reason in _PRESSING else len(_PRESSING)
