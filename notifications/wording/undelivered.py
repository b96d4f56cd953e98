"""Words that an alert does not reach somebody: for who is next in the chain. Pure."""

from collections.abc import Sequence

from notifications.policy.reasons import Reason
from notifications.wording.bundle import sections_of
from notifications.wording.links import Links
from notifications.wording.message import Line, Link, Message


def undelivered_message(
    key: str, contact: str, importer: str, alerts: Sequence[Message], *, thread: str, links: Links
) -> Message:
    """That these alerts of one importer did not reach a contact."""
    many = "an alert" if len(alerts) == 1 else f"{len(alerts)} alerts"
    return Message(
        key=key,
        thread=thread,
        reason=Reason.UNDELIVERED.value,
        subject=f"Not delivered to {contact}: {alerts[0].subject if len(alerts) == 1 else many}",
        headline=f"{contact} cannot be reached: {many} did not get through. It comes to you in their place.",
        lines=(
            Line(label="Importer", text=importer),
            Line(label="What to do now", text=f"Act in {contact}'s place, and have the channel mended."),
        ),
        links=(Link(words="Open the pages", url=links.url),),
        urgent=any(each.urgent for each in alerts),
        # The first is the form that records; the others would answer in the other one's name.
        sections=sections_of(alerts, links=1),
    )
