"""The log of changes: one page for each committed transaction, joined by the next receipt, in any order.

That no write path passes it by is asked after every test that has a desk (`tests/support/logged.py`).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from models.record.change_log import CHANGES, changed, digest_of_pages, row_digest
from models.record.database import engine as open_engine
from models.record.database import migrate, snapshot, transaction
from models.record.hash_chain import digest
from models.record.log_proof import log_faults
from models.record.matters import matter_named
from models.record.receipts import ReceiptKind, all_receipts
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Account, Matter, Receipt
from models.record.tables.proof import ChangePage
from models.settings import Settings
from tasks.watch.receipts import leave_receipt
from tests.support.databases import on_postgres
from tests.support.dockets import HELD
from tests.support.logged import assert_logged
from tests.support.mailbox import Mailbox
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at

NOW = at("2025-06-20")


@pytest.fixture
def postgres_scene(tmp_path: Path, postgres_tables: str, mailbox: Mailbox) -> Iterator[Scene]:
    """Only there two transactions write at once."""
    with on_postgres(tmp_path, postgres_tables) as settings:
        opened = open_engine(settings)
        yield Scene(opened, mailbox)
        assert_logged(opened)
        opened.dispose()


def pages(scene: Scene) -> list[ChangePage]:
    with transaction(scene.engine) as session:
        return list(session.exec(select(ChangePage).order_by(col(ChangePage.id))).all())


def receipt(scene: Scene) -> Receipt:
    return leave_receipt(scene.engine, ReceiptKind.SWEEP, {}, now=NOW)


def joined(scene: Scene, seq: int) -> dict[str, object]:
    """What a receipt has to say of the pages that name it."""
    return digest_of_pages([(each.id, each.hash) for each in pages(scene) if each.receipt_seq == seq])


def test_a_transaction_is_one_page_with_every_row_as_it_was_left(scene: Scene) -> None:
    scene.open()
    scene.contact()
    with transaction(scene.engine) as session:
        contact = session.get_one(Contact, 1)
        contact.channel = "first"
        session.flush()
        contact.channel = "last"
        session.add(Account(name="Globex"))
    (page,) = pages(scene)[2:]
    with transaction(scene.engine) as session:
        row = session.get_one(Contact, 1).model_dump()
        assert page.content["contact:1"] == row_digest(Contact.__table__, row)  # type: ignore[attr-defined]
        assert page.content.keys() == {"contact:1", "account:2"}


def test_what_no_digest_covers_and_what_is_undone_is_no_page(scene: Scene) -> None:
    scene.open()
    before = len(pages(scene))
    with transaction(scene.engine) as session:
        matter_named(session, "AUD-1").page_id = "a-page"
    with transaction(scene.engine) as session:
        session.add(Account(name="Globex"))
        session.flush()
        session.rollback()
    assert len(pages(scene)) == before


def test_a_savepoint_that_is_undone_leaves_nothing_in_the_log(scene: Scene) -> None:
    with transaction(scene.engine) as session:
        session.add(Account(name="Acme"))
        session.flush()
        savepoint = session.begin_nested()
        session.add(Account(name="Globex"))
        session.get_one(Account, 1).name = "Other"
        session.flush()
        savepoint.rollback()
    (page,) = pages(scene)
    assert page.content.keys() == {"account:1"}


def test_a_statement_in_bulk_is_logged_as_the_rows_are_afterwards(scene: Scene) -> None:
    scene.open()
    scene.open("AUD-2")
    with transaction(scene.engine) as session:
        matter_named(session, "AUD-1").title = "A"
        assert changed(session, update(Matter).values(customs_office="Chicago")) == 2
        assert changed(session, update(Matter).where(col(Matter.id) == 9).values(title="B")) == 0
    assert pages(scene)[-1].content.keys() == {"matter:1", "matter:2"}


def test_a_receipt_joins_what_waits(scene: Scene) -> None:
    scene.open()
    scene.contact()
    first = receipt(scene)
    assert first.content[CHANGES] == joined(scene, first.seq)
    assert first.content[CHANGES]["pages"] == 2


@pytest.mark.postgres
def test_what_commits_late_the_next_receipt_joins(postgres_scene: Scene) -> None:
    scene = postgres_scene
    content: dict[str, str | None] = {"account:9": None}
    scene.open()
    with Session(scene.engine) as late:
        late.add(ChangePage(content=content, hash=digest(content)))
        late.flush()
        scene.open("AUD-2")
        first = receipt(scene)
        late.commit()
    second = receipt(scene)
    assert [each.receipt_seq for each in pages(scene)] == [1, 2, 1]
    for each in (first, second):
        assert each.content[CHANGES] == joined(scene, each.seq)


def test_a_receipt_joins_what_its_own_transaction_changed(scene: Scene) -> None:
    scene.open()
    assert receipt(scene).content[CHANGES]["pages"] == 1
    assert all(each.receipt_seq is not None for each in pages(scene))
    assert receipt(scene).content[CHANGES] == digest_of_pages([])


def test_the_upgrade_takes_stock_of_every_row_in_pages_of_one_table(settings: Settings, scene: Scene) -> None:
    scene.open()
    scene.contact()
    scene.record(*HELD, privileged_note="for counsel")
    scene.sweep("2025-06-20")
    receipt(scene)
    take_back(scene.engine, settings, "0012")
    migrate(settings)
    found = pages(scene)
    assert {len({key.partition(":")[0] for key in page.content}) for page in found} == {1}
    kept = {key for page in found for key in page.content}
    assert {"entry:1", "alert:1", "message:1", "contactaccount:1/1", "docketseal:1"} <= kept
    with snapshot(scene.engine) as session:
        assert log_faults(session, all_receipts(session)) == []
    scene.sweep("2025-09-19")
    assert receipt(scene).content[CHANGES]["pages"] == len(pages(scene))
