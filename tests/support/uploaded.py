"""Files that a test uploads, made on the spot: each as small as its kind may be."""

import io
import struct
import zipfile
import zlib

from docx import Document
from openpyxl import Workbook

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TIFF = b"II*\0\x08\0\0\0" + b"\0" * 16
MAIL = b"From: Ann <ann@example.com>\r\nDate: Mon, 2 Jun 2025 10:00:00 -0400\r\nSubject: X\r\n\r\nHi\r\n"
CSV = b"entry,duty\r\n1,2\r\n"
TEXT = "Notes of the closing conference: 5 § 163.\n".encode()
EXE = b"MZ\x90\0" + b"\0" * 100
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SCRIPT = b"#!/bin/sh\nrm -rf /\n"


def png(words: bytes = b"") -> bytes:
    """A picture of one pixel; `words` are a comment in it."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    said = _chunk(b"tEXt", b"Comment\0" + words) if words else b""
    pixel = _chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + said + pixel + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def docx(words: str = "A letter") -> bytes:
    """A Word document."""
    made, document = io.BytesIO(), Document()
    document.add_paragraph(words)
    document.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    """An Excel workbook."""
    made, book = io.BytesIO(), Workbook()
    book.create_sheet("entries").append(["entry", 1])
    book.save(made)
    return made.getvalue()


def with_part(packed: bytes, name: str, content: bytes = b"x") -> bytes:
    """A ZIP with one more part."""
    made = io.BytesIO(packed)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def archive(name: str = "a.txt", content: bytes = b"a") -> bytes:
    """A ZIP that is no document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, content)
    return made.getvalue()


def compound(*names: str, size: int = 512) -> bytes:
    """A compound file whose root has streams of these names: one table, one directory, nothing else.

    The first is the root's child, and each further one the right neighbor of the one before it.
    """
    none, end, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors = -(-(len(names) + 1) * 128 // size)
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3 if size == 512 else 4, 0xFFFE,
        9 if size == 512 else 12, 6, b"", 0, 1, 1, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    head += struct.pack("<109I", 0, *[none] * 108)
    chain = [*range(2, sectors + 1), end]
    table = struct.pack(f"<{size // 4}I", table_mark, *chain, *[none] * (size // 4 - 1 - sectors))
    entries = [_entry("Root Entry", 5, none, 1 if names else none)]
    for place, name in enumerate(names, start=1):
        entries.append(_entry(name, 2, place + 1 if place < len(names) else none, none))
    return head.ljust(size, b"\0") + table + b"".join(entries).ljust(sectors * size, b"\0")


def named_again(*, in_a_circle: bool, size: int = 512) -> bytes:
    """A compound file that lists the one part of its table 128 times; or over and over, without an end."""
    made = bytearray(compound("__properties_version1.0", size=size))
    here = len(made) // size - 1
    struct.pack_into("<II", made, 68, here, 1)
    made += struct.pack(f"<{size // 4}I", *[0] * (size // 4 - 1), here if in_a_circle else 0xFFFFFFFE)
    return bytes(made) + b"\0" * (size * 200 if in_a_circle else 0)


def swollen(way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of a Word document whose index says that it has 100 bytes, and unpacks to 30 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as packed:
        packed.writestr("[Content_Types].xml", b"\0" * 30_000_000)
        packed.writestr("word/document.xml", "<w/>")
    raw = bytearray(made.getvalue())
    struct.pack_into("<I", raw, raw.index(b"PK\x01\x02") + 24, 100)
    return bytes(raw)


def _entry(name: str, kind: int, right: int, child: int) -> bytes:
    raw = name.encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
    return (raw.ljust(64, b"\0") + fields).ljust(128, b"\0")


def outlook() -> bytes:
    """A mail as Outlook saves it, as far as anybody looks: with five streams in its root."""
    return compound(*(f"__substg1.0_00{n}" for n in range(4)), "__properties_version1.0")
