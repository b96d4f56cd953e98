"""Words what concerns how a person signs in: an invitation, a new password, a link made by another. Pure."""

from notifications.policy.reasons import Reason
from notifications.wording.links import Links
from notifications.wording.message import TO_DO, Line, Link, Message
from notifications.wording.subject_lines import ACTION, NOTICE

_NOT_EXPECTED = Line(
    label="If you did not expect this",
    text="Do not pass the link on. Tell the person who runs Landwaiter.",
)


def invitation_message(key: str, name: str, link: str, until: str, *, by: str) -> Message:
    """That somebody may set up their sign-in; `until` is an instant in words, `by` who invites them."""
    return Message(
        key=key,
        thread="sign-in",
        reason="invitation",
        subject=f"{ACTION}: Set up your sign-in to Landwaiter",
        headline=(
            f"{name}, {by} invites you to sign in to Landwaiter, where your office tracks its customs "
            "deadlines. What you record there bears your name."
        ),
        lines=(
            Line(label=TO_DO, text=f"Open the link and choose a password. It works once, until {until}."),
            _NOT_EXPECTED,
        ),
        links=(Link(words="Set up your sign-in", url=link),),
    )


def new_password_message(key: str, name: str, link: str, until: str, *, by: str) -> Message:
    """That a person who signs in already may choose a new password; `by` is their own name if they asked."""
    asked = "someone, probably you, asked for a new password" if by == name else f"{by} sends you a new link"
    return Message(
        key=key,
        thread="sign-in",
        reason="invitation",
        subject=f"{ACTION}: Choose a new password for Landwaiter",
        headline=f"{name}, {asked}. Your old password works until you choose a new one.",
        lines=(
            Line(label=TO_DO, text=f"Open the link and choose a password. It works once, until {until}."),
            _NOT_EXPECTED,
        ),
        links=(Link(words="Choose a new password", url=link),),
    )


def reset_message(key: str, name: str, by: str, on: str, *, links: Links) -> Message:
    """That somebody was shown a link by which they could sign in as this person; `on` is when, in words."""
    return Message(
        key=key,
        thread="sign-in",
        reason=Reason.SIGN_IN_RESET.value,
        urgent=True,
        subject=f"{NOTICE}: {by} made a new sign-in link for you",
        headline=(
            f"{name}, on {on} {by} made a link that replaces your way to sign in to Landwaiter. The first "
            "person who opens it signs in as you."
        ),
        lines=(
            Line(
                label=TO_DO,
                text=(
                    f"If you asked for it, use it. If you did not, ask {by} about it now, and tell someone "
                    "else in your office."
                ),
            ),
        ),
        links=(Link(words="Open Landwaiter", url=links.start),),
    )
