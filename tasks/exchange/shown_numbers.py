"""A number as a workbook shows it: 123 in the format 000123 is read as 000123."""

import re
from decimal import Decimal

GENERAL = "General"
EXACT = 1e15
"""From here on a spreadsheet rounds what was typed."""

_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<digit>[0#])|(?P<sign>[-/(). ])')


def shown(value: float, form: str) -> str | None:
    """The number in a format of digits and fixed signs.

    None where the format shows less than the number, such as 12.5 in the format 0, or more than digits and
    signs, such as an amount in dollars.
    """
    if abs(value) >= EXACT:
        return None
    if form in (GENERAL, "@", ""):
        return f"{value:.0f}" if value == int(value) else repr(value)
    pieces = _pieces(form.split(";")[0])
    if pieces is None or value < 0:
        return None
    whole, _, decimals = f"{Decimal(repr(value)):f}".partition(".")
    places = pieces.index(("sign", ".")) if ("sign", ".") in pieces else len(pieces)
    left = _filled(pieces[:places], whole)
    right = _decimals(pieces[places + 1 :], decimals.rstrip("0"))
    return None if left is None or right is None else left + right


def _pieces(form: str) -> list[tuple[str, str]] | None:
    """What the format is made of; None where there is more in it than digits and signs."""
    found, place = [], 0
    while place < len(form):
        piece = _PIECE.match(form, place)
        if piece is None or piece.lastgroup is None:
            return None
        kind = piece.lastgroup if piece.lastgroup in ("digit", "sign") else "fixed"
        found.append((kind, piece[piece.lastgroup]))
        place = piece.end()
    return found if any(kind == "digit" for kind, _ in found) else None


def _filled(pieces: list[tuple[str, str]], digits: str) -> str | None:
    """The digits from the right in their places; the first place takes those that are left."""
    waiting, places = digits.lstrip("0"), sum(kind == "digit" for kind, _ in pieces)
    if not places:
        return None if waiting else "".join(text for _, text in pieces)
    written = ""
    for kind, text in reversed(pieces):
        if kind != "digit":
            written = text + written
            continue
        places -= 1
        taken = waiting if places == 0 else waiting[-1:]
        waiting = waiting[: len(waiting) - len(taken)]
        written = (taken or ("0" if text == "0" else "")) + written
    return written


def _decimals(pieces: list[tuple[str, str]], digits: str) -> str | None:
    """The point and what is after it; None where the format has fewer places than the number."""
    if any(kind != "digit" for kind, _ in pieces) or len(digits) > len(pieces):
        return None
    needed = max((place for place, (_, text) in enumerate(pieces, start=1) if text == "0"), default=0)
    return f".{digits.ljust(needed, '0')}" if pieces else ""
