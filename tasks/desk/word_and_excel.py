"""Whether a ZIP is a Word document or an Excel workbook without macros. Nothing is unpacked but its index."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

_TYPES = "[Content_Types].xml"
_LARGEST_TYPES, _MOST_PARTS = 2_000_000, 20_000
_PART = b"PK\x01\x02"
"""How each part is announced in the list of them at the end of a ZIP."""

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts may be packed (ECMA-376, part 2). Of other ways no bound holds of what comes out at once."""

_MAIN = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "word",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xl",
}
"""What the index calls the main part of either; those with macros are called otherwise."""

_PARTS = {"word": "word/document.xml", "xl": "xl/workbook.xml"}
_MACROS = re.compile(r"(?i)vbaproject|macrosheets|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr)$")
_UNREADABLE = (OSError, EOFError, ValueError, RuntimeError, struct.error, zlib.error, zipfile.BadZipFile)


def word_or_excel(content: bytes) -> str:
    """*word*, *xl*, or empty for any other ZIP."""
    # Before the list is read: it is, at once and whole.
    if content.count(_PART) > _MOST_PARTS:
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return _kind(packed)
    except (*_UNREADABLE, NotImplementedError, KeyError):
        return ""


def _kind(packed: zipfile.ZipFile) -> str:
    parts = packed.infolist()
    names = [part.filename for part in parts]
    begins_here = min((part.header_offset for part in parts), default=1) == 0
    if not begins_here or len(set(names)) != len(names):
        return ""
    if any(_leads_out(name) or _MACROS.search(name) for name in names):
        return ""
    index = _index(packed)
    found = [kind for mark, kind in _MAIN.items() if mark in index]
    is_one = len(found) == 1 and _PARTS[found[0]] in names and b"macroEnabled" not in index
    return found[0] if is_one else ""


def _index(packed: zipfile.ZipFile) -> bytes:
    """The index; empty where it is too large. How large it says that it is need not be true."""
    if packed.getinfo(_TYPES).compress_type not in _PACKED:
        return b""
    with packed.open(_TYPES) as part:
        index = part.read(_LARGEST_TYPES + 1)
    return index if len(index) <= _LARGEST_TYPES else b""


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name
