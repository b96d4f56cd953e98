"""A matter as a picture: its entries on an axis of days, and under it each deadline from start to last day.

A picture is SVG inside the page. What it shows stands in the page's tables as well, and its text names it.
"""

import base64
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from models.in_words import counted, dates, short_date
from models.record.tables.dockets import Deadline, Entry
from tasks.record.deadline_words import status_words

_WIDTH, _LEFT, _RIGHT = 960, 20, 20
_AXIS, _FIRST, _ROW = 46, 84, 24
_MOST = 16
"""Deadlines that the picture shows, the most pressing first."""

_LIGHT, _DARK, _LINE = "#ffffff", "#1c2430", "#566273"
_COLOURS = {"missed": "#a3261b", "crossed": "#a3261b", "ambiguous": "#9a5b00", "open": "#1a6b3c"}
_PLAIN = "#1a4f8b"


def timeline(title: str, entries: Sequence[Entry], clocks: Sequence[Deadline], today: date) -> str:
    """The picture as Markdown, empty where there is nothing to show; the deadlines in the order given."""
    if not entries:
        return ""
    shown = clocks[:_MOST]
    days = [entry.occurred_on for entry in entries] + [today]
    days += [day for row in shown for day in (row.anchor_on, row.strict_on, row.lenient_on)]
    scale = _Scale(min(days), max(days))
    height = _FIRST + _ROW * len(shown) + 24
    parts = [
        *_frame(title, height),
        *_axis(scale, height, today),
        *(part for place, entry in enumerate(entries) for part in _entry(scale, entry, place)),
        *(part for place, row in enumerate(shown) for part in _clock(scale, row, place)),
        "</svg>",
    ]
    encoded = base64.b64encode("".join(parts).encode()).decode()
    counts = f"{counted(len(entries), 'entry', 'entries')}, {counted(len(shown), 'deadline')}"
    words = f"Timeline of {title}, {short_date(scale.first)} to {short_date(scale.last)}: {counts}"
    return f"![{words.replace('[', '(').replace(']', ')')}](data:image/svg+xml;base64,{encoded})"


class _Scale:
    """From days to places on the picture."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + timedelta(days=1))

    def at(self, day: date) -> int:
        """Where a day is, in pixels from the left."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT))


def _frame(title: str, height: int) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="{_LIGHT}"/>',
    ]


def _axis(scale: _Scale, height: int, today: date) -> list[str]:
    now = scale.at(today)
    anchor = "end" if now > _WIDTH / 2 else "start"
    return [
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_AXIS}" y2="{_AXIS}" stroke="{_LINE}"/>',
        _text(_LEFT, _AXIS + 20, short_date(scale.first), "start"),
        _text(_WIDTH - _RIGHT, _AXIS + 20, short_date(scale.last), "end"),
        f'<line x1="{now}" x2="{now}" y1="{_AXIS}" y2="{height}" stroke="{_LINE}" stroke-dasharray="4 3"/>',
        _text(now + (-4 if anchor == "end" else 4), height - 6, f"today, {short_date(today)}", anchor),
    ]


def _entry(scale: _Scale, entry: Entry, place: int) -> list[str]:
    """A dot with its number; the numbers of neighbours stand at two heights."""
    x = scale.at(entry.occurred_on)
    return [
        f'<circle cx="{x}" cy="{_AXIS}" r="5" fill="{_DARK}"/>',
        _text(x, _AXIS - (8 if place % 2 else 20), f"E{entry.number}", "middle"),
    ]


def _clock(scale: _Scale, row: Deadline, place: int) -> list[str]:
    """A bar from the start to the earliest last day, a lighter one to the latest, and its words."""
    y = _FIRST + _ROW * place
    first, last = sorted((row.anchor_on, row.strict_on))
    start, end, lenient = scale.at(first), scale.at(last), scale.at(max(row.lenient_on, last))
    colour = _COLOURS.get(row.status, _LINE if row.settled_on else _PLAIN)
    words = f"{row.rule}, {dates((row.strict_on, row.lenient_on), short_date)}: {status_words(row)}"
    return [
        f'<rect x="{start}" y="{y}" width="{max(end - start, 3)}" height="8" fill="{colour}"/>',
        f'<rect x="{end}" y="{y}" width="{max(lenient - end, 0)}" height="8" fill="{colour}" opacity="0.4"/>',
        _beside(start, lenient, y, words),
    ]


def _beside(start: int, end: int, y: int, words: str) -> str:
    """Words at the right of a bar, else at its left, else below it: wherever there is room."""
    if end <= _WIDTH * 0.65:
        return _text(end + 6, y + 9, words, "start")
    if start >= _WIDTH * 0.35:
        return _text(start - 6, y + 9, words, "end")
    return _text(start, y + 20, words, "start")


def _text(x: int, y: int, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{_DARK}">{escape(words)}</text>'
