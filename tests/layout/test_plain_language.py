"""What people read says no riddles: a banned word is refused in each kind of source, and nothing else is."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.law.load import load_law
from notifications.wording.message import Message
from tests.layout import readers
from tests.layout.plain_language import BANNED, CHECKED, NAMES, SOURCES, Banned, findings, main
from tests.layout.readers import Text
from tests.layout.sample_messages import message_texts, texts_of

PLANT = "Everybody has peace."


def words_found(texts: Iterable[Text]) -> list[str]:
    return [each.banned.word for each in findings(texts)]


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.word)
def test_each_banned_word_is_found_even_across_a_line_and_with_what_to_say(banned: Banned) -> None:
    broken = banned.word.replace(" ", "\n  ", 1)
    for words in (f"Here: {banned.word}.", f"Here: {broken}."):
        found = [each for each in findings([Text("a page", words, 1)]) if each.banned is banned]
        assert len(found) == 1
        assert str(found[0]).startswith("a page:1: ")
        assert str(found[0]).endswith(f"not “{banned.word}”; say: {banned.say}")


@pytest.mark.parametrize("name", [*NAMES, "U.S. Customs and Border Protection", "customs entry", "“peace”"])
def test_a_name_that_must_not_change_and_a_quotation_are_exempt(name: str) -> None:
    assert words_found([Text("a page", f"Here is {name}.")]) == []


def test_a_page_is_read_without_code_quotations_and_targets_of_links(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "# A page\n\n    peace in code\n\n```\npeace\n```\n\n> peace in the law\n\n"
        "`peace` and [a link](peace.md), “at\npeace”.\n\nThen\npeace.\n",
        encoding="utf-8",
    )
    (found,) = findings(readers.pages(["page.md"], tmp_path))
    assert (found.place, found.banned.word) == ("page.md:15", "peace")


def test_the_description_of_a_deployment_is_read(tmp_path: Path) -> None:
    told = (readers.ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8")
    planted = tmp_path / "prefect.yaml"
    planted.write_text(told.replace("Stop new alerts to a person.", PLANT), encoding="utf-8")
    (found,) = findings(readers.deployments(planted))
    assert (found.place, found.banned.word) == ("deployment remove-contact", "peace")


def test_titles_and_descriptions_of_a_form_are_read_and_its_choices_are_not() -> None:
    fields: dict[str, Any] = {
        "event": {
            "title": "Event",
            "description": "Required for: Customs decides",
            "enum": ["Customs decides"],
        },
        "clock": {"title": "Clock", "description": "Whoever asks."},
        "as_of": {"title": "As of", "anyOf": [{"type": "null", "title": "Today"}, {"title": "Peace"}]},
    }
    shown = {"properties": {"form": {"title": "form"}}, "definitions": {"A": {"properties": fields}}}
    assert words_found(readers.schema("a-form", shown)) == ["clock", "whoever", "peace"]


MODULE = '''
"""Whoever reads this docstring."""
import logging

LOGGER = logging.getLogger("peace of mind")
KEY = "strict"
"""Anew."""


def act(name: str) -> None:
    """Somebody acts."""
    print(f"{name} has {'a clock' if name else 'none'} in hand")
    raise ValueError(f"{name} is no flaw; expected " "another")


TITLE = "Customs"
'''


def test_a_module_is_read_without_docstrings_keys_and_names_of_loggers(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "act.py").write_text(MODULE, encoding="utf-8")
    found = list(findings(readers.modules("flows", root=tmp_path)))
    assert [each.banned.word for each in found] == ["in hand", "clock", "flaw", "Customs"]
    assert found[0].place == "flows/act.py:12"
    assert words_found(readers.modules("flows/act.py", only_raised=True, root=tmp_path)) == ["flaw"]


def test_subject_text_and_slack_text_of_a_message_are_read() -> None:
    made = next(text for text in message_texts() if text.place.startswith("subject of "))
    assert made.words
    planted = Message(key="k", thread="t", reason="reminder", subject=PLANT, headline="Anew.")
    rendered = list(texts_of(planted, "a message"))
    assert [text.place.split(" of ")[0] for text in rendered] == ["subject", "text", "Slack text"]
    assert set(words_found(rendered)) == {"peace", "anew"}


def test_templates_and_the_names_of_papers_are_read(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text(
        "{{ peace }}\n{% if peace %}A flaw.{% endif %}\n", encoding="utf-8"
    )
    catalog = tmp_path / "papers.toml"
    catalog.write_text('[[paper]]\nname = "Peace"\naddressee = ["Customs"]\n', encoding="utf-8")
    found = list(findings(readers.templates(tmp_path, catalog)))
    assert [(each.place, each.banned.word) for each in found] == [
        ("papers/a.txt:2", "flaw"),
        ("papers.toml, Peace, name", "peace"),
    ]


def test_the_words_of_a_law_are_read_and_its_quotations_are_not() -> None:
    law = load_law()
    rule = law.rules["AUD-06"]
    before = len(list(findings(readers.law(law))))
    planted = replace(rule, if_missed=PLANT, versions=tuple(replace(v, quote=PLANT) for v in rule.versions))
    found = list(findings(readers.law(replace(law, rules={**law.rules, "AUD-06": planted}))))
    assert [each for each in found if each.place == "law, rules, AUD-06, if_missed"]
    assert len(found) == before + 1


@pytest.mark.parametrize("name", SOURCES)
def test_each_source_has_texts(name: str) -> None:
    assert any(text.words.strip() for text in SOURCES[name]())


def test_what_lint_checks_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(CHECKED) <= set(SOURCES)
    assert main([]) == 0, capsys.readouterr().out


def test_a_source_that_there_is_none_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["poems"]) == 2
    assert "No source is named 'poems'. Expected some of: guides, " in capsys.readouterr().err
