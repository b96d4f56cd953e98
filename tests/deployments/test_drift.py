"""A newer text of the law names the rules whose words it no longer has, and their open matters."""

from pathlib import Path

import pytest

from deployments.drift import main
from models.law.load import load_law
from models.settings import Settings
from tests.support.scenes import Scene


@pytest.fixture
def record(settings: Settings, scene: Scene) -> dict[str, str]:
    """The environment of a record with one open report, and one that is done."""
    for docket in ("AUD-1", "AUD-2"):
        scene.open(docket)
        scene.record("closing_conference_held", "2025-06-20", docket=docket)
    scene.record("report_completed", "2025-07-01", docket="AUD-2")
    return {"LANDWAITER_HOME": str(settings.home), "LANDWAITER_DATABASE_URL": settings.database_url}


def newer_text(tmp_path: Path, old: str, new: str) -> str:
    words = "\n".join(rule.versions[-1].quote for rule in load_law().rules.values())
    assert old in words
    path = tmp_path / "newer.txt"
    path.write_text(words.replace(old, new), encoding="utf-8")
    return str(path)


def test_the_open_matters_stand_under_the_rule_whose_words_are_gone(
    record: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = newer_text(tmp_path, "within 90 calendar days following", "within 60 calendar days following")
    assert main([text], record) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("AUD-06  19 CFR 163.11(a)(5)")
    assert said[1:] == [
        "    AUD-1: 2025-09-18, pending",
        f"1 of {len(load_law().rules)} rules quote words that are not in this text.",
    ]


def test_a_text_with_all_the_words_touches_nothing(
    record: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([newer_text(tmp_path, "calendar", "calendar")], record) == 0
    assert capsys.readouterr().out.startswith("0 of ")


@pytest.mark.parametrize("arguments", [[], ["one", "two"], ["/no/such/file"]])
def test_a_file_that_cannot_be_read_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments, {}) == 2
    assert capsys.readouterr().err.startswith("landwaiter: ")
