"""Words an invitation to the desk. Pure. The link is a secret: the message is kept nowhere."""

from notifications.wording.message import TO_DO, Line, Link, Message
from notifications.wording.subject_lines import ACTION


def invitation_message(key: str, name: str, link: str, until: str) -> Message:
    """That somebody may set up their sign-in; `until` is an instant in words."""
    return Message(
        key=key,
        thread="sign-in",
        reason="invitation",
        subject=f"{ACTION}: Set up your sign-in to Landwaiter",
        headline=f"{name}, you can sign in to Landwaiter. What you record there bears your name.",
        lines=(
            Line(label=TO_DO, text=f"Open the link and choose a password. It works once, until {until}."),
            Line(
                label="If you did not expect this",
                text="Do not pass the link on. Tell the person who runs Landwaiter.",
            ),
        ),
        links=(Link(words="Set up your sign-in", url=link),),
    )
