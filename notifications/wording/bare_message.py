"""An alert whose words could not be made goes out by its subject alone. Pure."""

from dataclasses import replace

from notifications.wording.head import Head
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Line, Link, Message


def bare_message(head: Head, cause: str, *, links: Links) -> Message:
    """The alert with what is kept of it, and why there is no more; no papers, which may show the same."""
    return Message(
        **replace(head, papers=()).fields(),
        headline=f"{head.subject}. Landwaiter cannot show the details of this alert here: {cause}.",
        lines=(Line(label=TO_DO, text="Open Landwaiter and check this deadline now."),),
        links=(Link(words="Open Landwaiter", url=links.url),),
    )
