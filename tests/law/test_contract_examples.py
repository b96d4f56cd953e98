"""The three complete examples of the contract are answered to the letter by the command line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = json.loads((Path(__file__).parent / "contract_examples.json").read_text(encoding="utf-8"))
AUDIT = EXAMPLES[0]["docket"]
KEYS = [
    "rule", "kind", "title", "citation", "bound", "anchor", "strict_on", "lenient_on", "act_by", "status",
    "settled_on", "if_missed", "quote", "ambiguities", "trace",
]  # fmt: skip
WORDS = ("title", "citation", "quote", "trace")


def run(*arguments: str, given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "models.law", "explain", "-", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


def check(answer: dict[str, Any], wanted: dict[str, Any]) -> None:
    """The dates, the words of closed sets and the keys as the contract has them; texts are our own."""
    assert list(answer) == ["deadlines", "problems"]
    assert [list(row) for row in answer["deadlines"]] == [KEYS] * len(wanted["deadlines"])
    for row, expected in zip(answer["deadlines"], wanted["deadlines"], strict=True):
        assert {key: row[key] for key in expected} == expected
        assert all(row[word] for word in WORDS)
    assert [{key: each[key] for key in ("code", "entry")} for each in answer["problems"]] == wanted[
        "problems"
    ]
    assert all(each["citation"] and each["text"] for each in answer["problems"])


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["name"] for each in EXAMPLES])
def test_the_example_is_answered_as_one_document(example: dict[str, Any]) -> None:
    done = run("--json", given=json.dumps(example["docket"]))
    assert (done.returncode, done.stderr) == (0, "")
    check(json.loads(done.stdout), example["answer"])


def test_the_examples_are_answered_as_lines() -> None:
    done = run("--jsonl", given="\n\n".join(json.dumps(each["docket"]) for each in EXAMPLES) + "\n")
    lines = done.stdout.splitlines()
    assert (done.returncode, len(lines)) == (0, len(EXAMPLES))
    for line, example in zip(lines, EXAMPLES, strict=True):
        check(json.loads(line), example["answer"])


def test_the_trace_gives_each_reason() -> None:
    answer = json.loads(run("--json", given=json.dumps(AUDIT)).stdout)
    told = " ".join(answer["deadlines"][1]["trace"])
    for part in (
        "Fri, Jun 20, 2025",
        "90 calendar days end on Thu, Sep 18, 2025",
        "wording in force from Tue, Dec 27, 2011",
        "moves to Sun, Oct 12, 2025",
        "Tue, Oct 14, 2025 (A1)",
        "'valuation': this date stays for the other issues",
    ):
        assert part in told
