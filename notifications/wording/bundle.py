"""Many alerts at once become one message; a message late in coming says so. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models.in_words import counted, long_date, short_date, spaced, subject_date
from models.record.hash_chain import digest
from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import DEADLINE, DRAFTED, TO_DO, Item, Line, Link, Message, Section
from notifications.wording.subject_lines import ACTION, DONE, NOTICE, asks_for

ALONE = 3
"""So many alerts may come at once each as a message of its own; more of them come as one."""

WITH_LINKS = 50
"""Up to so many, each has its forms beside it; more of them would make a mail that no server takes."""


def group_message(alerts: Sequence[Message], *, links: Links) -> Message:
    """One message of several alerts, the most pressing first; its key is theirs together."""
    threads = {each.thread for each in alerts}
    return Message(
        key=digest([each.key for each in alerts])[:32],
        thread=threads.pop() if len(threads) == 1 else "alerts",
        reason=min(alerts, key=_place).reason,
        subject=group_subject(alerts),
        headline=f"You have {counted(len(alerts), 'new alert')} ({in_short(alerts)}).",
        lines=(Line(label=TO_DO, text=_to_do(len(alerts))),),
        links=(Link(words="Open Landwaiter", url=links.start),),
        sections=sections_of(alerts),
        urgent=any(each.urgent for each in alerts),
        calendar=tuple(day for each in alerts for day in each.calendar),
        papers=tuple(dict.fromkeys(paper for each in alerts for paper in each.papers)),
    )


def history_message(alerts: Sequence[Message], *, links: Links) -> Message:
    """What is open or overdue of what was recorded as history, in one message."""
    summary = group_message(alerts, links=links)
    matters = len({each.matter for each in alerts})
    headline = (
        f"In the history that you entered, {counted(len(alerts), 'item')} in {counted(matters, 'matter')} "
        f"still {'needs' if len(alerts) == 1 else 'need'} attention ({in_short(alerts)}). Settled items are "
        "left out; the matters’ pages show them."
    )
    return replace(summary, headline=headline)


def older_message(alerts: Sequence[Message], *, links: Links) -> Message:
    """What came up while the record was away or was imported, and presses nobody, in one message."""
    matters = len({each.matter for each in alerts})
    headline = (
        f"{counted(len(alerts), 'older alert')} in {counted(matters, 'matter')} ({in_short(alerts)}). "
        "They arose from an import, or while Landwaiter was not running. Nothing here is due or overdue: "
        "Landwaiter sent those alerts at once."
    )
    return replace(group_message(alerts, links=links), headline=headline)


def _to_do(number: int) -> str:
    record = "Record what happened with the link beside each." if number <= WITH_LINKS else _WITHOUT_LINKS
    return f"Start at the top: the most urgent comes first. {record}"


_WITHOUT_LINKS = "Record what happened in Landwaiter."


def group_subject(alerts: Sequence[Message]) -> str:
    """What they ask together; where some ask for an action, only those are counted."""
    asking = [each for each in alerts if asks_for(each.subject) == ACTION]
    is_done = all(asks_for(each.subject) == DONE for each in alerts)
    asks = ACTION if asking else DONE if is_done else NOTICE
    named = sorted(asking or alerts, key=lambda each: each.day or "9999")
    are_deadlines = all(_is_of_a_deadline(each) for each in named)
    what = counted(len({_about(each) for each in named}), "deadline" if are_deadlines else "item")
    when = _when(named) if asking else ""
    return f"{asks} on {what}{when}: {named_matters([each.matter for each in named])}"


def _about(alert: Message) -> tuple[str, str]:
    """What an alert is about: a deadline of its matter, of which there may be several alerts, or itself."""
    names = [line.text for line in alert.lines if line.label == DEADLINE]
    return (alert.matter, names[0]) if names else ("", alert.key)


def _when(asking: Sequence[Message]) -> str:
    """How many are overdue; where none is, the first day as that alert's own subject has it."""
    overdue = len({_about(each) for each in asking if each.reason == Reason.MISSED})
    if overdue:
        return f", {overdue:,} overdue"
    if not asking[0].day:
        return ""
    day = date.fromisoformat(asking[0].day)
    with_year = short_date(day)
    return f", first {with_year if with_year in asking[0].subject else subject_date(day, day)}"


def named_matters(docket_numbers: Sequence[str]) -> str:
    """The first matters, and how many more there are."""
    matters = list(dict.fromkeys(filter(None, docket_numbers)))
    if not matters:
        return "see below"
    named, rest = matters[:_NAMED], matters[_NAMED:]
    last = f"{len(rest):,} more" if rest else named.pop()
    return f"{', '.join(named)} and {last}" if named else last


_NAMED = 3
"""So many matters a subject names."""


def in_short(alerts: Sequence[Message]) -> str:
    """How many for each reason, the most pressing first."""
    numbers = Counter(each.reason for each in sorted(alerts, key=_place))
    return ", ".join(f"{_called(reason)}: {number}" for reason, number in numbers.items())


def _called(reason: str) -> str:
    return Reason(reason).heading if reason in list(Reason) else spaced(reason)


def sections_of(alerts: Sequence[Message], *, links: int = 9) -> tuple[Section, ...]:
    """A section for each reason, the most pressing first; each alert with so many of its links."""
    ordered = sorted(alerts, key=_place)
    beside = links if len(alerts) <= WITH_LINKS else 0
    return tuple(
        Section(
            title=_called(reason).capitalize(),
            items=tuple(_item(each, beside) for each in ordered if each.reason == reason),
        )
        for reason in dict.fromkeys(each.reason for each in ordered)
    )


def late(message: Message, claimed_on: date, today: date) -> Message:
    """The message with word of its delay, where it could not be delivered on its day."""
    if today <= claimed_on:
        return message
    says = (
        f"Landwaiter wrote this message on {long_date(claimed_on)} and could not deliver it before "
        f"{long_date(today)}. The matter's page shows the current state."
    )
    return replace(message, lines=(Line(label="Delayed", text=says), *message.lines))


def _item(alert: Message, links: int) -> Item:
    to_do = [line.text for line in alert.lines if line.label in (TO_DO, DRAFTED)]
    first = [alert.headline] if alert.reason == Reason.DEFECT else []
    return Item(
        text=alert.subject,
        detail=" ".join(filter(None, [*first, *to_do, alert.citation])),
        links=alert.links[:links],
    )


def _is_of_a_deadline(alert: Message) -> bool:
    return alert.reason in list(Reason) and Reason(alert.reason).is_of_a_deadline


def _place(alert: Message) -> int:
    reasons = list(Reason)
    return reasons.index(Reason(alert.reason)) if alert.reason in reasons else len(reasons)
