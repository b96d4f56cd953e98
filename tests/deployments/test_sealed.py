"""What an earlier version chained is sealed by the upgrade: its hashes stay, and its notes may be left out.

`tests/support/former/` holds a record of the last version, and an export that it made, without its notes.
"""

import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from deployments.proof.export import verify
from deployments.verify import main
from models.record.database import engine as open_engine
from models.record.database import migrate, reading, snapshot
from models.record.docket_seal import docket_faults, head_hash, seal_of
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.record.receipts import ReceiptKind
from models.record.record_proof import prove_record
from models.settings import Settings
from tasks.exchange.exporting import export_matter
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tests.support.databases import on_sqlite
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at

FORMER = Path(__file__).resolve().parents[1] / "support" / "former"
NOTE = "settle if they ask for more"
NOW = at("2025-09-20")


def record(scene: Scene, number: int) -> None:
    note = NOTE if number == 2 else ""
    day = f"2025-06-{17 + number}"
    scene.record("closing_conference_held", day, reference=f"CC-{number}", privileged_note=note)


def of_the_former_version(settings: Settings, scene: Scene) -> None:
    """AUD-1 with two entries as the last version chained them, the second one with a note."""
    scene.open()
    scene.contact()
    record(scene, 1)
    record(scene, 2)
    take_back(scene.engine, settings, "0012")


@pytest.fixture
def sealed(settings: Settings, scene: Scene) -> Scene:
    """The same, upgraded, with one more entry."""
    of_the_former_version(settings, scene)
    migrate(settings)
    record(scene, 3)
    return scene


def faults(engine: Engine) -> list[str]:
    with reading(engine) as session:
        matter = matter_named(session, "AUD-1")
        return docket_faults(entries_of(session, matter), seal_of(session, matter))


def rows(engine: Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        wanted = "SELECT number, previous_hash, hash, privileged_note FROM entry ORDER BY number"
        return [tuple(row) for row in connection.execute(text(wanted))]


def exported(engine: Engine, folder: Path, *, privileged: bool = False) -> Path:
    return export_matter(engine, "AUD-1", folder, privileged=privileged, now=NOW).path


def test_the_upgrade_changes_no_hash_and_the_next_entry_follows_the_seal(
    settings: Settings, scene: Scene
) -> None:
    of_the_former_version(settings, scene)
    before = rows(scene.engine)
    migrate(settings)
    assert rows(scene.engine) == before
    with reading(scene.engine) as session:
        matter = matter_named(session, "AUD-1")
        seal = seal_of(session, matter)
        assert seal is not None
        assert (seal.last_number, seal.broken, list(seal.salts)) == (2, [], ["2"])
        assert head_hash(entries_of(session, matter), seal) == seal.hash
    record(scene, 3)
    assert [each[1] for each in rows(scene.engine)][2] == seal.hash
    assert faults(scene.engine) == []
    assert recount(scene.engine, now=at("2025-06-20")).differences == []


@pytest.mark.parametrize("privileged", [True, False])
def test_an_older_entry_is_verified_without_its_note(privileged: bool, sealed: Scene, tmp_path: Path) -> None:
    path = exported(sealed.engine, tmp_path, privileged=privileged)
    left_out = "" if privileged else "; its privileged note is left out"
    verdict = verify(path)
    assert verdict.lines[:4] == [
        "E1, Closing conference held, 2025-06-18: verified",
        f"E2, Closing conference held, 2025-06-19: verified{left_out}",
        "The seal over the older entries: verified",
        "E3, Closing conference held, 2025-06-20: verified",
    ]
    assert (verdict.broken, verdict.by_link) == ([], 0)
    with zipfile.ZipFile(path) as packed:
        assert any(NOTE.encode() in packed.read(name) for name in packed.namelist()) is privileged


Chain = dict[str, Any]


def no_seal(chain: Chain) -> None:
    chain["seal"] = None


def another_day(chain: Chain) -> None:
    chain["links"][1]["content"]["occurred_on"] = "2025-06-25"


def another_sum(chain: Chain) -> None:
    chain["seal"]["content"]["entries"][1]["content_hash"] = "0" * 64


def no_entry_in_the_seal(chain: Chain) -> None:
    del chain["seal"]["content"]["entries"][1]


def another_instant(chain: Chain) -> None:
    chain["seal"]["content"]["sealed_at"] = "2025-01-01T00:00:00+00:00"


def one_more_link_of_the_first_format(chain: Chain) -> None:
    content = chain["links"][2]["content"]
    del content["chain_format"], content["note_hash"]


def a_note_that_never_was(chain: Chain) -> None:
    del chain["links"][0]["content"]["privileged_note"]
    chain["links"][0]["withheld"] = ["privileged_note"]


def a_seal_that_ends_elsewhere(chain: Chain) -> None:
    chain["seal"]["previous_hash"] = chain["links"][0]["hash"]


FORGED: list[tuple[Callable[[Chain], None], str]] = [
    (no_seal, "The seal over the older entries: is missing"),
    (another_day, "differs from the docket's seal"),
    (another_sum, "E2, Closing conference held, 2025-06-19: differs from the docket's seal"),
    (no_entry_in_the_seal, "The seal over the older entries: does not name each entry before it"),
    (another_instant, "The seal over the older entries: its hash does not match its content"),
    (one_more_link_of_the_first_format, "E3, Closing conference held, 2025-06-20: does not follow"),
    (a_note_that_never_was, "E1, Closing conference held, 2025-06-18: differs from the docket's seal"),
    (a_seal_that_ends_elsewhere, "The seal over the older entries: does not follow the last entry"),
]


def test_what_is_changed_below_the_seal_is_named(sealed: Scene, tmp_path: Path) -> None:
    path = exported(sealed.engine, tmp_path)
    with zipfile.ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for change, said in FORGED:
        chain = json.loads(files["chain.json"])
        change(chain)
        with zipfile.ZipFile(path, "w") as packed:
            for name, content in (files | {"chain.json": json.dumps(chain).encode()}).items():
                packed.writestr(name, content)
        assert any(said in each for each in verify(path).broken), change.__name__


@pytest.mark.tampers
def test_a_docket_that_was_broken_before_is_sealed_as_broken_and_goes_on(
    settings: Settings, scene: Scene, tmp_path: Path
) -> None:
    of_the_former_version(settings, scene)
    on_table = " ON entry" if scene.engine.dialect.name == "postgresql" else ""
    with scene.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_refuses_update{on_table}"))
        connection.execute(text("UPDATE entry SET occurred_on = '2025-06-10' WHERE number = 2"))
    migrate(settings)
    record(scene, 3)
    assert faults(scene.engine) == ["the hash chain is broken at E2"]
    (broken,) = verify(exported(scene.engine, tmp_path)).broken
    assert broken.startswith("E2, Closing conference held, 2025-06-10: its chain was broken when")
    with scene.engine.begin() as connection:
        # Made to look sound again, it is still named: the seal has it.
        connection.execute(text("UPDATE entry SET occurred_on = '2025-06-19' WHERE number = 2"))
    assert faults(scene.engine) == ["the hash chain is broken at E2"]


def test_an_older_version_can_add_no_entry_and_no_receipt_to_an_upgraded_record(sealed: Scene) -> None:
    leave_receipt(sealed.engine, ReceiptKind.SWEEP, {}, now=NOW)
    columns = "kind, at, law_hash, content, previous_hash, hash"
    receipt = f"INSERT INTO receipt (seq, {columns}) SELECT 2, {columns} FROM receipt"
    with pytest.raises(DatabaseError, match="start that version"), sealed.engine.begin() as connection:
        connection.execute(text(receipt))
    columns = (
        "matter_id, kind, occurred_on, facts, of, reason, reference, document, document_sha256, "
        "privileged_note, recorded_by, confirmed_by, recorded_at, previous_hash"
    )
    insert = (
        f"INSERT INTO entry ({columns}, number, hash) SELECT {columns}, 4, 'x' FROM entry WHERE number = 3"
    )
    with (
        pytest.raises(DatabaseError, match="start that version"),
        sealed.engine.begin() as connection,
    ):
        connection.execute(text(insert))


def test_an_export_of_the_last_version_is_verified_and_what_it_does_not_prove_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(FORMER / "AUD-1.zip")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("E2, Closing conference held, 2025-06-19: verified by its link only")
    assert lines[-5] == (
        "An earlier version of Landwaiter made this file. It does not prove what E2 says, because the "
        "privileged note is left out. Export the matter again to prove it."
    )
    assert lines[-1].endswith("0 broken.")


def test_a_record_of_the_last_version_is_upgraded_sealed_and_verified(tmp_path: Path) -> None:
    with tarfile.open(FORMER / "unsealed.tar.xz") as packed:
        packed.extract("record.sqlite", tmp_path, filter="data")
    settings = on_sqlite(tmp_path)
    migrate(settings)
    engine = open_engine(settings)
    leave_receipt(engine, ReceiptKind.SWEEP, {}, now=NOW)
    with snapshot(engine) as session:
        proof = prove_record(session)
    assert (proof.dockets, proof.entries, len(proof.receipts), proof.faults) == (2, 4, 5, [])
    verdict = verify(exported(engine, tmp_path))
    engine.dispose()
    assert (verdict.broken, verdict.unproved_entries) == ([], [])
    assert verdict.lines[1].endswith("verified; its privileged note is left out")
    assert verdict.head != verify(FORMER / "AUD-1.zip").head
