"""The key of a number is kept beside it, so that another spelling of it is found by an index."""

import pytest
from sqlmodel import col, select

from models.errors import RecordError
from models.record.database import migrate, reading, snapshot, transaction
from models.record.log_proof import log_faults
from models.record.matters import matter_named
from models.record.number_keys import numbered_alike, sharing_a_number
from models.record.own_deadlines import open_owns
from models.record.receipts import all_receipts
from models.record.tables.dockets import Account, Matter
from models.record.tables.office import OwnDeadline
from models.settings import Settings
from tests.support.corrections import corrected, of_importer, of_matter
from tests.support.old_record import take_back
from tests.support.own_deadlines import end, own, staffed
from tests.support.scenes import Scene
from tests.support.statements import plans, read_whole


def keys(scene: Scene) -> tuple[list[str], list[str]]:
    with reading(scene.engine) as session:
        importers = session.exec(select(Account.number_key).order_by(col(Account.id))).all()
        matters = session.exec(select(Matter.number_key).order_by(col(Matter.id))).all()
        return list(importers), list(matters)


def test_the_keys_follow_the_numbers_when_they_are_corrected(scene: Scene) -> None:
    scene.open("AUD-2026-014", importer_number="12-3456789XX")
    assert keys(scene) == (["123456789XX"], ["aud-2026-14"])
    corrected(scene, of_matter("AUD-2026-014", docket_number="aud 2026/15"))
    corrected(scene, of_importer(importer_number="98-7654321xx"))
    assert keys(scene) == (["987654321XX"], ["aud-2026-15"])


def test_an_upgrade_keys_what_is_on_record_and_marks_what_is_over(settings: Settings, scene: Scene) -> None:
    staffed(scene)
    own(scene, title="Call the surety")
    own(scene, title="Write to the surety")
    end(scene, 1, "2025-03-04")
    before = keys(scene)
    take_back(scene.engine, settings, "0012")
    # Here the log takes stock of the rows, as they were before the upgrade.
    migrate(settings, "0014")
    migrate(settings)
    assert keys(scene) == before
    with snapshot(scene.engine) as session:
        assert [each.row.title for each, *_ in open_owns(session)] == ["Write to the surety"]
        rows = session.exec(select(OwnDeadline).order_by(col(OwnDeadline.id))).all()
        assert [row.is_over for row in rows] == [True, None, True]
        assert log_faults(session, all_receipts(session)) == []


def test_no_number_is_compared_with_every_number_on_record(scene: Scene) -> None:
    for place in range(3):
        scene.open(f"AUD-2026-01{place}")

    def ask() -> None:
        with transaction(scene.engine) as session:
            assert numbered_alike(session, "aud 2026 012") == ["AUD-2026-012"]
            sharing_a_number(session)
            with pytest.raises(RecordError, match="Did you mean AUD-2026-012"):
                matter_named(session, "AUD-2026-O12")

    large = ("matter", "account")
    lines = plans(scene.engine, ask)
    assert read_whole(lines, large) == []
    assert "ix_matter_number_key" in " ".join(lines)
    assert "ix_account_number_key" in " ".join(lines)
