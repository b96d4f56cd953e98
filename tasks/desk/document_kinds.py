"""What a file is, by its bytes; and whether its name says the same. What is not listed here is refused."""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from models.errors import Refused
from tasks.desk.outlook_files import is_outlook_mail
from tasks.desk.word_and_excel import word_or_excel
from tasks.desk.written_text import is_mail, is_plain_text

PDF, PNG, JPEG, TIFF = "application/pdf", "image/png", "image/jpeg", "image/tiff"
MAIL, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
CSV, TEXT = "text/csv", "text/plain"
_OOXML = "application/vnd.openxmlformats-officedocument"
WORD, EXCEL = f"{_OOXML}.wordprocessingml.document", f"{_OOXML}.spreadsheetml.sheet"

PICTURES = frozenset({PNG, JPEG})
"""The kinds that a page shows as a picture."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its words, and the endings of its names, the usual one first."""

    words: str
    endings: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    PDF: Kind("PDF", ("pdf",)),
    PNG: Kind("picture (PNG)", ("png",)),
    JPEG: Kind("picture (JPEG)", ("jpg", "jpeg")),
    TIFF: Kind("picture (TIFF)", ("tif", "tiff")),
    MAIL: Kind("email", ("eml",)),
    OUTLOOK: Kind("email (Outlook)", ("msg",)),
    WORD: Kind("Word document", ("docx",)),
    EXCEL: Kind("Excel workbook", ("xlsx",)),
    CSV: Kind("table (CSV)", ("csv",)),
    TEXT: Kind("plain text", ("txt",)),
}
"""Every kind that may be uploaded, by its media type."""

EXPECTED = "PDF, PNG, JPEG, TIFF, email (EML or Outlook MSG), Word (DOCX), Excel (XLSX), CSV or plain text"
"""The kinds in words."""

ENDINGS = tuple(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
"""The endings of names that a file chooser offers."""


class WrongKind(Refused):
    """A file that may not be uploaded; the message names it and what was expected."""


def kind_of(media_type: str) -> str:
    """A media type in words."""
    known = KINDS.get(media_type)
    return known.words if known else media_type


def recognized(name: str, content: bytes) -> tuple[str, str]:
    """The media type that the bytes of a file say, and its name with an ending that says it too.

    Raises `WrongKind`.
    """
    ending = _ending(name)
    found = _by_bytes(content, ending)
    if not found:
        raise WrongKind(f"“{name}” is none of the files that can be kept here. Expected {EXPECTED}.")
    kind = KINDS[found]
    if _is_another_too(found, content):
        raise WrongKind(
            f"“{name}” can be read as a {kind.words} and as another kind of file. Expected one kind only."
        )
    if ending in kind.endings:
        return found, name
    if ending:
        raise WrongKind(
            f"“{name}” is a {kind.words}, and its name says another kind. Expected a name that ends in "
            f".{kind.endings[0]}."
        )
    return found, f"{name}.{kind.endings[0]}"


def _ending(name: str) -> str:
    """What a name ends in, in small letters; empty where that says no kind, as in *Invoice 2026.03*."""
    before, dot, ending = name.rpartition(".")
    says_kind = dot and before and ending.isalnum() and not ending.isdecimal()
    return ending.lower() if says_kind else ""


def _by_bytes(content: bytes, ending: str) -> str:
    """The media type; empty where it is none of ours. Only among texts the name decides."""
    for media_type, begins in _BEGINS.items():
        if begins(content):
            return media_type
    if content.startswith(b"PK"):
        return {"word": WORD, "xl": EXCEL}.get(word_or_excel(content), "")
    if ending == "eml":
        return MAIL if is_mail(content) else ""
    if not is_plain_text(content):
        return ""
    return CSV if ending == "csv" else TEXT


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-64:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-65_536:]


def _is_tiff(content: bytes) -> bool:
    """By its mark, and by a first directory that lies inside the file."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(content[:4])
    if order is None:
        return False
    first = int.from_bytes(content[4:8], "little" if order == "little" else "big")
    return 8 <= first < len(content) - 2


_BEGINS: Mapping[str, Callable[[bytes], bool]] = {
    PDF: _is_pdf,
    PNG: _is_png,
    JPEG: _is_jpeg,
    TIFF: _is_tiff,
    OUTLOOK: is_outlook_mail,
}

_SCANNED = frozenset({PDF, PNG, JPEG, TIFF})
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe)[\s>/]", re.IGNORECASE)


def _is_another_too(media_type: str, content: bytes) -> bool:
    """Whether other programs would read it as something else: as a PDF, an archive, or a page with a script.

    A PDF may begin within the first 1,024 bytes, an archive is read from its end, and a page is guessed by
    its beginning.
    """
    if media_type != PDF and b"%PDF-" in content[:1032]:
        return True
    if media_type not in _SCANNED:
        return False
    return zipfile.is_zipfile(BytesIO(content)) or _MARKUP.search(content[:1024]) is not None
