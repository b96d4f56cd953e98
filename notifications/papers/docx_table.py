"""A table in DOCX that a screen reader can read: a caption, and a head that is repeated on each page."""

from collections.abc import Callable, Sequence

from docx.document import Document as Opened
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt, Twips
from docx.table import Table as Drawn
from docx.table import _Row
from docx.text.paragraph import Paragraph as Written

from notifications.papers.blocks import Table

_SHARES = (0.28, 0.72)
"""How wide the columns are to each other: day, what happened."""

_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_W = nsdecls("w")
_PADDING = Twips(108)
"""Between the edge of a cell and its text; so much would a table stand out into the margin."""

Say = Callable[[Written, str], None]


def add_table(document: Opened, given: Table, say: Say) -> None:
    """The table across the text, no row parted; its borders are its own, a letterhead may have none."""
    drawn = document.add_table(rows=0, cols=len(given.head))
    _frame(drawn, given.caption)
    widths = _widths(document)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    _fill(drawn.add_row(), given.head, widths, say)
    _make_head(drawn.rows[0])
    for texts in given.rows:
        _fill(drawn.add_row(), texts, widths, say)


def _frame(drawn: Drawn, caption: str) -> None:
    drawn.autofit = False
    properties = drawn._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    # The schema has an order: indent and borders before the layout, the caption last.
    for part in (
        f'<w:tblInd {_W} w:w="{_PADDING.twips}" w:type="dxa"/>',
        f"<w:tblBorders {_W}>{_EDGES}</w:tblBorders>",
    ):
        layout.addprevious(parse_xml(part))
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), caption)
    properties.append(name)


def _widths(document: Opened) -> list[Emu]:
    section = document.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (Emu(side or 0) for side in sides)
    return [Emu(int((page - left - right - _PADDING) * share)) for share in _SHARES]


def _fill(row: _Row, texts: Sequence[str], widths: Sequence[Emu], say: Say) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        say(paragraph, text)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _make_head(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="EDEDED"/>')
        )
        for run in cell.paragraphs[0].runs:
            run.bold = True
