"""What changes no date changes no law; a number, a comparison or a reading changes its meaning.

Each case edits a copy of `models` and asks a process of its own for the two fingerprints.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.law.load import load_law

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(pytest.__file__).resolve().parents[1]
ASKS = "from models.law.load import load_law; law = load_law(); print(law.wording, law.meaning)"
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the room of the law, to be changed."""
    shutil.copytree(ROOT / "models", tmp_path / "models", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "models" / "law"


def fingerprints(house: Path, python: str = sys.executable) -> list[str]:
    """The wording and the meaning of the law in a house."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(house), str(SITE)])}
    asked = [python, "-B", "-c", ASKS]
    done = subprocess.run(asked, cwd=house, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def other_docstrings(law: Path) -> None:
    for path in (law / "engine").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        said = re.sub(r'""".*?"""', '"""Said otherwise."""', text, flags=re.DOTALL)
        path.write_text(said, encoding="utf-8")


def renamed_files(law: Path) -> None:
    (law / "engine" / "date_changes.py").rename(law / "engine" / "notices.py")
    (law / "part163" / "163.11-audits.md").rename(law / "part163" / "z-audits.md")
    for path in law.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("models.law.engine.date_changes", "models.law.engine.notices"))


def formatted(law: Path) -> None:
    program = Path(sys.executable).with_name("ruff")
    command = [str(program), "format", "--isolated", "--line-length", "70", "--quiet", str(law)]
    subprocess.run(command, check=True)


def with_comments(law: Path) -> None:
    for path in law.rglob("*.py"):
        path.write_text(path.read_text(encoding="utf-8") + "\n# Looked through.\n", encoding="utf-8")


@pytest.mark.parametrize("change", [other_docstrings, renamed_files, formatted, with_comments])
def test_what_changes_no_date_and_no_text_is_no_change_of_the_law(
    law: Path, change: Callable[[Path], None]
) -> None:
    before = (law / "engine" / "counting.py").read_text(encoding="utf-8")
    change(law)
    assert fingerprints(law.parents[1]) == fingerprints(ROOT)
    moved = change is renamed_files
    assert moved or (law / "engine" / "counting.py").read_text(encoding="utf-8") != before


def another_number(law: Path) -> None:
    put(law / "part163" / "163.11-audits.md", "within 90 calendar days", "within 91 calendar days")
    put(law / "part163" / "163.11-audits.md", "count = 90", "count = 91")


def another_comparison(law: Path) -> None:
    put(law / "engine" / "answer.py", "as_of < strict_on", "as_of <= strict_on")


def swapped_readings(law: Path) -> None:
    put(law / "engine" / "counting.py", "return Readings(clear, literal)", "return Readings(literal, clear)")


def another_closure(law: Path) -> None:
    with (law / "closures.toml").open("a", encoding="utf-8") as closures:
        closures.write('\n[[closure]]\non = 2031-12-26\nsource = "An order"\nread_in = "A gazette"\n')


def another_start(law: Path) -> None:
    put(law / "part163" / "163.11-audits.md", "formal = true", "formal = false")


@pytest.mark.parametrize(
    "change", [another_number, another_comparison, swapped_readings, another_closure, another_start]
)
def test_what_can_change_a_date_changes_the_meaning(law: Path, change: Callable[[Path], None]) -> None:
    change(law)
    assert fingerprints(law.parents[1])[1] != fingerprints(ROOT)[1]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("part163/163.11-audits.md", 'if_missed = "', 'if_missed = "Look. '),
        ("part163/163.11-audits.md", "# § 163.11", "# Section 163.11"),
        ("engine/trace.py", 'return f"', 'return f"Counted: '),
    ],
)
def test_another_sentence_changes_the_wording_and_not_the_meaning(
    law: Path, file: str, old: str, new: str
) -> None:
    put(law / file, old, new)
    wording, meaning = fingerprints(law.parents[1])
    former_wording, former_meaning = fingerprints(ROOT)
    assert (wording != former_wording, meaning) == (True, former_meaning)


def test_every_law_that_is_listed_as_equal_has_todays_meaning() -> None:
    law = load_law()
    assert set(law.equals.values()) <= {law.meaning}, "models/law/equal_laws.toml says what to do."


def pythons() -> list[str]:
    """The programs of other supported Pythons on this machine."""
    # A manager's own stand-ins come last: they answer for versions that nobody chose.
    beside = [str(path.parent) for path in Path.home().glob(".pyenv/versions/3.1*/bin/python")]
    places = os.pathsep.join([*beside, os.environ["PATH"]])
    found = (shutil.which(f"python{version}", path=places) for version in SUPPORTED)
    return [path for path in found if path is not None]


def test_every_supported_python_at_hand_reads_the_same_law() -> None:
    at_hand = pythons()
    assert at_hand
    assert {python: fingerprints(ROOT, python) for python in at_hand} == dict.fromkeys(
        at_hand, fingerprints(ROOT)
    )
