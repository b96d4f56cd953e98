"""Words that an alert did not reach somebody: for who is next in the chain. Pure."""

from collections.abc import Sequence

from models.in_words import counted
from notifications.policy.reasons import Reason
from notifications.wording.bundle import sections_of
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Line, Link, Message
from notifications.wording.subject_lines import ACTION


def undelivered_message(
    key: str, contact: str, importer: str, alerts: Sequence[Message], *, thread: str, links: Links
) -> Message:
    """That these alerts of one importer did not reach a contact."""
    number = counted(len(alerts), "alert")
    says = f'not delivered to {contact}: "{alerts[0].subject}"'
    if len(alerts) > 1:
        says = f"{number} not delivered to {contact}"
    return Message(
        key=key,
        thread=thread,
        reason=Reason.UNDELIVERED.value,
        subject=f"{ACTION}, {says}",
        headline=f"Landwaiter could not deliver {number} to {contact} and sends {_them(alerts)} to you.",
        lines=(
            Line(label=TO_DO, text=f"Act in {contact}'s place, and have {contact}'s address fixed."),
            Line(label="Importer", text=importer),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
        urgent=any(each.urgent for each in alerts),
        # The first is the form that records; the others would answer in the other one's name.
        sections=sections_of(alerts, links=1),
        matter=alerts[0].matter,
    )


def _them(alerts: Sequence[Message]) -> str:
    return "it" if len(alerts) == 1 else "them"
