"""Writes a draft as DOCX, on a firm's letterhead or on plain paper: real headings, lists and tables.

The same draft on the same letterhead gives the same bytes: no clock is asked for the file's dates.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_COLOR_INDEX
from docx.section import _Footer
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph as Written

from models.errors import Refused
from notifications.papers.blocks import Block, Heading, Item, Numbered, Paragraph, Quotation, Table
from notifications.papers.docx_style import (
    Lists,
    add_page_number,
    empty,
    lists_of,
    make_plain,
    make_ready,
    number,
)
from notifications.papers.docx_table import add_table
from notifications.papers.draft import DRAFT_MARK, FOR_COUNSEL, Draft

_BLANK = re.compile(r"(\[[^\[\]]*\])")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip file can name."""


_LONGEST = 255
"""Characters that a property of a Word document can hold."""

_MOST_BYTES = 50_000_000
"""Bytes to which a letterhead may unpack."""

_INDENT = Inches(0.5)


class LetterheadError(Refused):
    """A letterhead that cannot be used: the message says what was expected."""


def write_docx(draft: Draft, letterhead: bytes | None = None) -> bytes:
    """The draft as DOCX. Of a letterhead all but its body is kept. Raises `LetterheadError`."""
    document = Document() if letterhead is None else _opened(letterhead)
    empty(document)
    if letterhead is None:
        make_plain(document)
    make_ready(document)
    _describe(document, draft)
    _mark(document, counts=letterhead is None)
    _address(document, draft)
    lists = lists_of(document)
    _add(document, draft.blocks, lists)
    _sign(document, draft)
    document.add_paragraph(FOR_COUNSEL, style="Heading 1").paragraph_format.page_break_before = True
    _add(document, draft.notes, lists)
    return _saved(document)


def _opened(letterhead: bytes) -> Opened:
    try:
        with ZipFile(BytesIO(letterhead)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > _MOST_BYTES:
            raise LetterheadError(
                f"The letterhead unpacks to {size:,} bytes; the limit is {_MOST_BYTES:,}. Expected a Word "
                "document (.docx) without large pictures."
            )
        return Document(BytesIO(letterhead))
    except LetterheadError:
        raise
    except Exception as error:
        # Whatever a damaged document makes the library raise, the file is what is wrong.
        said = " ".join(str(error).split())[:_LONGEST]
        raise LetterheadError(
            f"The letterhead cannot be read: {said}. Expected a Word document (.docx)."
        ) from None


def _describe(document: Opened, draft: Draft) -> None:
    """What a reader's program says of the file; a letterhead's own author is not that of the letter."""
    properties = document.core_properties
    properties.title = draft.title[:_LONGEST]
    properties.subject = draft.subject[:_LONGEST]
    properties.author = properties.last_modified_by = "Landwaiter"
    properties.language = "en-US"
    properties.comments = f"{DRAFT_MARK}."
    properties.keywords = properties.category = ""
    properties.created = properties.modified = datetime.combine(draft.dated_on, time(0), UTC)
    properties.revision = 1


def _mark(document: Opened, *, counts: bool) -> None:
    """The mark of a draft in each footer that a page can show; plain paper counts its pages there."""
    section = document.sections[0]
    footers: list[_Footer] = [section.footer]
    if section.different_first_page_header_footer:
        footers.append(section.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        footers.append(section.even_page_footer)
    for footer in footers:
        last = footer.paragraphs[-1] if footer.paragraphs else footer.add_paragraph()
        line = footer.add_paragraph() if last.text or last.runs else last
        run = line.add_run(f"{DRAFT_MARK}.")
        run.font.size = Pt(8)
        run.italic = True
        if counts:
            add_page_number(line, section)


def _address(document: Opened, draft: Draft) -> None:
    _lines(document, ["[date]"])
    if draft.delivery:
        _lines(document, [draft.delivery])
    _lines(document, draft.addressee)
    subject = document.add_paragraph(draft.subject.replace(" ", "\t", 1), style="Heading 1")
    about = _lines(document, draft.about)
    about.paragraph_format.left_indent = subject.paragraph_format.left_indent = _INDENT
    subject.paragraph_format.first_line_indent = -_INDENT


def _lines(document: Opened, lines: Iterable[str]) -> Written:
    paragraph = document.add_paragraph()
    for place, line in enumerate(lines):
        if place:
            paragraph.add_run().add_break()
        _say(paragraph, line)
    paragraph.paragraph_format.space_after = Pt(12)
    return paragraph


def _say(paragraph: Written, text: str) -> None:
    """The text, with what is to be filled in marked, so that no blank is overlooked."""
    for part in _BLANK.split(text):
        if part:
            run = paragraph.add_run(part)
            if _BLANK.fullmatch(part):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _add(document: Opened, blocks: Sequence[Block], lists: Lists) -> None:
    around: Sequence[Block | None] = (None, *blocks, None)
    for before, block, after in zip(around, blocks, around[2:], strict=False):
        if isinstance(block, Table):
            add_table(document, block, _say)
            continue
        paragraph = _paragraph(document, block, lists).paragraph_format
        if isinstance(before, Table) and not isinstance(block, Heading):
            paragraph.space_before = Pt(10)
        leads = isinstance(block, Paragraph | Numbered) and isinstance(after, Quotation | Item | Table)
        # The last words stay with what follows, so that no signature stands alone on a page.
        paragraph.keep_with_next = True if leads or after is None else None


def _paragraph(
    document: Opened, block: Heading | Paragraph | Quotation | Numbered | Item, lists: Lists
) -> Written:
    text = f"“{block.text}”" if isinstance(block, Quotation) else block.text
    styles = {Heading: "Heading 2", Quotation: "Quote"}
    paragraph = document.add_paragraph(style=styles.get(type(block)))
    match block:
        case Numbered():
            number(paragraph, lists.numbered)
        case Item():
            number(paragraph, lists.items)
    _say(paragraph, text)
    return paragraph


def _sign(document: Opened, draft: Draft) -> None:
    """The block to sign, never parted by the end of a page."""
    lines = (draft.closing, *draft.signature)
    for place, line in enumerate(lines):
        paragraph = document.add_paragraph()
        _say(paragraph, line)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        paragraph.paragraph_format.space_before = Pt(30 if place == 1 else 12 if place == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(2)
    for copy in draft.copies:
        paragraph = document.add_paragraph()
        _say(paragraph, f"Copy to: {copy}")
        paragraph.paragraph_format.space_before = Pt(12)


def _saved(document: Opened) -> bytes:
    """The file, packed anew: python-docx stamps each part with the time of day."""
    first, again = BytesIO(), BytesIO()
    document.save(first)
    with ZipFile(first) as given, ZipFile(again, "w") as packed:
        for name in given.namelist():
            part = ZipInfo(name, _EARLIEST)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0
            packed.writestr(part, given.read(name))
    return again.getvalue()
