"""A paper as DOCX: for the eye and for the ear, on the firm's own letterhead, the same bytes each time."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Inches

from notifications.papers.catalog import paper_for
from notifications.papers.docx_writer import LetterheadError, write_docx
from notifications.papers.draft import DRAFT_MARK, FOR_COUNSEL, Draft, draft
from tests.support.papers import DOCKETS, facts_for


def drafted(rule: str) -> Draft:
    paper = paper_for(rule)
    assert paper is not None
    return draft(paper, facts_for(rule))


def opened(rule: str, letterhead: bytes | None = None) -> Opened:
    return Document(BytesIO(write_docx(drafted(rule), letterhead)))


def saved(document: Opened) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def text_of(document: Opened) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def letterhead() -> Opened:
    document = Document()
    document.add_paragraph("Body of the letterhead, to be taken out.")
    document.sections[0].header.paragraphs[0].text = "HARBOR & QUAY LLP"
    document.sections[0].footer.paragraphs[0].text = "1 Pier Road, Baltimore"
    document.sections[0].left_margin = Inches(1.75)
    document.core_properties.author = "Somebody Else"
    return document


def bare_letterhead() -> Opened:
    """As Word writes it where nothing but plain text was ever used: no lists, no headings."""
    document = letterhead()
    for name in ("Heading 1", "Heading 2", "Quote", "Table Grid", "List Number"):
        document.styles[name].delete()
    lists = [key for key, each in document.part.rels.items() if each.reltype == RELATIONSHIP_TYPE.NUMBERING]
    for key in lists:
        del document.part.rels[key]
    return document


@pytest.mark.parametrize("rule", DOCKETS)
def test_all_of_a_draft_is_in_its_file(rule: str) -> None:
    given, text = drafted(rule), text_of(opened(rule))
    for line in (*given.addressee, given.subject.replace(" ", "\t", 1), *given.about, given.closing):
        assert line in text
    assert "\n".join(given.signature) in text
    for block in (*given.blocks, *given.notes):
        texts = [each for row in block.rows for each in row] if hasattr(block, "rows") else [block.text]
        assert [each for each in texts if each not in text] == []


@pytest.mark.parametrize("made", [None, letterhead, bare_letterhead])
def test_the_same_draft_gives_the_same_bytes(made: object) -> None:
    paper = saved(made()) if callable(made) else None
    assert write_docx(drafted("AUD-08"), paper) == write_docx(drafted("AUD-08"), paper)


def test_no_clock_leaves_a_trace_in_the_file() -> None:
    with ZipFile(BytesIO(write_docx(drafted("AUD-08")))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None
    properties = opened("AUD-08").core_properties
    assert properties.created is not None
    assert properties.modified is not None
    assert {properties.created.date(), properties.modified.date()} == {date(2026, 1, 16)}


def test_the_file_says_what_it_is() -> None:
    document = opened("AUD-08")
    properties = document.core_properties
    assert properties.title == "Petition for a closing conference: AUD-2026/014"
    assert properties.language == "en-US"
    assert properties.author == "Landwaiter"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-US"}


def test_a_title_of_any_length_fits() -> None:
    given = replace(drafted("AUD-08"), title="T" * 300, subject="Re: " + "S" * 300)
    assert Document(BytesIO(write_docx(given))).core_properties.title == "T" * 255


def test_headings_are_headings_and_the_page_for_counsel_is_its_own() -> None:
    headings = {
        paragraph.text: (paragraph.style.name if paragraph.style else "", paragraph.paragraph_format)
        for paragraph in opened("AUD-08").paragraphs
    }
    assert headings["Re:\tPetition for a closing conference, 19 CFR § 163.11(b)"][0] == "Heading 1"
    assert [headings[text][0] for text in ("Facts", "Law", "Request")] == ["Heading 2"] * 3
    assert headings[FOR_COUNSEL][1].page_break_before


def test_the_table_names_itself_and_repeats_its_head() -> None:
    table = opened("AUD-08").tables[0]
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "The events of AUD-2026/014, oldest first"
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert repeated == [True] + [False] * 4


def test_numbers_run_through_the_paper_in_one_list() -> None:
    document = opened("DEM-03")
    lists = [each.get(qn("w:val")) for each in document.element.body.iter(qn("w:numId"))]
    assert len(set(lists)) == 2
    assert lists.count(lists[0]) == 8


def test_each_blank_is_marked_and_nothing_else() -> None:
    runs = [run for paragraph in opened("PRG-06").paragraphs for run in paragraph.runs if run.text]
    marked = {run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW}
    assert marked == {run.text for run in runs if run.text.startswith("[") and run.text.endswith("]")}
    assert "[date]" in marked


def test_a_letterhead_keeps_its_head_foot_and_page_and_loses_its_body() -> None:
    document = opened("AUD-08", saved(letterhead()))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "HARBOR & QUAY LLP"
    assert [line.text for line in section.footer.paragraphs] == ["1 Pier Road, Baltimore", f"{DRAFT_MARK}."]
    assert section.left_margin == Inches(1.75)
    assert "to be taken out" not in text_of(document)
    assert document.core_properties.author == "Landwaiter"


def test_plain_paper_marks_the_draft_and_counts_its_pages() -> None:
    foot = opened("AUD-08").sections[0].footer.paragraphs[0]
    assert foot.text.startswith(f"{DRAFT_MARK}.\tPage ")


def test_the_mark_is_on_the_first_and_the_even_page_too() -> None:
    made = letterhead()
    made.sections[0].different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    section = opened("AUD-08", saved(made)).sections[0]
    for footer in (section.footer, section.first_page_footer, section.even_page_footer):
        assert footer.paragraphs[-1].text == f"{DRAFT_MARK}."


def test_of_several_sections_the_first_one_is_the_letterhead() -> None:
    made = letterhead()
    second = made.add_section(WD_SECTION.NEW_PAGE).header
    second.is_linked_to_previous = False
    second.paragraphs[0].text = "Second sheet"
    sections = opened("AUD-08", saved(made)).sections
    assert [section.header.paragraphs[0].text for section in sections] == ["HARBOR & QUAY LLP"]


def test_a_letterhead_without_headings_or_lists_is_given_them() -> None:
    document = opened("AUD-08", saved(bare_letterhead()))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert {"Heading 1", "Heading 2", "Quote"} <= set(styles)
    assert document.part.numbering_part.element.num_lst


@pytest.mark.parametrize("letterhead_given", [b"", b"no document", saved(Document())[:900]])
def test_what_is_no_word_document_is_refused(letterhead_given: bytes) -> None:
    with pytest.raises(LetterheadError, match=r"Expected a Word document \(\.docx\)"):
        write_docx(drafted("AUD-08"), letterhead_given)


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w") as packed:
        packed.writestr("letter.txt", "Dear Sir")
    with pytest.raises(LetterheadError):
        write_docx(drafted("AUD-08"), target.getvalue())


def test_copies_are_named_below_the_signature() -> None:
    text = text_of(opened("SUM-09"))
    assert text.index("for Brightwater Optics, Inc.") < text.index(
        "Copy to: [name, title, and address of the"
    )


def test_a_draft_without_delivery_has_no_line_for_it() -> None:
    given = replace(drafted("AUD-08"), delivery="")
    assert Document(BytesIO(write_docx(given))).paragraphs[1].text.startswith("Executive Director")


def test_a_letterhead_that_unpacks_to_too_much_is_one_sentence() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_001)
    with pytest.raises(LetterheadError, match="unpacks to 50,000,001 bytes; the limit is 50,000,000"):
        write_docx(drafted("AUD-08"), packed.getvalue())
