"""The reported cases and the sample dockets: what the law answers, and that the demo tells all of it."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deployments.demo.scenarios import DOCKETS, Story, stories
from models.law.examples import run_precedent
from models.law.load import load_law
from notifications.policy.reasons import Reason
from tests.law.oracle.calculator import answer as second_answer
from tests.law.support.engine import answer

STORIES = {story.name: story for story in stories()}

ANSWERS: dict[str, list[tuple[str, str, str, str]]] = {
    "fag-bearings": [],
    "frowein": [("SUM-14", "1984-01-27", "1984-01-27", "missed")],
    "rainbow-rugs": [("SUM-02", "1993-06-30", "1993-06-30", "missed")],
    "rubin": [("SUM-02", "1991-03-28", "1991-03-28", "missed")],
    "twitter": [("SUM-02", "2017-03-13", "2017-03-13", "lifted")],
    "sample-audit": [
        ("AUD-08", "2026-05-01", "2026-05-01", "used"),
        ("AUD-05", "2026-05-17", "2026-05-18", "met_late"),
        ("AUD-14", "2026-05-21", "2026-05-21", "met"),
        ("AUD-09", "2026-05-29", "2026-05-29", "met_late"),
        ("AUD-06", "2026-10-11", "2026-10-13", "met_late"),
        ("AUD-07", "2026-12-02", "2026-12-02", "met"),
    ],
    "sample-contempt": [
        ("SUM-07", "2026-01-14", "2026-01-15", "met_late"),
        ("SUM-09", "2026-01-29", "2026-01-29", "missed"),
        ("SUM-02", "2026-01-30", "2026-01-30", "missed"),
        ("SUM-10", "2026-01-30", "2026-01-30", "open"),
        ("SUM-16", "2027-01-13", "2027-01-13", "crossed"),
    ],
    "sample-demand": [
        ("DEM-03", "2026-04-03", "2026-04-03", "met"),
        ("DEM-02", "2026-04-04", "2026-04-06", "met_in_gap"),
        ("DEM-04", "2026-04-10", "2026-04-10", "met"),
    ],
    "sample-disclosure": [
        ("PDS-01", "2026-03-01", "2026-03-02", "met_in_gap"),
        ("PDS-02", "2026-03-28", "2026-03-30", "met"),
        ("PDS-03", "2026-05-22", "2026-05-22", "met"),
        ("PDS-04", "2026-07-05", "2026-07-06", "met"),
    ],
    "sample-enforcement": [
        ("SUM-02", "2026-01-20", "2026-01-20", "missed"),
        ("SUM-14", "2026-01-28", "2026-01-28", "missed"),
        ("SUM-16", "2027-02-03", "2027-02-03", "crossed"),
    ],
    "sample-late-production": [
        ("DEM-03", "2026-03-03", "2026-03-03", "lifted"),
        ("DEM-02", "2026-03-04", "2026-03-04", "met_late"),
    ],
    "sample-seizure": [
        ("PEN-10", "2026-03-26", "2026-03-26", "met"),
        ("PEN-05S", "2026-04-01", "2026-04-01", "met"),
    ],
    "sample-year-end": [
        ("AUD-06", "2025-12-24", "2025-12-29", "met_late"),
        ("AUD-07", "2026-02-04", "2026-02-04", "met"),
    ],
}


def explained(story: Story) -> dict[str, Any]:
    """The answer of the command line."""
    command = [sys.executable, "-m", "models.law", "explain", "-", "--json"]
    done = subprocess.run(command, input=json.dumps(story.docket), capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("name", ANSWERS)
def test_each_docket_is_answered(name: str) -> None:
    rows = explained(STORIES[name])["deadlines"]
    found = [(row["rule"], row["strict_on"], row["lenient_on"], row["status"]) for row in rows]
    assert found == ANSWERS[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_second_calculator_answers_each_docket_alike(name: str) -> None:
    docket = STORIES[name].docket
    assert answer(docket) == second_answer(docket)


def test_every_docket_that_comes_with_landwaiter_has_its_answer_here() -> None:
    assert set(STORIES) == set(ANSWERS)
    assert all(story.source and story.note for story in STORIES.values())


def test_twitters_summons_was_due_before_it_was_served() -> None:
    codes = [problem["code"] for problem in explained(STORIES["twitter"])["problems"]]
    assert codes == ["return_not_after_service"]


@pytest.mark.parametrize(
    ("id_", "case", "strict", "lenient"),
    [
        ("H01", "Psaki Bros.", date(1908, 1, 26), date(1908, 1, 27)),
        ("H02", "Cintez", date(1937, 2, 28), date(1937, 3, 1)),
        ("H03", "Thalson", date(1947, 8, 23), date(1947, 8, 25)),
        ("H04", "Hawaiian Oke", date(1948, 12, 4), date(1948, 12, 6)),
    ],
)
def test_the_old_cases_of_a_closed_last_day_answer_with_both_readings_and_name_a1(
    id_: str, case: str, strict: date, lenient: date
) -> None:
    (found,) = (each for each in load_law().precedents if each.id == id_)
    assert found.case.startswith(case)
    assert (found.strict_on, found.lenient_on, found.ambiguity) == (strict, lenient, "A1")
    assert run_precedent(found) == []
    another = replace(found, lenient_on=strict)
    assert run_precedent(another)
    assert run_precedent(replace(found, ambiguity="A26")) == ["expected it to name A26, found A1"]


def test_the_demo_prints_every_alert_as_it_came_in_by_mail() -> None:
    command = [sys.executable, "-m", "deployments.demo"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=DOCKETS.parents[1])
    assert done.returncode == 0, done.stderr
    for part in (
        "| Deadline: AUD-14",
        "| New deadline: Claim what was seized, with a bond; the last day is Thursday, March 26, 2026.",
        "The records were late by 7 days; a penalty can still come, at most $100,000",
        "were closed by an order that may not make a holiday. Counted with and without that",
        "2026-05-01  right opened      to Ann <ann@example.com>",
        "2026-05-30  missed",
        "NOTICE, due Sun, Oct 11, date moved: CBP completes the written audit report (SAMPLE-AUDIT)",
        "2027-01-12  due now",
        "2027-02-03  threshold crossed to Ann",
        "defect: return not after service",
        "19 CFR 163.11(a)(5); 19 U.S.C. 1509(b)(4): Day 0 is Wed, Jun 10, 2026",
        "ACTION, took effect Wed, Feb 3: ",
        "ACTION, open since Fri, May 1: Petition for a closing conference (SAMPLE-AUDIT)",
        "attached: petition-closing-conference-SAMPLE-AUDIT.docx, ",
        "2026-01-05  several at once   to Ann <ann@example.com>",
        "2026-03-31  escalated         to Cole <cole@example.com> at 13:00",
        "2026-04-03  due now           to Eve <eve@example.com>",
        "2026-04-03  undelivered       to Lee <lee@example.com>",
        "2026-03-16  in doubt          to Eve <eve@example.com>",
        "2026-06-04  withdrawn         to Ann <ann@example.com>",
        "alerts went out by mail",
        "Every reason was shown",
    ):
        assert part in done.stdout
    for reason in Reason:
        words = reason.replace("_", " ")
        shown = rf"silent: {words}: " if reason.is_silence else rf"\d{{4}}-\d\d-\d\d  {words} +to \w+ <"
        assert re.search(shown, done.stdout), words
