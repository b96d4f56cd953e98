"""Bad input is refused with one clear error, by the reader and at the command line."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.law import __main__ as command_line
from models.law.engine.docket import DocketError
from tests.law.support.engine import docket, e, explain

GOOD = docket("audit", "2026-03-02", e("closing_conference_held", "2026-01-05", "c"))


def changed(**keys: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **keys}


def entry(**keys: Any) -> dict[str, Any]:
    return changed(entries=[{"kind": "report_completed", "on": "2026-02-02", **keys}])


def entries(*given: dict[str, Any]) -> dict[str, Any]:
    return changed(entries=[{"kind": "report_completed", "on": "2026-02-02", **each} for each in given])


REFUSED: dict[str, tuple[object, str]] = {
    "no object": ([], "The docket is []"),
    "unknown key": (changed(entires=[]), "unknown key 'entires'"),
    "unknown key of an entry": (entry(note="x"), "unknown key 'note'"),
    "unknown lifecycle": (changed(lifecycle="seizure"), "lifecycle is 'seizure'"),
    "unknown kind": (entry(kind="report_complete"), "kind is 'report_complete'"),
    "a kind of another lifecycle": (entry(kind="summons_issued"), "of the lifecycle audit"),
    "no entries": (changed(entries=None), "entries is None"),
    "day without zeros": (entry(on="2026-2-2"), "expected a day as YYYY-MM-DD"),
    "day that does not exist": (entry(on="2026-02-30"), "there is no such day"),
    "day with a time": (entry(on="2026-02-02T00:00:00"), "expected a day as YYYY-MM-DD"),
    "day before 1978": (entry(on="1977-12-31"), "from 1978-01-01 to 2199-12-31"),
    "day after 2199": (changed(as_of="2200-01-01"), "from 1978-01-01 to 2199-12-31"),
    "closure that is no day": (changed(closures=["tomorrow"]), "closures is 'tomorrow'"),
    "proclaimed day that is none": (changed(proclaimed=["tomorrow"]), "proclaimed is 'tomorrow'"),
    "proclaimed days that are no list": (changed(proclaimed="2025-01-09"), "proclaimed is '2025-01-09'"),
    "day of a fact that does not exist": (
        entry(kind="further_estimate_given", facts={"estimated_end": "2026-06-31"}),
        "estimated_end is '2026-06-31'",
    ),
    "unknown fact": (entry(facts={"reason": "x"}), "unknown fact 'reason'"),
    "facts that are no object": (entry(facts=[]), "facts is []"),
    "yes/no of the wrong type": (
        entry(kind="investigation_commenced", facts={"formal": "true"}),
        "formal is 'true'; expected true or false",
    ),
    "required yes/no missing": (
        entry(kind="audit_notice", facts={"by_telephone": True}),
        "the fact 'in_writing' is missing",
    ),
    "required fact null": (
        entry(kind="closing_conference_scheduled", facts={"scheduled_for": None}),
        "the fact 'scheduled_for' is missing",
    ),
    "text of the wrong type": (
        entry(kind="report_delay_notice", facts={"reason": 5}),
        "reason is 5; expected text",
    ),
    "a date fixed for a rule that none moves": (
        entry(kind="due_date_fixed", facts={"rule": "AUD-08", "due_on": "2026-06-30"}),
        "rule is 'AUD-08'; expected one of AUD-05, AUD-06, AUD-07, AUD-09, AUD-14",
    ),
    "withdrawal of nothing": (entry(kind="entry_withdrawn"), "expected replaces"),
    "office of an unknown rule": (changed(office={"AUD-06": 5}), "unknown key 'AUD-06'"),
    "office below one": (changed(office={"AUD-05": 0}), "expected a whole number from 1 to 36500"),
    "office of a fraction": (changed(office={"AUD-05": 30.0}), "expected a whole number from 1 to 36500"),
    "office of a truth": (changed(office={"AUD-05": True}), "expected a whole number from 1 to 36500"),
    "unknown time zone": (changed(timezone="Mars/Olympus"), "timezone is 'Mars/Olympus'"),
    "empty id": (entry(id=""), "id is ''"),
    "id twice": (entries({"id": "a"}, {"id": "a"}), "the id 'a' is used twice"),
    "replaces nobody": (entry(replaces="z"), "replaces 'z', but no other entry has that id"),
    "replaces itself": (entry(id="a", replaces="a"), "replaces 'a', but no other entry has that id"),
    "replaced twice": (entries({"id": "a"}, {"replaces": "a"}, {"replaces": "a"}), "'a' is replaced twice"),
    "replacements in a circle": (
        entries({"id": "a", "replaces": "b"}, {"id": "b", "replaces": "a"}),
        "Corrections go in a circle",
    ),
    "of nobody": (entry(of="z"), "of names 'z', but no other entry has that id"),
    "of that names one twice": (entries({"id": "a"}, {"of": ["a", "a"]}), "of names 'a' twice"),
    "of that is no list": (entry(of=5), "of is 5"),
    "of in a circle": (entries({"id": "a", "of": "b"}, {"id": "b", "of": "a"}), "Links go in a circle"),
    "of the entry it corrects": (
        entries({"id": "a"}, {"id": "b", "replaces": "a", "of": "a"}),
        "Links go in a circle",
    ),
}
NUMBERS = [-1, "100", True, float("inf"), float("nan")]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_message_that_names_it(name: str) -> None:
    given, said = REFUSED[name]
    with pytest.raises(DocketError) as raised:
        explain(given)
    assert said in str(raised.value)


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_a_number_that_is_none_is_refused(number: object) -> None:
    given = docket("summons", "2026-03-02", e("summons_served", "2026-01-05", miles=number))
    with pytest.raises(DocketError, match=r"miles is .*; expected a number of 0 or more"):
        explain(given)


@pytest.mark.parametrize(
    "given",
    [
        changed(timezone=None, closures=None, proclaimed=None, office=None),
        entry(facts=None, id=None, replaces=None, of=None),
        entry(of=[]),
        entry(kind="report_delay_notice", facts={"reason": "  ", "anticipated_on": None}),
        docket("summons", "2026-03-02", e("summons_served", "2026-01-05", miles=10**400)),
    ],
)
def test_what_is_not_given_may_be_null_blank_or_empty(given: dict[str, Any]) -> None:
    explain(given)


def test_a_list_of_links_may_hold_an_entry_and_its_correction() -> None:
    explain(entries({"id": "a"}, {"id": "b", "replaces": "a"}, {"of": ["a", "b"]}))


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "models.law", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


@pytest.mark.parametrize(
    "given",
    [
        json.dumps(changed(entires=[])).encode(),
        b"{",
        b"\xff",
        b'{"as_of": "2026-01-01", "as_of": "2026-01-01"}',
        b'{"lifecycle": "summons", "as_of": NaN, "entries": []}',
        b"[" * 100_000,
    ],
    ids=["bad docket", "no JSON", "no UTF-8", "key twice", "NaN", "too deep"],
)
def test_the_command_line_says_one_thing_prints_nothing_and_exits_with_2(given: bytes) -> None:
    done = run("explain", "-", "--json", given=given)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"landwaiter: ")
    assert done.stderr.count(b"\n") == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run("explain", str(tmp_path / "none.json"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"none.json: No such file" in done.stderr


def test_a_bad_line_is_answered_in_its_place_and_the_rest_all_the_same() -> None:
    lines = [json.dumps(GOOD), "", json.dumps(changed(as_of="x")), "nonsense", json.dumps(GOOD)]
    done = run("explain", "-", "--jsonl", given="\n".join(lines).encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [sorted(answer) for answer in answers] == [
        ["deadlines", "problems"],
        ["error"],
        ["error"],
        ["deadlines", "problems"],
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"[" * 100_000, b"more than 100 deep"),
        (b'{"lifecycle": ' + b"[" * 900 + b"]" * 900 + b"}", b"lifecycle is "),
        (json.dumps(changed(entries=[{}] * 5_001)).encode(), b"has 5,001 entries; the limit is 5,000"),
        (b'{"as_of": ' + b"9" * 4_301 + b"}", b"a number of more than 4,300 digits"),
        (json.dumps(changed(lifecycle="x" * 100_000)).encode(), b"lifecycle is 'xxx"),
        (json.dumps({"\ud800": 1}).encode(), b"unknown key"),
        (b'{"a\\ud800": 1, "a\\ud800": 2}', b"given twice"),
        (b'"' + b"x" * 20_000_001 + b'"', b"the limit of a docket is 20,000,000"),
    ],
    ids=["deep", "deep within", "entries", "digits", "long", "surrogate", "surrogate twice", "large"],
)
def test_what_is_beyond_the_limits_is_one_short_sentence(given: bytes, said: bytes) -> None:
    done = run("explain", "-", "--jsonl", given=given)
    told = done.stdout
    assert done.returncode == 2
    assert said in told
    assert told.count(b"\n") == 1
    assert len(told) < 1_200
    assert b"Traceback" not in done.stderr


def test_a_docket_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    issued = e("summons_issued", "2026-01-05", return_on="2026-02-05", third_party=False)
    served = e("summons_served", "2026-01-06")
    linked = [issued | {"id": f"S{place}"} for place in range(2400)]
    linked += [served | {"id": f"V{place}", "of": f"S{place}"} for place in range(2400)]
    path = tmp_path / "docket.json"
    path.write_text(json.dumps(docket("summons", "2026-03-02", *linked)), encoding="utf-8")
    monkeypatch.setattr(command_line, "MOST_SECONDS", 0.02)
    assert command_line.main(["explain", str(path)]) == 2
