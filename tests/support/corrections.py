"""Corrections of matters and importers, as a test asks for them."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select

from models.inputs import ImporterCorrection, MatterCorrection
from models.record.database import reading
from models.record.tables.dockets import Mending
from tasks.alerts.mending_preview import Foretold, foresee_mending
from tasks.alerts.mendings import put_mending
from tasks.record.mendings import Draft, Mended
from tasks.watch.recount import recount
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-20"


def of_matter(matter: str = "AUD-1", **more: Any) -> MatterCorrection:
    return MatterCorrection(matter=matter, reason="Misread", recorded_by="Bo", **more)


def of_importer(importer: str = "Acme", **more: Any) -> ImporterCorrection:
    return ImporterCorrection(importer=importer, reason="Misread", recorded_by="Bo", **more)


def corrected(scene: Scene, draft: Draft, on: str = "2025-06-23") -> Mended:
    return put_mending(scene.engine, draft, LINKS, now=at(on))


def foretold(scene: Scene, draft: Draft) -> Foretold:
    return foresee_mending(scene.engine, draft, now=at("2025-06-23"))


def logged(scene: Scene) -> list[tuple[str, str, str, str]]:
    with reading(scene.engine) as session:
        rows = session.exec(select(Mending).order_by(col(Mending.id))).all()
        return [(each.subject, each.field, each.before, each.after) for each in rows]


def differences(scene: Scene) -> Sequence[str]:
    return recount(scene.engine, now=at("2025-06-23")).differences


def with_two_importers(scene: Scene) -> Scene:
    """Ann answers for Acme's audit, whose closing conference was held, Zoe for Globex's."""
    scene.open("AUD-1")
    scene.open("GLO-1", importer="Globex")
    scene.contact("Ann")
    scene.contact("Zoe", ["Globex"])
    scene.record("closing_conference_held", DAY)
    scene.sweep(DAY)
    return scene
