"""Papers and their templates are read strictly: what is broken is refused by file and line."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.law.load import PACK
from notifications.papers.blocks import (
    Heading,
    Item,
    Numbered,
    PaperError,
    Paragraph,
    Quotation,
    Table,
    read_blocks,
)
from notifications.papers.catalog import own_papers, read_papers
from notifications.papers.draft import draft
from tests.support.papers import SOUND, facts_for, sound_paper

TEMPLATES = Path(__file__).parents[2] / "notifications" / "templates" / "papers"


def with_template(text: str) -> Environment:
    own = DictLoader({"papers/closing-conference-petition.txt": text})
    loader = ChoiceLoader([own, PackageLoader("notifications")])
    return ImmutableSandboxedEnvironment(loader=loader, autoescape=True)


HIDDEN = ("facts.__class__", "facts.__init__.__globals__", "clock.trace", "facts.title", "self.context")


@pytest.mark.parametrize("probe", HIDDEN)
def test_a_template_reaches_nothing_behind_its_values(probe: str) -> None:
    own = with_template("Dear Director:\n\n{{ " + probe + " }}\n")
    with pytest.raises(PaperError):
        draft(sound_paper(), facts_for("AUD-08"), own)


def test_words_in_quotation_marks_are_the_laws_own() -> None:
    law = " ".join(path.read_text(encoding="utf-8") for path in PACK.glob("*/*.md"))
    quoted = [
        words
        for path in TEMPLATES.glob("*.txt")
        for words in re.findall("“([^”]+)”", path.read_text(encoding="utf-8"))
    ]
    assert len(quoted) >= 10
    assert [words for words in quoted if words not in law] == []


def test_no_template_lies_unused() -> None:
    assert {paper.template for paper in own_papers().values()} == {path.name for path in TEMPLATES.iterdir()}


def test_no_line_of_a_template_begins_with_what_a_person_typed() -> None:
    lines = [line for path in TEMPLATES.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if re.match(r"\s*\{\{ *facts", line)] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'name = "Petition"',
            'name = "Petition"\ncolour = "red"',
            "'colour' is unknown. Known keys are: addressee",
        ),
        ('name = "Petition"', "", "paper '': name is None. Write words"),
        ('name = "Petition"', 'name = " "', "name is ' '. Write words"),
        ('rules = ["AUD-08"]', 'rules = "AUD-08"', "rules is 'AUD-08'. Write a list of words"),
        ('rules = ["AUD-08"]', "rules = []", "rules is []. Write a list of words"),
        ('["The Director"]', "[1]", "addressee is [1]. Write a list of words"),
        (
            '["AUD-08"]',
            '["AUD-08", "AUD-08"]',
            "AUD-08 is named twice. Keep it in one paper, such as 'Petition'",
        ),
        ('"petition"', '"../petition"', "file_stem is '../petition'. Use only a-z"),
        ("closing-conference-petition.txt", "hope.txt", "no template 'hope.txt'. Use the name of a file"),
        ("[[paper]]", "[[papers]]", "papers is not a list of papers. Write [[paper]]"),
        ("[[paper]]", "[[paper", "not valid TOML"),
        ("[[paper]]", "[paper]", "paper is not a list of papers. Write [[paper]]"),
    ],
)
def test_broken_papers_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(PaperError) as raised:
        read_papers(SOUND.replace(old, new), "desk/papers.toml")
    assert str(raised.value).startswith("desk/papers.toml: ")
    assert said in str(raised.value)


def test_two_papers_for_one_rule_are_refused() -> None:
    with pytest.raises(PaperError, match="AUD-08 is named twice"):
        read_papers(SOUND + SOUND)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear\n\n{{ facts.nobody }}", "papers/closing-conference-petition.txt:3: "),
        ("Dear\n\n{{ nothing }}", "papers/closing-conference-petition.txt:3: 'nothing' is undefined"),
        ("Dear\n{{ day(clock.title) }}", "papers/closing-conference-petition.txt:2: "),
        ("Dear\n{% if %}", "papers/closing-conference-petition.txt:2: "),
        ("Dear\n\n| dockets", "the table '| dockets' is unknown. Write | docket"),
        ("Dear\n---\na\n---\nb", "two lines '---'"),
        ("\n\n", "it is blank"),
    ],
)
def test_a_broken_template_is_refused_by_file_and_line(text: str, said: str) -> None:
    with pytest.raises(PaperError) as raised:
        draft(sound_paper(), facts_for("AUD-08"), with_template(text))
    assert said in str(raised.value)
    assert "closing-conference-petition.txt" in str(raised.value)
    assert "'Petition'" in str(raised.value)


def test_an_installations_template_takes_the_place_of_ours_and_escapes_nothing() -> None:
    given = draft(
        sound_paper(),
        replace(facts_for("AUD-08"), importer="Smith & Sons"),
        with_template("# Own words\n\nThe importer {{ facts.importer }}."),
    )
    assert given.blocks == (Heading("Own words"), Paragraph("The importer Smith & Sons."))


def test_lines_become_blocks() -> None:
    table = Table(caption="c", head=("a",), rows=())
    text = "# H\nOne\ntwo\n\n1. n\n27. m\n- i\n> q\nr\n| t\n---\n- for counsel"
    assert read_blocks(text, {"t": table}) == (
        (Heading("H One two"), Numbered("n"), Numbered("m"), Item("i"), Quotation("q r"), table),
        (Item("for counsel"),),
    )
