"""Files that are no export, or more than any memory: `verify` says one sentence and ends with status 1."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deployments import unpacked
from deployments.verify import main

MOST_BYTES = 1_000_000
"""The limit in these tests, so that they write no more."""

PARTS = ("chain.json", "docket.json", "receipts.json", "papers.json", "manifest.json")
WHOLE: dict[str, Any] = {
    "chain.json": {"links": [], "head": ""},
    "docket.json": {"entries": []},
    "receipts.json": [],
    "papers.json": [],
    "manifest.json": {},
}
WRONG = [0, 1.5, "x", None, True, [], [0], {}, {"a": 0}, {"links": 0, "head": 0}, [[[]]], {"entries": [0]}]


def write(path: Path, files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def whole() -> dict[str, bytes]:
    return {name: json.dumps(content).encode() for name, content in WHOLE.items()}


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.startswith("landwaiter: ")
    assert len(line) < 1_000
    return line


def bomb(path: Path) -> Path:
    return write(path, whole() | {"papers/a.docx": b"\0" * (MOST_BYTES + 1)})


def many(path: Path) -> Path:
    return write(
        path,
        {f"papers/{number}": b"" for number in range(unpacked.MOST_FILES + 1)},
        method=zipfile.ZIP_STORED,
    )


def deep(path: Path) -> Path:
    return write(path, whole() | {"chain.json": b"[" * 100_000})


def digits(path: Path) -> Path:
    return write(path, whole() | {"chain.json": b"9" * 4_301})


def no_zip(path: Path) -> Path:
    path.write_bytes(b"PK\3\4 and nothing of it")
    return path


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (bomb, "unpacks to 1,000,"),
        (many, "holds 10,001 files"),
        (deep, "chain.json has lists within each other"),
        (digits, "chain.json is not JSON"),
        (no_zip, "cannot be read"),
    ],
    ids=["bomb", "members", "deep", "digits", "no ZIP"],
)
def test_a_file_beyond_the_limits_is_one_sentence(
    made: Callable[[Path], Path],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacked, "MOST_BYTES", MOST_BYTES)
    assert said in refused(made(tmp_path / "export.zip"), capsys)


def test_a_folder_and_a_file_that_is_not_there_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot be read" in refused(tmp_path, capsys)
    assert "cannot be read" in refused(tmp_path / "none.zip", capsys)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_wrong_kind_never_ends_in_a_traceback(
    part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, wrong in enumerate(WRONG):
        content = whole() | {part: json.dumps(wrong).encode()}
        status = main([str(write(tmp_path / f"{place}.zip", content))])
        told = capsys.readouterr()
        assert status == 1 or told.out
        assert "Traceback" not in told.err
        assert told.err.count("\n") <= 1
