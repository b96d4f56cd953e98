"""What is in the repository can be used on any machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

INDEX_ADDRESS = re.compile(r"(index-url|find-links)[ =]+\S*/|https?://\S+/simple\b|files\.pythonhosted")
HOMES = ("root", "home", "work", "Users")
MACHINE_PATH = re.compile(rf"(?<![\w.\]\)~>-])/({'|'.join(HOMES)})/\w")


def tracked_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    names = [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    contents = [(name, (ROOT / name).read_bytes()) for name in names]
    return [(name, body.decode("utf-8")) for name, body in contents if b"\0" not in body]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_package_index() -> None:
    assert lines_with(INDEX_ADDRESS) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert INDEX_ADDRESS.search("--index" + "-url https://packages.example/x")
    assert INDEX_ADDRESS.search("https://packages.example" + "/simple")
    assert MACHINE_PATH.search('cd "/' + 'home/ann/landwaiter"')
    assert not MACHINE_PATH.search("https://example.com/" + "home/page")


@pytest.mark.parametrize(("lock", "fewest"), [("requirements.lock", 50), ("tests/benchmarks/peers.lock", 15)])
def test_each_locked_package_has_one_version_and_hashes(lock: str, fewest: int) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    locked = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(locked) > fewest
    shape = re.compile(r"[\w.-]+(\[[\w, -]+\])?==[\w.+!]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+\s*")
    assert [line[:60] for line in locked if not shape.fullmatch(line)] == []


def test_the_lock_stays_below_the_two_caps() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^prefect==3\.8\.", text, re.M)
    assert re.search(r"^fastapi==0\.1(39|4\d|50)\.", text, re.M)
    assert re.search(r"^sqlalchemy(\[\w+\])?==2\.0\.", text, re.M)
