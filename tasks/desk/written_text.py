"""Files of letters: whether one is plain text and no page or script, and whether one is a mail."""

import codecs
import re
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.policy import compat32

_LARGEST_HEAD = 256_000
"""Bytes of the headers of a mail that are looked at."""

_SNIFFED = 4096
_PAGE = re.compile(
    r"^\s*(?:<[!?/a-z]|#!|@echo\b|%!)|<\s*(?:!doctype|html|head|body|script|style|svg|iframe|object|embed)[\s>/]"
    r"|<\?(?:xml|php|=)",
    re.IGNORECASE,
)
"""How pages, drawings and scripts begin, and what browsers guess them by."""

_HEADER = re.compile(rb"[!-9;-~]+:")
_OF_A_MAIL = ("date", "to", "cc", "subject", "message-id", "received")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def is_plain_text(content: bytes) -> bool:
    """Whether a file is text that people can read, and is neither a page nor a script."""
    text = _decoded(content)
    if text is None or _PAGE.search(text[:_SNIFFED]):
        return False
    return bool(text.strip()) and _CONTROL.search(text) is None


def _decoded(content: bytes) -> str | None:
    """UTF-8; UTF-16 where a mark says so; or the letters of Windows. None where it is none of these."""
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def is_mail(content: bytes) -> bool:
    """Whether a file is a mail as RFC 822 has it: from its first byte headers, among them who sent it."""
    end = re.search(rb"\r?\n\r?\n", content[:_LARGEST_HEAD])
    if end is None or b"\0" in content or not _HEADER.match(content):
        return False
    head = content[: end.start()]
    if any(byte < ord(" ") and byte not in b"\t\r\n" for byte in head):
        return False
    try:
        headers = BytesHeaderParser(policy=compat32).parsebytes(head + b"\r\n\r\n")
    except (MessageError, ValueError):
        return False
    known = {name.lower() for name in headers}
    return not headers.defects and "from" in known and any(name in known for name in _OF_A_MAIL)
