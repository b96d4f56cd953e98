"""Renders a message: a subject, an HTML mail, and a plain text for channels without HTML. Pure."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from notifications.message import Message

FOOT = "Landwaiter computes dates and shows its reasons. It is not legal advice. Key of this alert: {key}"

_HTML = Environment(loader=PackageLoader("notifications"), autoescape=True, undefined=StrictUndefined)
_TEXT = Environment(
    loader=PackageLoader("notifications"), autoescape=False, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent; `key` and `thread` travel beside it."""

    key: str
    thread: str
    subject: str
    html: str
    text: str


def render(message: Message) -> Rendered:
    """The message in each form. What a person typed is escaped in HTML."""
    values = {"message": message, "foot": FOOT.format(key=message.key)}
    return Rendered(
        key=message.key,
        thread=message.thread,
        subject=" ".join(message.subject.split()),
        html=_HTML.get_template("mail.html").render(values),
        text=_TEXT.get_template("plain.txt").render(values),
    )
