"""One audit from its notice to its report, day by day: who was told what, and why.

Every day is looked at. The table is what came in by mail; nothing else came, and nothing came twice.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import html_of, text_of
from tests.support.scenes import Scene

FIRST, LAST = date(2025, 6, 2), date(2026, 3, 31)
CHAIN = {"Ann": "owner", "Lee": "lead", "Cole": "counsel", "Eve": "executive"}

Act = Callable[[Scene, str], object]


def notice(ends: str, *, corrects: int | None = None) -> Act:
    facts = {"by_telephone": True, "in_writing": True, "estimated_end": ends}

    def act(scene: Scene, day: str) -> object:
        return scene.record("audit_notice", "2025-06-03", facts=facts, replaces=corrects, recorded=day)

    return act


def happens(kind: str) -> Act:
    return lambda scene, day: scene.record(kind, day)


ACTS: dict[str, tuple[str, Act]] = {
    "2025-06-03": ("Customs gives notice: the audit is to end by 31 July", notice("2025-07-31")),
    "2025-08-04": (
        "Ann has the petition in hand until 20 August",
        lambda scene, day: scene.acknowledge("Ann", "AUD-08", on=day, until="2025-08-20"),
    ),
    "2025-09-08": ("The letter said 17 October: the notice is corrected", notice("2025-10-17", corrects=1)),
    "2025-10-16": ("The auditors leave", happens("onsite_work_completed")),
    "2025-11-03": ("The closing conference", happens("closing_conference_held")),
    "2026-01-28": (
        "Ann does not want to hear of the report until 20 February",
        lambda scene, day: scene.snooze("Ann", "AUD-06", on=day, until="2026-02-20"),
    ),
    "2026-02-12": ("CBP completes the report", happens("report_completed")),
    "2026-02-13": ("Customs sends the copy", happens("report_copy_sent")),
}

STORY = """
2025-06-03 Tue * Customs gives notice: the audit is to end by 31 July
2025-06-03 Tue   Ann, Lee             deadline set    AUD-08 set
2025-08-01 Fri   Ann, Lee             right opened    AUD-08 open
2025-08-04 Mon * Ann has the petition in hand until 20 August
2025-08-21 Thu   Ann, Lee             escalated       AUD-08 acknowledgement 1 expired
2025-09-02 Tue   Ann, Lee             reminder        AUD-08 30 days after
2025-09-02 Tue   Cole, Eve            escalated       AUD-08 30 days after
2025-09-08 Mon * The letter said 17 October: the notice is corrected
2025-09-08 Mon   Ann, Lee, Cole, Eve  moved           AUD-08 moved
2025-10-16 Thu * The auditors leave
2025-10-16 Thu   Ann, Lee             deadline set    AUD-05 set
2025-10-18 Sat   Ann, Lee             right opened    AUD-08 open #2
2025-11-03 Mon * The closing conference
2025-11-03 Mon   Ann, Lee, Cole, Eve  met             AUD-08 met
2025-11-03 Mon   Ann, Lee             deadline set    AUD-06 set
2026-01-26 Mon   Ann                  reminder        AUD-06 7 days before
2026-01-28 Wed * Ann does not want to hear of the report until 20 February
2026-02-03 Tue   Ann, Lee             missed          AUD-06 missed
2026-02-09 Mon   Ann, Lee, Cole       missed          AUD-06 missed for 7 days
2026-02-12 Thu * CBP completes the report
2026-02-12 Thu   Ann, Lee, Cole       met             AUD-06 met
2026-02-12 Thu   Ann, Lee             deadline set    AUD-07 set
2026-02-13 Fri * Customs sends the copy
"""

RULES = {
    "Petition for a closing conference": "AUD-08",
    "CBP schedules the closing conference": "AUD-05",
    "CBP completes the written audit report": "AUD-06",
    "CBP sends a copy of the audit report": "AUD-07",
}


def told(day: str, found: Sweep) -> list[str]:
    """A line for each thing that was told, with everybody who was told it."""
    heard: dict[str, list[str]] = {}
    for _, claim in found.claims:
        rule = RULES[claim.content.subject.split(": ", 1)[1].removesuffix(" (AUD-1)")]
        heard.setdefault(f"{claim.reason.replace('_', ' '):15} {rule} {claim.step}", []).append(claim.contact)
    return [f"{day}   {', '.join(who):20} {what}" for what, who in heard.items()]


def lived(scene: Scene) -> list[str]:
    lines: list[str] = []
    for number in range((LAST - FIRST).days):
        on = FIRST + timedelta(days=number)
        day = f"{on} {on:%a}"
        if str(on) in ACTS:
            what, act = ACTS[str(on)]
            act(scene, str(on))
            lines.append(f"{day} * {what}")
        lines += told(day, scene.sweep(str(on)))
    return lines


@pytest.fixture
def audit(sqlite_scene: Scene) -> Scene:
    sqlite_scene.open(on=str(FIRST))
    for name, role in CHAIN.items():
        sqlite_scene.contact(name, role=role, on=str(FIRST))
    return sqlite_scene


def test_each_hears_at_each_step_what_goes_up_to_them_and_nobody_anything_else(audit: Scene) -> None:
    assert lived(audit) == STORY.strip().splitlines()
    received = audit.mailbox.received
    assert len({str(mail["X-Landwaiter-Key"]) for mail in received}) == len(received)
    by_channel = {name: len(audit.mails(name.lower())) for name in CHAIN}
    assert by_channel == {
        name: sum(f" {name}" in words(line) for line in STORY.splitlines()) for name in CHAIN
    }
    the_old_day_is_struck_out_for_all(audit)


def words(line: str) -> str:
    """Whom a line of the story tells, each after a blank; nobody where somebody acts."""
    return "" if " * " in line else f" {line[17:37].replace(',', '')}"


def the_old_day_is_struck_out_for_all(audit: Scene) -> None:
    for name in CHAIN:
        (moved,) = [mail for mail in audit.mails(name.lower()) if "moved" in str(mail["Subject"])]
        assert "<s>Friday, August 1, 2025</s>" in html_of(moved)
        assert "moved from Friday, August 1, 2025 to Saturday, October 18, 2025" in text_of(moved)
