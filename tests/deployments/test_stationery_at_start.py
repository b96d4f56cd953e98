"""An office's own templates and letterhead are tried before anything starts; one that fails is refused."""

from pathlib import Path

import pytest

from deployments.up import plan
from notifications.channels.templates import TemplateError
from notifications.papers.blocks import PaperError
from notifications.papers.docx_writer import LetterheadError

PETITION = "papers/closing-conference-petition.txt"


def environment(home: Path, templates: Path) -> dict[str, str]:
    return {
        "LANDWAITER_HOME": str(home),
        "LANDWAITER_TEMPLATES": str(templates),
        "LANDWAITER_LOGIN": "none",
    }


@pytest.mark.parametrize(
    ("name", "text", "refusal", "said"),
    [
        ("mail.html", "<p>\n{{ mesage.headline }}</p>", TemplateError, "mail.html"),
        ("plain.txt", "{% if %}", TemplateError, "plain.txt"),
        (PETITION, "Dear Director:\n\n{{ facts.importr }}\n", PaperError, "closing-conference-petition.txt"),
        ("letterhead.docx", "no document", LetterheadError, "letterhead"),
    ],
)
def test_what_cannot_be_used_is_refused_and_named(
    name: str, text: str, refusal: type[Exception], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "own" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(refusal, match=said):
        plan(environment(tmp_path / "home", tmp_path / "own"))


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"of LANDWAITER_TEMPLATES cannot be read: .* Expected"):
        plan(environment(tmp_path / "home", tmp_path / "nowhere"))


def test_templates_that_can_be_used_are_taken(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "plain.txt").write_text("{{ message.headline }} {{ foot }}", encoding="utf-8")
    made = plan(environment(tmp_path / "home", tmp_path / "own"))
    assert made.settings.templates == (tmp_path / "own").resolve()
    assert made.environment["LANDWAITER_TEMPLATES"] == str(tmp_path / "own")
