"""What a file is, is decided by its bytes: what is not listed or is two kinds at once is refused."""

import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.desk.document_kinds import KINDS, WrongKind, recognized
from tasks.desk.document_names import LONGEST, attachment, clean_name
from tasks.desk.outlook_files import is_outlook_mail
from tasks.desk.word_and_excel import word_or_excel
from tests.support import uploaded
from tests.support.uploaded import (
    archive,
    compound,
    docx,
    named_again,
    outlook,
    png,
    swollen,
    with_part,
    xlsx,
)

GOOD = {
    "a.pdf": (uploaded.PDF, "application/pdf"),
    "a.png": (png(), "image/png"),
    "a.JPG": (uploaded.JPEG, "image/jpeg"),
    "a.jpeg": (uploaded.JPEG, "image/jpeg"),
    "a.tif": (uploaded.TIFF, "image/tiff"),
    "a.eml": (uploaded.MAIL, "message/rfc822"),
    "a.msg": (outlook(), "application/vnd.ms-outlook"),
    "a.docx": (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.csv": (uploaded.CSV, "text/csv"),
    "a.txt": (uploaded.TEXT, "text/plain"),
    "wide.txt": ("Notes".encode("utf-16"), "text/plain"),
    "windows.txt": (b"caf\xe9", "text/plain"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_bytes(name: str) -> None:
    content, media_type = GOOD[name]
    assert recognized(name, content) == (media_type, name)


@pytest.mark.parametrize(
    ("name", "content", "given"),
    [
        ("Scan", uploaded.PDF, "Scan.pdf"),
        ("Invoice 2026.03", uploaded.PDF, "Invoice 2026.03.pdf"),
        ("Notes", uploaded.TEXT, "Notes.txt"),
    ],
)
def test_a_name_that_says_no_kind_gets_its_ending(name: str, content: bytes, given: str) -> None:
    assert recognized(name, content)[1] == given


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", uploaded.HTML),
        ("a.txt", uploaded.HTML),
        ("a.txt", b"hello <script>alert(1)</script>"),
        ("a.svg", uploaded.SVG),
        ("a.png", uploaded.SVG),
        ("a.txt", uploaded.SVG),
        ("a.exe", uploaded.EXE),
        ("a.pdf", uploaded.EXE),
        ("a.txt", uploaded.EXE),
        ("a.sh", uploaded.SCRIPT),
        ("a.txt", uploaded.SCRIPT),
        ("a.csv", b"<?php system($_GET[0]);"),
        ("a.zip", archive()),
        ("a.docx", archive()),
        ("a.docx", archive("word/document.xml", b"<w/>")),
        ("a.docx", with_part(docx(), "word/vbaProject.bin")),
        ("a.docx", with_part(docx(), "../../evil.xml")),
        ("a.xlsx", with_part(xlsx(), "xl/macrosheets/sheet1.xml")),
        ("a.docx", docx()[:900]),
        ("a.doc", compound("WordDocument", "1Table")),
        ("a.msg", compound("Workbook")),
        ("a.msg", compound("WordDocument", "__properties_version1.0")),
        ("a.msi", compound("__properties_version2.0")),
        ("a.eml", b"Hello Ann,\r\n\r\nthis is no mail."),
        ("a.eml", b"Subject: from nobody\r\n\r\nHi"),
        ("a.eml", uploaded.HTML),
        ("a.pdf", b"%PDF-1.4 cut off"),
        ("a.tif", b"II*\0\xff\xff\xff\xff" + b"\0" * 9),
        ("a.txt", b""),
        ("a.txt", b" \n"),
        ("a.pdf", b""),
        ("a.rtf", b"{\\rtf1 hello}"),
        ("a.gif", b"GIF89a" + b"\0" * 20),
        ("a.lnk", b"L\0\0\0" + b"\0" * 20),
    ],
)
def test_all_else_is_refused_with_what_was_expected(name: str, content: bytes) -> None:
    with pytest.raises(WrongKind, match="Expected"):
        recognized(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", uploaded.PDF),
        ("a.pdf", docx()),
        ("a.pdf", png()),
        ("a.jpg", png()),
        ("a.xlsx", docx()),
        ("a.html", uploaded.PDF),
        ("invoice.pdf.exe", uploaded.PDF),
        ("a.js", uploaded.TEXT),
        ("a.hta", b"x = 1"),
    ],
)
def test_a_name_that_says_another_kind_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(WrongKind, match="its name says another kind"):
        recognized(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", uploaded.PDF + archive()),
        ("a.pdf", uploaded.PDF[:9] + archive("evil.exe", uploaded.EXE) + uploaded.PDF[9:]),
        ("a.png", png(b"%PDF-1.4")),
        ("a.png", png() + archive()),
        ("a.png", png(b"<script>alert(1)</script>")),
        ("a.jpg", uploaded.JPEG[:-2] + b"<html><script>x</script>\xff\xd9"),
        ("a.docx", uploaded.PDF + docx()),
        ("a.docx", b"MZ" + docx()),
        ("a.txt", b"notes\n%PDF-1.4\n%%EOF"),
    ],
)
def test_a_file_of_two_kinds_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(WrongKind):
        recognized(name, content)


def test_the_tree_of_a_compound_file_is_followed_and_not_only_searched() -> None:
    """A stream that the root does not lead to, such as of a mail inside a Word file, is not looked at."""
    hidden = bytearray(compound("1Table", "__properties_version1.0"))
    at = 1024 + 128 + 72
    assert is_outlook_mail(bytes(hidden)) is True
    struct.pack_into("<I", hidden, at, 0xFFFFFFFF)
    struct.pack_into("<I", hidden, at - 4, 0xFFFFFFFF)
    assert is_outlook_mail(bytes(hidden)) is False
    assert is_outlook_mail(compound("__properties_version1.0", size=4096)) is True


@pytest.mark.parametrize("in_a_circle", [True, False])
def test_a_compound_file_that_names_parts_of_its_table_again_is_no_mail(*, in_a_circle: bool) -> None:
    assert is_outlook_mail(named_again(in_a_circle=in_a_circle)) is False


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_index_that_is_larger_than_it_says_is_not_unpacked_whole(way: int) -> None:
    content = swollen(way)
    tracemalloc.start()
    try:
        assert word_or_excel(content) == ""
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_document_of_too_many_parts_is_refused_before_they_are_listed() -> None:
    assert word_or_excel(with_part(docx(), "a", b"PK\x01\x02" * 19_000)) == "word"
    assert word_or_excel(with_part(docx(), "a", b"PK\x01\x02" * 20_001)) == ""


@pytest.mark.fuzz
@given(st.binary(max_size=2000), st.integers(0, 2000))
def test_a_damaged_file_is_a_kind_or_one_sentence(junk: bytes, place: int) -> None:
    for whole in (outlook(), GOOD["a.pdf"][0], uploaded.MAIL, png()):
        damaged = whole[:place] + junk + whole[place + len(junk) :]
        with suppress(WrongKind):
            assert recognized("a", damaged)[0] in KINDS


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ann\\Scan 1.pdf", "Scan 1.pdf"),
        ("..", "document"),
        ("", "document"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil: 1.pdf"),
        ("in\u202efdp.exe", "in fdp.exe"),
        ("nul\0.pdf", "nul .pdf"),
        (".htaccess", "htaccess"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
        ("é" * 200 + ".docx", "é" * (LONGEST - 5) + ".docx"),
        ("x" * 200, "x" * LONGEST),
    ],
)
def test_a_name_is_shown_without_paths_and_controls(given: str, shown: str) -> None:
    assert clean_name(given) == shown
    assert len(clean_name(given)) <= LONGEST


@given(st.text(max_size=300))
def test_any_name_makes_one_safe_header(given: str) -> None:
    header = attachment(clean_name(given))
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert not {"/", "\\"} & set(header.removeprefix("attachment"))
    assert clean_name(clean_name(given)) == clean_name(given)
