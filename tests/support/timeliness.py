"""Audits for the punctuality ledger, and what the ledger makes of them."""

from typing import Any

from models.law.load import load_law
from tasks.pages.timeliness_page import sentences
from tasks.timeliness.figures import Case
from tasks.timeliness.ledger import Ledger, read_ledger
from tests.support.scenes import Scene, at

TODAY = "2025-09-28"
CONFERENCE, REPORT = "closing_conference_held", "report_completed"


def ledger_of(scene: Scene, importer: str = "", day: str = TODAY) -> Ledger:
    """The ledger as it stands on a day."""
    return read_ledger(scene.engine, importer=importer, now=at(day))


def audit(
    scene: Scene, docket: str, *happened: tuple[str, str], importer: str = "Acme", **facts: Any
) -> None:
    """An audit of which this happened."""
    scene.open(docket, importer=importer)
    for kind, on in happened:
        scene.record(kind, on, docket=docket, facts=facts.get(kind, {}))


def five_audits(scene: Scene) -> None:
    """90 days of 3 March 2025 are Sunday 1 June; by the lenient reading Monday 2 June."""
    for docket, report in (("1", "05-30"), ("2", "06-02"), ("3", "07-02"), ("4", "07-03")):
        audit(scene, f"AUD-{docket}", (CONFERENCE, "2025-03-03"), (REPORT, f"2025-{report}"))
    audit(scene, "AUD-5", (CONFERENCE, "2025-06-20"))


def of_rule(ledger: Ledger, rule: str) -> list[Case]:
    """Its cases of one step."""
    return [case for case in ledger.cases if case.rule == rule]


def said(ledger: Ledger, rule: str) -> list[str]:
    """What may be said of one step."""
    return sentences(load_law().rules[rule], of_rule(ledger, rule))
