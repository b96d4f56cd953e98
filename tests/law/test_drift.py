"""Drift: the quoted words that a newer text lost, and the words that the texts we read never held."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.law.drift import drift
from models.law.load import load_law

SOURCES = [path for path in sorted((Path(__file__).parent / "sources").iterdir()) if path.is_file()]
NOT_AMONG_THE_TEXTS = {
    "SAL-09": "19 U.S.C. 1493; 19 CFR 127.36",
    "SAL-11": "19 U.S.C. 1491(d)",
    "SAL-16": "19 U.S.C. 1613(a)",
    "PEN-09": "19 U.S.C. 1621",
    "RET-09": "19 CFR 182.15(a); 19 U.S.C. 1508(b), (f)",
    "RUL-03": "19 U.S.C. 1625(a)",
    "RUL-04": "19 U.S.C. 1625(b)",
}
"""Rules that quote a statute, or a section of the regulations that the texts do not hold."""


def run(file: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "models.law", "drift", file]
    return subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)


def quoted() -> list[str]:
    """The newest words of every rule."""
    return [rule.versions[-1].quote for rule in load_law().rules.values()]


def test_the_texts_that_we_read_hold_the_words_of_every_rule_but_those_of_statutes_and_two_sections() -> None:
    assert [path.name for path in SOURCES] == ["informed-compliance-strategy.txt", "texts.md"]
    done = run("-", "\n".join(path.read_text(encoding="utf-8") for path in SOURCES))
    *lost, counts = done.stdout.splitlines()
    assert done.returncode == 1
    assert dict(line.split(": “")[0].split("  ") for line in lost) == NOT_AMONG_THE_TEXTS
    assert all(re.search(r"U\.S\.C\.|19 CFR (182|127\.36)", each) for each in NOT_AMONG_THE_TEXTS.values())
    rules = len(load_law().rules)
    assert f"of {rules - len(NOT_AMONG_THE_TEXTS)} of {rules} rules" in counts


def test_drift_finds_words_that_a_newer_text_lost(tmp_path: Path) -> None:
    newer = tmp_path / "newer.txt"
    text = "\n".join(f"“{words}”" for words in quoted())
    newer.write_text(text.replace("90 calendar days", "120 calendar days"), encoding="utf-8")
    done = run(str(newer))
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()[:-1]] == ["AUD-06"]


def test_drift_disregards_spaces_dashes_and_quotation_marks() -> None:
    respaced = " ".join(quoted()).replace(" ", "\n  ").replace("on-site", "on‑site").replace("'", "’")
    assert drift(load_law(), respaced) == ()


@pytest.mark.parametrize(
    "hyphened",
    [
        "aban-\ndoned",
        "aban-\n    doned",
        "aban-doned",
        "aban‐\ndoned",
        "aban\u00addoned",
        "aban\u00ad\ndoned",
    ],
)
def test_drift_bridges_the_hyphen_of_a_line_break(hyphened: str) -> None:
    text = " ".join(quoted())
    assert "abandoned" in text
    assert drift(load_law(), text.replace("abandoned", hyphened)) == ()


def test_drift_bridges_a_hyphen_that_only_the_quoted_words_have() -> None:
    assert any("on-site" in words for words in quoted())
    assert drift(load_law(), " ".join(quoted()).replace("on-site", "onsite")) == ()


def test_a_hyphen_beside_a_number_counts() -> None:
    law = load_law()
    rule = law.rules["AUD-06"]
    (version,) = rule.versions[-1:]
    year = replace(law, rules={rule.id: replace(rule, versions=(replace(version, quote="a 2-year period"),))})
    assert drift(year, "within a 2-\nyear period") == ()
    assert [lost.rule for lost in drift(year, "within a 2year period")] == ["AUD-06"]


def test_a_word_that_another_word_divides_is_lost() -> None:
    text = " ".join(quoted())
    found = {lost.rule for lost in drift(load_law(), text.replace("abandoned", "aban doned"))}
    assert found == {id for id, rule in load_law().rules.items() if "abandoned" in rule.versions[-1].quote}
