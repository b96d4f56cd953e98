"""The audit example of the contract is answered to the letter by the command line."""

import json
import subprocess
import sys
from typing import Any

DOCKET = {
    "lifecycle": "audit",
    "timezone": "America/New_York",
    "as_of": "2025-10-13",
    "closures": [],
    "entries": [
        {
            "kind": "audit_notice",
            "on": "2025-02-03",
            "facts": {"by_telephone": True, "in_writing": True, "estimated_end": "2025-06-30"},
        },
        {"kind": "closing_conference_held", "on": "2025-06-20", "facts": {}},
        {
            "kind": "investigation_commenced",
            "on": "2025-07-10",
            "facts": {"formal": False, "issue": "valuation"},
        },
        {
            "kind": "report_delay_notice",
            "on": "2025-09-15",
            "facts": {"reason": "field work abroad", "anticipated_on": "2025-10-12"},
        },
    ],
}
PETITION = {
    "rule": "AUD-08",
    "kind": "right",
    "bound": "recordkeeper",
    "anchor": {"kind": "audit_notice", "on": "2025-06-30"},
    "strict_on": "2025-07-01",
    "lenient_on": "2025-07-01",
    "act_by": None,
    "status": "lifted",
    "settled_on": "2025-06-20",
    "ambiguities": ["A4"],
    "if_missed": "",
    "quote": "may petition in writing for a closing conference",
}
REPORT = {
    "rule": "AUD-06",
    "kind": "deadline",
    "bound": "customs",
    "anchor": {"kind": "closing_conference_held", "on": "2025-06-20"},
    "strict_on": "2025-10-12",
    "lenient_on": "2025-10-14",
    "act_by": None,
    "status": "ambiguous",
    "settled_on": None,
    "ambiguities": ["A1", "A3", "A5"],
    "quote": (
        "Complete a formal written audit report within 90 calendar days following the closing conference"
    ),
}
KEYS = [
    "rule",
    "kind",
    "title",
    "citation",
    "bound",
    "anchor",
    "strict_on",
    "lenient_on",
    "act_by",
    "status",
    "settled_on",
    "if_missed",
    "quote",
    "ambiguities",
    "trace",
]


def run(*arguments: str, given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "models.law", "explain", "-", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


def check(answer: dict[str, Any]) -> None:
    assert list(answer) == ["deadlines", "problems"]
    assert answer["problems"] == []
    assert [sorted(row) for row in answer["deadlines"]] == [sorted(KEYS)] * 2
    for row, wanted in zip(answer["deadlines"], (PETITION, REPORT), strict=True):
        assert {key: row[key] for key in wanted} == wanted
        assert row["title"]
        assert row["citation"].startswith("19 CFR 163.11")
        assert row["trace"]


def test_the_audit_example_is_answered_as_one_document() -> None:
    done = run("--json", given=json.dumps(DOCKET))
    assert (done.returncode, done.stderr) == (0, "")
    check(json.loads(done.stdout))


def test_the_audit_example_is_answered_as_a_line() -> None:
    done = run("--jsonl", given=json.dumps(DOCKET) + "\n\n" + json.dumps(DOCKET) + "\n")
    lines = done.stdout.splitlines()
    assert (done.returncode, len(lines), lines[0]) == (0, 2, lines[1])
    check(json.loads(lines[0]))


def test_the_trace_gives_each_reason() -> None:
    answer = json.loads(run("--json", given=json.dumps(DOCKET)).stdout)
    told = " ".join(answer["deadlines"][1]["trace"])
    for part in (
        "2025-06-20",
        "90 calendar days give 2025-09-18",
        "Wording in force from 2011-12-27",
        "moved to 2025-10-12",
        "2025-10-14 (A1)",
        "'valuation': this date stays for the other issues",
    ):
        assert part in told
