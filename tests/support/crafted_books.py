"""Workbooks as no spreadsheet program writes them: small files that unpack to a great deal."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def cell(place: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


TITLES = (
    f'<row r="1">{cell("A1", "docket number")}{cell("B1", "kind of matter")}{cell("C1", "importer")}</row>'
)


def sheet(rows: str, *, before: str = "", start: str = "") -> str:
    """A sheet of these rows below the titles."""
    return f'{start}<worksheet xmlns="{_MAIN}">{before}<sheetData>{TITLES}{rows}</sheetData></worksheet>'


def write_book(path: Path, sheets: Iterable[str], more: Mapping[str, bytes] | None = None) -> Path:
    """A workbook of these sheets, as XML, with more files in it."""
    parts = list(sheets)
    numbers = range(1, len(parts) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{_SHEET_TYPE}"/>' for n in numbers
    )
    named = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in numbers
    )
    fixed = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        "</Relationships>",
        **{f"xl/worksheets/s{n}.xml": text for n, text in zip(numbers, parts, strict=True)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in fixed.items():
            packed.writestr(name, text)
        for name, content in (more or {}).items():
            packed.writestr(name, content)
    return path
