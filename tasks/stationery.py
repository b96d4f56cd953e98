"""The office's own templates and letterhead, in the directory that LANDWAITER_TEMPLATES names."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from notifications.templates import Templates, own_templates, templates_in

LETTERHEAD = "letterhead.docx"


@dataclass(frozen=True, slots=True)
class Stationery:
    """What messages and papers are written on; without a letterhead papers are plain."""

    templates: Templates
    letterhead: bytes | None = None


@cache
def plain() -> Stationery:
    """Landwaiter's own."""
    return Stationery(own_templates())


def stationery_in(directory: Path | None) -> Stationery:
    """An office's own, where it has a directory for it."""
    if directory is None:
        return plain()
    letterhead = directory / LETTERHEAD
    return Stationery(templates_in(directory), letterhead.read_bytes() if letterhead.is_file() else None)
