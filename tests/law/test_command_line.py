"""The law at the command line: check, rules, explain in words, exposure; and that it starts light."""

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from models.law.exposure import ExposureError, amount, exposure
from models.law.load import load_law
from tests.law.support.engine import docket, e


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "models.law", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


def test_check_runs_every_example_and_prints_the_counts() -> None:
    done = run("check")
    law = load_law()
    assert done.returncode == 0
    for count, noun in (
        (len(law.sections), "sections"),
        (len(law.rules), "rules"),
        (len(law.examples) + len(law.costs) + len(law.precedents), "examples"),
        (32, "ambiguities"),
    ):
        assert f"{count} {noun}" in done.stdout
    assert "every example holds" in done.stdout


def test_check_names_each_amendment_that_nobody_here_has_read() -> None:
    amendments = load_law().not_read
    assert amendments
    lines = run("check").stdout.splitlines()
    assert lines[1:] == [f"Not read: {each}" for each in amendments]


def test_the_rule_table_has_a_line_for_each_rule() -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(load_law().rules)


def test_the_rule_table_as_json_has_the_words_of_each_wording() -> None:
    rules = {rule["id"]: rule for rule in json.loads(run("rules", "--json").stdout)}
    assert [version["in_force"] for version in rules["AUD-06"]["versions"]] == ["1998-07-16", "2011-12-27"]
    assert "10 business days" in rules["SUM-07"]["versions"][0]["quote"]


def test_explain_in_words_gives_days_reasons_and_what_is_defective() -> None:
    given = docket(
        "summons",
        "2017-03-20",
        e("summons_issued", "2017-03-14", return_on="2017-03-13", third_party=False),
        e("summons_served", "2017-03-14"),
    )
    done = run("explain", "-", given=json.dumps(given))
    assert done.returncode == 0
    for part in ("SUM-02", "2017-03-13", "return_not_after_service", "not legal advice"):
        assert part in done.stdout


def test_the_command_line_loads_neither_prefect_nor_a_database() -> None:
    code = (
        "import sys, runpy; sys.argv = ['law', 'rules']\n"
        "try: runpy.run_module('models.law', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([name for name in ('prefect', 'sqlmodel', 'sqlalchemy', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("culpability", "value", "maximum"),
    [
        ("willful", "80000", "60000.00"),
        ("willful", "133334", "100000.00"),
        ("willful", "133333.33", "99999.99"),
        ("negligent", "20000", "8000.00"),
        ("negligent", "1,000,000", "10000.00"),
        ("negligent", "0", "0.00"),
    ],
)
def test_the_exposure_of_a_release_is_the_lesser_of_cap_and_share(
    culpability: str, value: str, maximum: str
) -> None:
    assert exposure(culpability, amount(value)).maximum == Decimal(maximum)


def test_the_exposure_says_that_duty_is_owed_beside_a_penalty() -> None:
    said = run("exposure", "--culpability", "negligent", "--appraised-value", "80000").stdout
    assert "In addition to any penalty, duty is owed where the demanded record relates to a column 1" in said
    assert "shall be liquidated at the applicable HTSUS column 1 general rate of duty" in said
    assert "column 2 rate of duty if Customs demonstrates" in said


def test_the_exposure_grows_with_the_releases() -> None:
    done = run(
        "exposure", "--culpability", "willful", "--appraised-value", "80000", "--releases", "3", "--json"
    )
    assert json.loads(done.stdout)["maximum"] == "180000.00"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--culpability", "careless", "--appraised-value", "1"),
        ("--culpability", "willful", "--appraised-value", "many"),
        ("--culpability", "willful", "--appraised-value", "-1"),
        ("--culpability", "willful", "--appraised-value", "NaN"),
        ("--culpability", "willful", "--appraised-value", "1", "--releases", "0"),
        ("--culpability", "willful", "--appraised-value", "1", "--excused-by", "iv"),
        ("--culpability", "willful", "--appraised-value", "1", "--excused-by", "v"),
    ],
)
def test_an_exposure_that_makes_no_sense_is_refused(arguments: tuple[str, ...]) -> None:
    done = run("exposure", *(argument.replace("=-", "=-") for argument in _joined(arguments)))
    assert (done.returncode, done.stdout) == (2, "")
    assert "expected" in done.stderr


def _joined(arguments: tuple[str, ...]) -> list[str]:
    """As --name=value, so that a minus is no option."""
    return [f"{name}={value}" for name, value in zip(arguments[::2], arguments[1::2], strict=True)]


def test_an_unknown_culpability_names_the_two_that_there_are() -> None:
    with pytest.raises(ExposureError, match="expected willful or negligent"):
        exposure("careless", Decimal(1))
