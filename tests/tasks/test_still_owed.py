"""*Nothing more* is said only where no deadline, exposure, receipt or next step is open."""

import json
from datetime import date
from random import Random
from typing import Any

import pytest

from models.law.derive import derive
from models.law.engine.answer import Deadline as Derived
from models.law.engine.docket import DocketError, read_docket
from models.law.load import load_law
from models.law.text.vocabulary import Party, RuleKind, Status
from models.record.database import transaction
from models.record.deadlines import columns_of
from models.record.matters import matter_named
from models.record.tables.dockets import Deadline
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.reasons import Reason
from notifications.wording.to_do import to_do
from tasks.alerts.still_owed import still_owed
from tasks.pages.board_page import board_page, read_board
from tasks.pages.matter_page import matter_page
from tests.law.oracle.calculator import LIFECYCLES
from tests.law.support.random_dockets import TOO_RARE, random_docket
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

NOTHING = "Nothing more."
RECEIVED = {
    "AUD-08", "DEM-03", "DEM-11", "PEN-01", "PEN-05", "PEN-05S", "PEN-06", "PEN-08", "PEN-10", "SAL-13",
    "PRG-03", "PRG-06", "PRG-07", "PRG-11", "PRG-13", "SUM-09", "ALT-02", "ALT-07", "ALT-08", "PDS-01",
    "PDS-02", "PDS-03", "RUL-05", "DEM-02", "DEM-05", "RET-11", "CAL-02",
}  # fmt: skip
"""The rules that are met by what CBP, or whoever is named, must receive: its receipt is to be proved."""

OPEN = {"pending", "ambiguous", "missed", "not_open", "open", "running"}
ENDED = {"met", "met_in_gap", "met_late", "used", "lifted", "lapsed", "stopped", "ambiguous"}


def rows_of(docket: dict[str, Any]) -> list[tuple[Derived, Deadline]]:
    law = load_law()
    answer, since = derive(read_docket(docket, law), law), date(2025, 1, 1)
    return [
        (each, Deadline(id=place, matter_id=1, rule=each.rule, set_on=since, **columns_of(each)))
        for place, each in enumerate(answer.deadlines, start=1)
    ]


def says(row: Deadline, rows: list[Deadline], closed: date | None) -> str:
    state = DeadlineState(
        kind=RuleKind(row.kind),
        bound=Party(row.bound),
        strict_on=row.strict_on,
        lenient_on=row.lenient_on,
        act_by=row.act_by,
        status=Status(row.status),
        settled_on=row.settled_on,
        set_on=row.strict_on,
    )
    return to_do(Reason.MET, state, row.lenient_on, is_law=True, owed=still_owed(row, rows, closed_on=closed))


def closed_on(docket: dict[str, Any]) -> date | None:
    """The last day on which the matter was closed here."""
    days = [each["on"] for each in docket["entries"] if each["kind"] == "matter_closed"]
    return date.fromisoformat(max(days)) if days else None


def something_is_owed(mine: Derived, answer: list[Derived], closed: date | None) -> bool:
    """Worked out from the answer of the law alone: another open row, a receipt, a late production.

    So is the time of ours that only the closing of the matter cut short.
    """
    is_cut = mine.settled_on is not None and mine.settled_on == closed and closed < mine.lenient_on
    cut = is_cut and mine.status in ("lifted", "stopped") and mine.bound == "recordkeeper"
    unmet = mine.rule in ("DEM-02", "DEM-05") and mine.status == "lifted"
    others = [each for each in answer if each is not mine and each.kind not in ("retention", "lookback")]
    runs = any(each.status == "crossed" or (each.status in OPEN and not each.settled_on) for each in others)
    done = mine.rule in RECEIVED and mine.status in ("met", "met_in_gap", "met_late", "used")
    late = any(
        each.rule in ("DEM-02", "DEM-05") and each.status in ("met_late", "met_in_gap") for each in answer
    )
    is_law = mine.rule not in load_law().office
    return runs or done or late or unmet or (cut and is_law) or mine.status == "ambiguous"


@pytest.mark.parametrize("lifecycle", [each for each in LIFECYCLES if each != "retention"])
def test_nothing_more_is_said_only_where_nothing_is_owed(lifecycle: str) -> None:
    rng, ended, quiet = Random(1621), 0, 0
    for _ in range(400):
        docket = random_docket(rng, lifecycle)
        try:
            pairs = rows_of(docket)
        except DocketError:
            continue
        answer, rows = [each for each, _ in pairs], [row for _, row in pairs]
        closed = closed_on(docket)
        for mine, row in pairs:
            if mine.settled_on is None or mine.status not in ENDED:
                continue
            said, ended = says(row, rows, closed), ended + 1
            assert said
            if NOTHING in said:
                quiet += 1
                assert not something_is_owed(mine, answer, closed), (mine.rule, json.dumps(docket))
    assert ended > 20, f"only {ended} deadlines ended. {TOO_RARE}"
    assert quiet > 0 or lifecycle in ("storage", "disclosure"), f"something is always owed. {TOO_RARE}"


@pytest.fixture
def late(sqlite_scene: Scene) -> Scene:
    """Records produced a week after the last day."""
    scene = sqlite_scene
    scene.open("DEM-1", "demand")
    scene.contact()
    scene.record("demand_received", "2025-06-02", docket="DEM-1")
    for day in ("2025-06-02", "2025-07-02", "2025-07-03"):
        scene.sweep(day)
    scene.record("records_produced", "2025-07-09", docket="DEM-1")
    scene.sweep("2025-07-09")
    return scene


def test_after_late_production_the_mail_says_what_can_still_come(late: Scene) -> None:
    said = " ".join(text_of(late.mails("ann")[-1]).split())
    assert "The records were late by 7 days; a penalty can still come, at most $100,000 or 75%" in said
    assert NOTHING not in said
    assert "Record the penalty that CBP assessed for a release" in said


def test_page_and_board_keep_the_exposure_until_the_demand_is_closed(late: Scene) -> None:
    def shown(day: str) -> tuple[str, str]:
        with transaction(late.engine) as session:
            page = matter_page(session, matter_named(session, "DEM-1"), LINKS, now=at(day))
            return page, board_page(read_board(session, at(day)), {}, LINKS)

    page, board = shown("2025-08-01")
    assert "late by 7 days" in page
    assert page.count("163.6(b)(3)(") == 4
    assert "## Late production: 1" in board
    assert "late production: 1" in board.split("## By importer")[1]
    assert "late by 7 days" in board
    late.record("demand_closed", "2025-08-04", docket="DEM-1")
    assert "Late production" not in shown("2025-08-04")[1]


def test_after_a_stay_the_proof_of_mailing_is_asked_for(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact()
    facts = {"return_on": "2025-07-10", "third_party": True}
    scene.record("summons_issued", "2025-06-02", docket="SUM-1", facts=facts)
    for day in ("2025-06-02", "2025-07-02", "2025-07-09"):
        scene.sweep(day)
    both = {"direction_given": True, "copies_mailed": True}
    scene.record("stay_directed", "2025-07-09", docket="SUM-1", facts=both)
    scene.sweep("2025-07-09", 17)
    said = [" ".join(text_of(mail).split()) for mail in scene.mails("ann")]
    proof = "Keep the receipts of the registered or certified mail: they prove the stay."
    assert any(proof in each for each in said)


def test_the_closing_of_a_matter_ends_no_time_of_the_law_and_it_is_said() -> None:
    mailed = {"kind": "penalty_mailed", "on": "2025-06-02", "facts": {}}
    closing = {"kind": "matter_closed", "on": "2025-07-28", "facts": {}}
    docket = {"lifecycle": "penalty", "as_of": "2025-07-28", "closures": [], "entries": [mailed, closing]}
    rows = [row for _, row in rows_of(docket)]
    (petition,) = [row for row in rows if row.rule == "PEN-05"]
    said = says(petition, rows, closed_on(docket))
    assert said.startswith(
        "Closing the matter ends the alerts, not the time: by law it runs through Friday, August 1, 2025."
    )
    assert NOTHING not in said
