"""Worlds of matters and answers for the forecast to foresee, and the days lived through in them."""

from collections.abc import Callable
from datetime import date, timedelta

from tasks.record.office_settings import EvidenceDraft, put_evidence
from tasks.watch.sweep import claim_due
from tests.support.scenes import LINKS, Scene, at

DAY = date(2025, 6, 2)
"""The first day of each world."""


def summons(scene: Scene) -> None:
    """A last day on a Saturday: both readings, the gap, the miss."""
    scene.open("SUM-1", "summons")
    facts = {"return_on": "2025-07-05", "third_party": False}
    scene.record("summons_issued", str(DAY), docket="SUM-1", facts=facts)


def audit(scene: Scene) -> None:
    """A right that opens, and an office's day of Customs."""
    scene.open()
    facts = {"by_telephone": True, "in_writing": True, "estimated_end": "2025-07-31"}
    scene.record("audit_notice", str(DAY), facts=facts)
    scene.record("onsite_work_completed", str(DAY))


def certification(scene: Scene) -> None:
    """The recurring controls of an office, and evidence that expires, some of it before now."""
    scene.open("PRG-1", "certification", on="2024-07-01")
    scene.record("certification_granted", "2024-07-01", docket="PRG-1", recorded=str(DAY))
    for point, days in (("(i)", 60), ("(iv)", 10), ("(v)", -5), ("(vi)", 400)):
        draft = EvidenceDraft(
            docket_number="PRG-1",
            point=point,
            document="Manual",
            document_sha256="a" * 64,
            dated_on=date(2025, 1, 6),
            owner="M. Reyes",
            expires_on=DAY + timedelta(days=days),
            recorded_by="Bo",
        )
        put_evidence(scene.engine, draft, now=at(str(DAY)))


def withheld(scene: Scene) -> None:
    """Merchandise that nears abandonment, in a summons with an order to obey."""
    scene.open("SUM-2", "summons", on="2024-07-01")
    for kind, on, facts in (
        ("enforcement_ordered", "2025-05-01", {"comply_by": "2025-07-03"}),
        ("delivery_withheld", "2025-05-28", {}),
    ):
        scene.record(kind, on, docket="SUM-2", facts=facts, recorded=str(DAY))


def in_hand(scene: Scene) -> None:
    """A summons that one acknowledged and another snoozed."""
    summons(scene)
    scene.acknowledge("Lee", "SUM-02", docket="SUM-1", on=str(DAY), until="2025-06-12")
    scene.snooze("Ann", "SUM-02", docket="SUM-1", on=str(DAY), until="2025-08-12")


def handed_over(scene: Scene) -> None:
    """A summons that somebody else takes over on the fourth day."""
    summons(scene)
    live(scene, DAY, timedelta(days=2))
    scene.reassign("Ann", "Eve", docket="SUM-1", on=str(DAY + timedelta(days=3)))


WORLDS = [summons, audit, certification, withheld, in_hand, handed_over]
World = Callable[[Scene], None]


def live(scene: Scene, first: date, long: timedelta) -> None:
    """Claims day by day; what is claimed is what is told."""
    for number in range(long.days + 1):
        claim_due(scene.engine, LINKS, now=at(str(first + timedelta(days=number))))
