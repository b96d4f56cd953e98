"""A UTF-8 byte order mark at the very beginning of the input is skipped; elsewhere it is no JSON."""

import json
import subprocess
import sys
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from tests.law.support.engine import docket, e

REPORT = json.dumps(docket("audit", "2026-03-02", e("report_completed", "2026-02-02"))).encode()
PETITION = json.dumps(docket("audit", "2026-03-02", e("petition_received", "2026-02-02"))).encode()
FORMS = ((), ("--json",), ("--jsonl",))
PLACES = ("FILE", "-")


def run(given: bytes, *form: str, place: str, house: Path) -> subprocess.CompletedProcess[bytes]:
    """The command on a file of these bytes, or with these bytes on standard input."""
    written = house / "docket.json"
    written.write_bytes(given)
    file, sent = (str(written), b"") if place == "FILE" else ("-", given)
    command = [sys.executable, "-m", "models.law", "explain", file, *form]
    return subprocess.run(command, input=sent, capture_output=True, check=False)


def answers(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What each line of output answers: the rules of a docket, or `error`."""
    read = [json.loads(line) for line in done.stdout.splitlines()]
    return ["error" if "error" in each else each["deadlines"][0]["rule"] for each in read]


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("place", PLACES)
def test_a_mark_at_the_beginning_changes_nothing(place: str, form: tuple[str, ...], tmp_path: Path) -> None:
    marked, plain = (run(mark + REPORT, *form, place=place, house=tmp_path) for mark in (BOM_UTF8, b""))
    assert (marked.returncode, marked.stderr) == (0, b"")
    assert b"AUD-07" in marked.stdout
    assert marked.stdout == plain.stdout


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "given",
    [b" " + BOM_UTF8 + REPORT, b"\n" + BOM_UTF8 + REPORT, BOM_UTF8 * 2 + REPORT, REPORT + BOM_UTF8],
    ids=["after a blank", "on the second line", "twice", "at the end"],
)
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_mark_elsewhere_is_refused(given: bytes, place: str, form: tuple[str, ...], tmp_path: Path) -> None:
    done = run(given, *form, place=place, house=tmp_path)
    assert done.returncode == 2
    if "--jsonl" in form:
        assert answers(done) == ["error"]
    else:
        assert done.stdout == b""
        assert done.stderr.startswith(b"landwaiter: The input is not JSON")


@pytest.mark.parametrize("place", PLACES)
def test_a_marked_line_further_down_is_refused_alone(place: str, tmp_path: Path) -> None:
    lines = [BOM_UTF8 + REPORT, BOM_UTF8 + REPORT, BOM_UTF8, PETITION]
    done = run(b"\n".join(lines), "--jsonl", place=place, house=tmp_path)
    assert (done.returncode, answers(done)) == (2, ["AUD-07", "error", "error", "AUD-09"])


@pytest.mark.parametrize("place", PLACES)
def test_a_mark_before_a_blank_line_leaves_it_blank(place: str, tmp_path: Path) -> None:
    done = run(BOM_UTF8 + b"\n" + PETITION, "--jsonl", place=place, house=tmp_path)
    assert (done.returncode, answers(done)) == (0, ["AUD-09"])


@pytest.mark.parametrize("place", PLACES)
def test_a_mark_alone_is_no_docket(place: str, tmp_path: Path) -> None:
    one = run(BOM_UTF8, "--json", place=place, house=tmp_path)
    assert (one.returncode, one.stdout) == (2, b"")
    none = run(BOM_UTF8, "--jsonl", place=place, house=tmp_path)
    assert (none.returncode, none.stdout, none.stderr) == (0, b"", b"")
