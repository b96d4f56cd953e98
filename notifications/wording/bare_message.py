"""An alert whose words cannot be made goes out by its subject alone. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from notifications.wording.head import Head
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Line, Link, Message


def bare_message(head: Head, to_do: str, *, links: Links, papers: Sequence[int]) -> Message:
    """The alert with what is kept of it; `to_do` says what to do, and why there is no more."""
    return Message(
        **replace(head, papers=tuple(papers)).fields(),
        headline=f"{head.subject}.",
        lines=(Line(label=TO_DO, text=to_do),),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )
