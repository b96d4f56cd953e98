"""How a paper looks in DOCX: the plain paper, what a letterhead lacks, and lists that count. No words."""

from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document as Opened
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.section import Section
from docx.shared import Emu, Inches, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Written

_FONT = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Lists:
    """The ids of the two lists of a document."""

    numbered: int
    items: int


def empty(document: Opened) -> None:
    """Takes the body out; what remains is the page of its first section, with header and footer."""
    page = deepcopy(document.sections[0]._sectPr)
    body = document.element.body
    for element in list(body):
        body.remove(element)
    body.append(page)


def make_plain(document: Opened) -> None:
    """A letter page, one plain face in black, headings that part without shouting."""
    page = document.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = Inches(1.1)
    page.top_margin = page.bottom_margin = Inches(1)
    _shape(document, "Normal", size=11.5, before=0, after=8)
    _shape(document, "Heading 1", size=12.5, before=0, after=4)
    _shape(document, "Heading 2", size=11.5, before=14, after=6)
    _shape(document, "Quote", size=11.5, before=2, after=10)
    _set_apart(_style(document, "Quote"))
    _shape(document, "Footer", size=8, before=0, after=0)
    _style(document, "Footer").paragraph_format.tab_stops.clear_all()
    normal = _style(document, "Normal").paragraph_format
    normal.line_spacing = 1.12
    normal.widow_control = True


def add_page_number(line: Written, section: Section) -> None:
    """The number of the page at the right edge of the text."""
    left, right = section.left_margin or 0, section.right_margin or 0
    edge = Emu((section.page_width or 0) - left - right)
    line.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("\tPage ").font.size = Pt(8)
    line._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def make_ready(document: Opened) -> None:
    """What a letterhead may lack: the styles of headings and quotations, and the language of the words."""
    for name in ("Heading 1", "Heading 2", "Quote"):
        if name not in document.styles:
            _add_style(document, name)
    _speak_english(document)


def _add_style(document: Opened, name: str) -> None:
    document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style = _style(document, name)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(6)
    if name == "Quote":
        style.font.italic = True
        _set_apart(style)
        return
    style.font.bold = True
    style.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(int(name[-1]) - 1))
    style.element.get_or_add_pPr().append(level)


def _set_apart(style: ParagraphStyle) -> None:
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Inches(0.5)


def _style(document: Opened, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _shape(document: Opened, name: str, *, size: float, before: float, after: float) -> None:
    style = _style(document, name)
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _BLACK
    fonts = style.element.get_or_add_rPr().rFonts
    for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _speak_english(document: Opened) -> None:
    """The language of the words, so that a screen reader pronounces them as they are meant."""
    default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    owners = [] if default is None else [default.element.get_or_add_rPr()]
    for owner in [*owners, *document.styles.element.iterfind(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")]:
        language = owner.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            owner.append(language)
        language.set(qn("w:val"), "en-US")


def lists_of(document: Opened) -> Lists:
    """Two lists of the paper's own, so that it counts from 1 whatever lists a letterhead has."""
    return Lists(_add_list(document, "decimal", "%1."), _add_list(document, "bullet", "•"))


def number(paragraph: Written, list_id: int) -> Written:
    """The paragraph as the next of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = list_id
    return paragraph


def _add_list(document: Opened, form: str, sign: str) -> int:
    numbering = _numbering(document).element
    taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.iterfind(qn("w:abstractNum"))]
    own = max(taken, default=-1) + 1
    shape = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{own}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="504" w:hanging="360"/></w:pPr>'
        "</w:lvl></w:abstractNum>"
    )
    # Word wants all shapes before the first list.
    first = numbering.find(qn("w:num"))
    numbering.append(shape) if first is None else first.addprevious(shape)
    return int(numbering.add_num(own).numId)


def _numbering(document: Opened) -> NumberingPart:
    """The part of the lists; a letterhead without lists has none, and python-docx makes none."""
    part = document.part
    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in part.rels.values()):
        blob = f"<w:numbering {nsdecls('w')}/>".encode()
        uri = PackURI("/word/numbering.xml")
        made = NumberingPart.load(uri, CONTENT_TYPE.WML_NUMBERING, blob, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part
