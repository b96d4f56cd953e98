"""Renders a message: a subject, an HTML mail, texts for other channels, and days for a calendar. Pure."""

from dataclasses import dataclass

from notifications.channels.icalendar_file import calendar_file
from notifications.channels.slack import slack_text
from notifications.channels.templates import (
    MAIL,
    PLAIN,
    TemplateError,
    Templates,
    foot_of,
    own_templates,
    values_of,
)
from notifications.wording.message import Message


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent; `key` and `thread` travel beside it."""

    key: str
    thread: str
    subject: str
    html: str
    text: str
    slack: str
    calendar: bytes
    """An iCalendar file; empty where the message has no days."""


def render(message: Message, templates: Templates | None = None) -> Rendered:
    """The message in each form. What a person typed is escaped in HTML and for Slack.

    Raises `TemplateError` where an installation's own template fails.
    """
    used = templates or own_templates()
    values = values_of(message)
    return Rendered(
        key=message.key,
        thread=message.thread,
        subject=" ".join(message.subject.split()),
        html=used.fill(MAIL, values),
        text=used.fill(PLAIN, values),
        slack=slack_text(message, foot_of(message)),
        calendar=calendar_file(message.calendar),
    )


def render_safely(
    message: Message, templates: Templates, *, secret: Message | None = None
) -> tuple[Rendered, str]:
    """The message and, where Landwaiter's own templates had to serve, what is wrong with the others.

    `secret`: the message as it goes out, with tokens. What is said to be wrong repeats nothing of it.
    """
    try:
        rendered, defect = render(message, templates), ""
    except TemplateError as error:
        defect = f"Your own template failed, so Landwaiter used its built-in one: {error}."
        rendered = render(message)
    if secret is None or secret == message:
        return rendered, defect
    try:
        return render(secret, own_templates() if defect else templates), defect
    except TemplateError:
        return render(secret), _FAILED_ON_TOKENS


_FAILED_ON_TOKENS = (
    "Your own template failed on the links that answer a deadline, so Landwaiter used its built-in one."
)
