"""An installation's own templates are tried before they are used, and none of them can stop an alert."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from notifications.channels.render import render, render_safely
from notifications.channels.templates import (
    TemplateError,
    Templates,
    check_templates,
    own_templates,
    templates_in,
    values_of,
)
from notifications.wording.message import Item, Line, Link, Message, Section

FORM = Link(words="Record it", url="https://desk.example/form?a=1&b=2")
MESSAGE = Message(
    key="k1",
    thread="t",
    reason="digest",
    subject="Two things",
    headline="Two things are due.",
    lines=(Line(label="Importer", text="A & <b>Söhne</b>"),),
    sections=(
        Section(
            title="Overdue",
            items=(Item(text="DEM-2 <i>", detail="Yours", links=(FORM,)), Item(text="SUM-1")),
        ),
        Section(title="This week", items=(Item(text="AUD-1"),)),
        Section(title="Empty", items=()),
    ),
    quote="promptly",
    links=(FORM,),
    foot="Head of the chain: abc",
)


class Outline(HTMLParser):
    """The headings and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.links: list[str | None] = []
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag == "html":
            self.language = dict(attrs).get("lang")


def directory(tmp_path: Path, **files: str) -> Templates:
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        path = tmp_path / f"{stem.replace('__', '/').replace('_', '-')}.{kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return templates_in(tmp_path)


def test_sections_stand_under_headings_in_order_with_their_links() -> None:
    outline = Outline()
    outline.feed(render(MESSAGE).html)
    assert outline.headings == ["h1", "h2", "h2", "h2"]
    assert outline.links == [FORM.url, FORM.url]
    assert outline.language == "en"


def test_the_html_escapes_what_was_typed_and_prints_the_links_in_the_words() -> None:
    html = render(MESSAGE).html
    assert "DEM-2 &lt;i&gt;" in html
    assert "A &amp; &lt;b&gt;Söhne&lt;/b&gt;" in html
    assert 'href="https://desk.example/form?a=1&amp;b=2"' in html
    shown = re.sub(r'<span style="display:none">[^<]*</span>', "", html)
    assert "https://" not in re.sub(r'href="[^"]*"', "", shown), "links are words only"


def test_the_plain_text_reads_as_it_should() -> None:
    assert render(MESSAGE).text == "\n".join(
        [
            "Two things are due.",
            "Importer: A & <b>Söhne</b>",
            "",
            "Overdue",
            "",
            "- DEM-2 <i>",
            "  Yours",
            f"  Record it: {FORM.url}",
            "- SUM-1",
            "",
            "This week",
            "",
            "- AUD-1",
            "",
            "Why: “promptly”",
            f"Record it: {FORM.url}",
            values_of(MESSAGE)["foot"],
            "Head of the chain: abc",
        ]
    )


def test_a_message_of_one_matter_has_no_empty_places_for_sections() -> None:
    bare = render(replace(MESSAGE, sections=(), quote="", foot=""))
    assert "<h2" not in bare.html
    assert "\n\n\n" not in bare.text
    assert bare.calendar == b""


def test_landwaiter_s_own_templates_pass_their_own_check() -> None:
    check_templates(own_templates())
    assert own_templates() is own_templates()
    assert own_templates().overriding == ()


def test_an_installation_s_template_comes_first_and_the_rest_stays(tmp_path: Path) -> None:
    own = directory(tmp_path, mail_html="<p>Our house: {{ message.headline }}</p>{% include 'head.html' %}")
    (tmp_path / "head.html").write_text("{{ message.lines[0].text if message.lines }}", encoding="utf-8")
    check_templates(own)
    made = render(MESSAGE, own)
    assert made.html == "<p>Our house: Two things are due.</p>A &amp; &lt;b&gt;Söhne&lt;/b&gt;"
    assert made.text == render(MESSAGE).text
    assert render_safely(MESSAGE, own) == (made, "")


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("{{ message.headline }}\n{% if message.struck %}\nNo end", 3, "Unexpected end of template"),
        ("{{ foot }}\n{{ nobody }}", 2, "'nobody' is undefined"),
        ("{{ foot }}\n\n{{ message.colour }}", 3, "has no attribute 'colour'"),
        ("{{ foot }}\n{% if message.reason == 'rare' %}{{ nobody }}{% endif %}", 2, "'nobody' is undefined"),
        ("{{ foot }}\n{% for each in message.sections %}\n{{ each.name }}{% endfor %}", 3, "'name'"),
        ("{{ foot }}\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ foot }}\n{% include 'gone.html' %}", 2, "gone.html"),
        ("{{ foot }}\n{{ message.headline | shout }}", 2, "No filter named 'shout'"),
    ],
)
@pytest.mark.parametrize("name", ["mail.html", "plain.txt"])
def test_a_broken_template_is_refused_by_file_and_line_and_is_not_used(
    tmp_path: Path, name: str, source: str, line: int, said: str
) -> None:
    own = directory(tmp_path, **{name.replace(".", "_"): source})
    with pytest.raises(TemplateError) as raised:
        check_templates(own)
    assert str(raised.value).startswith(f"{tmp_path / name}, line {line}: ")
    assert said in str(raised.value)


@pytest.mark.parametrize("source", ["{% if %}", "{{ message.colour }}", "{{ nobody }}", " ", "{{ 1 / 0 }}"])
def test_a_template_that_fails_when_it_is_needed_gives_way_and_the_defect_is_told(
    tmp_path: Path, source: str
) -> None:
    own = directory(tmp_path, mail_html=source)
    made, defect = render_safely(MESSAGE, own)
    assert made == render(MESSAGE)
    assert str(tmp_path / "mail.html") in defect
    assert "\n" not in defect
    with pytest.raises(TemplateError):
        render(MESSAGE, own)


@pytest.mark.parametrize("name", ["mial.html", "papers/removal-apeal.txt"])
def test_a_file_that_nothing_uses_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / name).write_text("{{ foot }}", encoding="utf-8")
    expected = re.escape(f"{name}: nothing uses it. Use one of these names: mail.html, papers/application")
    with pytest.raises(TemplateError, match=expected):
        check_templates(templates_in(tmp_path))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    own = directory(tmp_path, plain_txt="x")
    (tmp_path / "plain.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TemplateError, match=r"plain\.txt: it cannot be read"):
        check_templates(own)
    assert render_safely(MESSAGE, own)[0] == render(MESSAGE)


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no such directory"):
        templates_in(tmp_path / "gone")


def test_papers_are_read_and_tried_on_what_they_are_given(tmp_path: Path) -> None:
    own = directory(tmp_path, papers__removal_appeal_txt="To {{ facts.addressee }}\n{{ facts.gone }}")
    check_templates(own)
    with pytest.raises(TemplateError, match=r"removal-appeal\.txt, line 2: .*'gone'"):
        check_templates(own, {"papers/removal-appeal.txt": {"facts": {"addressee": "x"}}})
    (tmp_path / "papers" / "removal-appeal.txt").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"removal-appeal\.txt, line 1"):
        check_templates(templates_in(tmp_path))


def test_only_html_is_escaped(tmp_path: Path) -> None:
    own = directory(
        tmp_path, papers__removal_appeal_txt="{{ name }}", plain_txt="{{ message.lines[0].text }}"
    )
    assert own.fill("papers/removal-appeal.txt", {"name": "A & B"}) == "A & B"
    assert render(MESSAGE, own).text == "A & <b>Söhne</b>"


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "not " * 2_000 + "foot }}",
        "{{ " + "(" * 500 + "foot" + ")" * 500 + " }}",
        "{{ " + "9" * 4_301 + " }}",
        "{% if foot %}" * 300 + "x" + "{% endif %}" * 300,
        "{% for x in message.links %}" * 40 + "x" + "{% endfor %}" * 40,
        "{% include 'plain.txt' %}",
    ],
    ids=["deep negation", "deep brackets", "digits", "deep conditions", "deep loops", "includes itself"],
)
def test_a_template_that_python_cannot_compile_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as raised:
        check_templates(templates_in(tmp_path))
    assert str(raised.value).startswith(str(tmp_path / "plain.txt"))
    assert len(str(raised.value)) < 600
