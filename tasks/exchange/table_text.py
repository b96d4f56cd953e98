"""The text of a table in a file: UTF-8, or UTF-16 with its mark, without the mark."""

import codecs
import io
from pathlib import Path

from tasks.exchange.sheets import SheetError

DELIMITERS = (",", ";", "\t")
MOST_BYTES = 50_000_000
"""Bytes of a text file: 20,000 rows of 2,500."""

LONGEST_LINE = 1_000_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARK = "\ufeff"
_NAMES = "sep="


def text_in(path: Path) -> str:
    """The text, without the byte order mark by which it says its encoding. Raises `SheetError`."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SheetError(
            f"{path} has {size:,} bytes; the limit is {MOST_BYTES:,}. Split it into smaller files."
        )
    given = path.read_bytes()
    longest = max(map(len, io.BytesIO(given)), default=0)
    if longest > LONGEST_LINE:
        raise SheetError(
            f"{path} has a line of {longest:,} bytes; the limit is {LONGEST_LINE:,}. Save it again from your "
            "spreadsheet as “CSV UTF-8”."
        )
    encoding, called = ("utf-16", "UTF-16") if given.startswith(_UTF_16) else ("utf-8", "UTF-8")
    try:
        text = given.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError(
            f"{path} is not in {called}, at byte {error.start}. Save it from your spreadsheet as “CSV UTF-8”."
        ) from None
    if "\0" in text:
        raise SheetError(
            f"{path} has a zero byte at character {text.index(chr(0)) + 1}: it is no table, or it is in "
            "UTF-16 without a byte order mark. Save it from your spreadsheet as “CSV UTF-8”."
        )
    return text.lstrip(_MARK)


def named_delimiter(path: Path, text: str) -> str:
    """What the first line `sep=;` names, as some spreadsheets write it; empty without such a line.

    Raises `SheetError` where it names another one than those that are read.
    """
    first = text.partition("\n")[0].rstrip("\r").strip('"')
    if not first.lower().startswith(_NAMES):
        return ""
    named = first[len(_NAMES) :]
    if named not in DELIMITERS:
        raise SheetError(
            f"{path} begins with “{first[:20]}”. Expected sep= with a comma, a semicolon or a tab, such as "
            "sep=; and columns separated by it."
        )
    return named
