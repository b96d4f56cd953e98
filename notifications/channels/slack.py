"""Words a message for Slack, in its own `mrkdwn`, short enough for one of its blocks. Pure.

Slack: "Formatting text for app surfaces", and "Text object" for what is parsed in it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from notifications.wording.message import Item, Line, Link, Message, Section

LIMIT = 2900
"""Characters. A block takes 3,000; a longer one is refused as a whole."""

_LONGEST_HEADLINE = 600
_MORE = "and {count} more: open the board to see them"
_ROOM_FOR_MORE = len(_MORE) + 8

# Every chat has words in it that call people: @channel, <!here>, <@U1>, <at>ann</at>, <users/all>.
_CALLS = re.compile(
    r"(?<!\w)@(?=\w)|@(?=(?:everyone|here|channel|all)\b(?!\.\w))|<(?=[A-Za-z!@#/])", re.IGNORECASE
)


class _Need(IntEnum):
    """What must stay, and in which order the rest is left out: the last first."""

    ALWAYS = 0
    LINK = 1
    LINE = 2
    WHY = 3
    FOOT = 4
    ITEM = 5
    TRACE = 6


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    need: _Need = _Need.ALWAYS


def slack_text(message: Message, foot: str) -> str:
    """The message with `foot` below it. What is too much is left out whole, from the end, and counted.

    The headline, the struck days, the act-by line and `foot` stay; the links go last, if at all.
    """
    body = [*_head(message), *_items(message.sections), *_why(message)]
    tail = [
        _Part(""),
        *(_Part(_link(link), _Need.LINK) for link in message.links),
        _Part(_escaped(foot)),
        *([_Part(_escaped(message.foot), _Need.FOOT)] if message.foot else []),
    ]
    gone = _left_out([*body, *tail])
    kept = [each for place, each in enumerate(body) if place not in gone]
    more = [_Part(f"_{_MORE.format(count=len(gone))}_")] if gone else []
    ends = [each for place, each in enumerate(tail, len(body)) if place not in gone]
    return "\n".join(each.text for each in (*kept, *more, *ends))


def quiet(text: str) -> str:
    """The text with nothing in it that calls people: a space of no width parts the mark from the name."""
    return _CALLS.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)


def _left_out(parts: Sequence[_Part]) -> set[int]:
    """The places of the parts for which there is no room."""
    size = sum(len(part.text) + 1 for part in parts)
    gone: set[int] = set()
    by_need = sorted(enumerate(parts), key=lambda each: (each[1].need, each[0]), reverse=True)
    for place, part in by_need:
        room = LIMIT - (_ROOM_FOR_MORE if gone else 0)
        if size <= room or part.need is _Need.ALWAYS:
            break
        size -= len(part.text) + 1
        gone.add(place)
    return gone


def _head(message: Message) -> Iterator[_Part]:
    yield _Part(f"*{_shortened(_escaped(message.headline))}*")
    if message.struck:
        yield _Part(f"*No longer:* ~{_escaped(message.struck)}~")
    for line in message.lines:
        yield _Part(_line(line), _Need.ALWAYS if line.label == "Act by" else _Need.LINE)


def _items(sections: Sequence[Section]) -> Iterator[_Part]:
    """A section's title goes with its first item."""
    for section in sections:
        for place, item in enumerate(section.items):
            title = "" if place else f"\n*{_escaped(section.title)}*\n"
            yield _Part(title + _item(item), _Need.ITEM)


def _item(item: Item) -> str:
    said = [f"• {_escaped(item.text)}"]
    if item.detail:
        said.append(f"   {_escaped(item.detail)}")
    if item.links:
        said.append("   " + " · ".join(_link(link) for link in item.links))
    return "\n".join(said)


def _why(message: Message) -> Iterator[_Part]:
    if message.quote:
        yield _Part(f"> “{_escaped(message.quote)}”", _Need.WHY)
    if message.citation:
        yield _Part(_escaped(message.citation), _Need.WHY)
    for sentence in message.trace:
        yield _Part(f"• {_escaped(sentence)}", _Need.TRACE)


def _line(line: Line) -> str:
    return f"*{_escaped(line.label)}:* {_escaped(line.text)}"


def _link(link: Link) -> str:
    """Inside `<url|words>` a bar or an angle would end the link."""
    url = link.url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"<{url.replace('&', '&amp;')}|{_escaped(link.words).replace('|', '¦')}>"


def _escaped(text: str) -> str:
    """On one line, with `& < >` as Slack wants them, and nobody called."""
    said = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return quiet(said)


def _shortened(escaped: str) -> str:
    """Cut between words, or at least beside what stands for `&`, `<` or `>`."""
    if len(escaped) <= _LONGEST_HEADLINE:
        return escaped
    return re.sub(r"&\w*$", "", escaped[:_LONGEST_HEADLINE].rsplit(" ", 1)[0]) + " …"
