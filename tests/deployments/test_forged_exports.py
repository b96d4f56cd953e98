"""Whatever is changed in an export is named, even where the manifest agrees with it; or its head is another.

The chain proves itself, so each value in it is tried. Files that no chain proves are bound by the head of the
export alone.
"""

import copy
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deployments.proof.export import verify
from deployments.proof.verdict import Verdict, VerifyError
from models.record.database import engine as open_engine
from models.record.database import migrate
from models.record.export_head import MANIFEST, manifest_of
from models.record.receipts import ReceiptKind
from models.settings import Settings
from tasks.exchange.exporting import export_matter
from tasks.watch.receipts import leave_receipt
from tests.support.corrections import corrected, of_matter
from tests.support.databases import on_sqlite
from tests.support.mailbox import Mailbox
from tests.support.old_record import take_back
from tests.support.scenes import Scene, at

Files = dict[str, bytes]
Place = tuple[str | int, ...]
CHAINS = ("chain.json", "corrections.json", "receipts.json")
"""The files in which every value is proved by a chain."""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Files]:
    """A docket with two sealed entries and two new ones, each second one with a note; with and without."""
    home = tmp_path_factory.mktemp("exported")
    settings = on_sqlite(home)
    migrate(settings)
    engine = open_engine(settings)
    with Mailbox() as mailbox:
        _fill(Scene(engine, mailbox), settings)
    found = {}
    for privileged in (True, False):
        folder = home / str(privileged)
        made = export_matter(engine, "AUD-1", folder, privileged=privileged, now=at("2025-09-20"))
        with zipfile.ZipFile(made.path) as packed:
            found[privileged] = {name: packed.read(name) for name in packed.namelist()}
    engine.dispose()
    return found


def _fill(scene: Scene, settings: Settings) -> None:
    scene.open()
    scene.contact()
    for number in (1, 2, 3, 4):
        if number == 3:
            take_back(scene.engine, settings, "0012")
            migrate(settings)
        note = "" if number % 2 else "for counsel"
        day = f"2025-06-{17 + number}"
        scene.record("closing_conference_held", day, reference=f"CC-{number}", privileged_note=note)
    corrected(scene, of_matter(title="Focused assessment"))
    for day in ("2025-09-11", "2025-09-19"):
        leave_receipt(scene.engine, ReceiptKind.SWEEP, scene.sweep(day).as_json(), now=at(day))


@pytest.fixture(params=[True, False], ids=["with notes", "without notes"])
def files(request: pytest.FixtureRequest, exports: dict[bool, Files]) -> Files:
    return exports[request.param]


def checked(files: Files, folder: Path, *, agrees: bool = True) -> Verdict | None:
    """What the check says of a ZIP whose manifest agrees with it; None where it is no export any more."""
    if agrees:
        files = {**files, MANIFEST: json.dumps(manifest_of(files)).encode()}
    path = folder / "forged.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    try:
        return verify(path)
    except VerifyError:
        return None


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Where a value is, and each value in it."""
    if place:
        yield place
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*place, key))


def forged(value: Any, place: Place, *, gone: bool) -> Any:
    """The same with one value changed, or taken out."""
    made = copy.deepcopy(value)
    inner = made
    for key in place[:-1]:
        inner = inner[key]
    if gone:
        del inner[place[-1]]
    else:
        inner[place[-1]] = other(inner[place[-1]])
    return made


def other(value: Any) -> Any:
    """Another value, of the same kind where there is one."""
    match value:
        case None:
            return {"content": {}, "withheld": [], "previous_hash": "", "hash": ""}
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value[:-1]}{'0' if value[-1:] != '0' else '1'}"
        case dict():
            return {**value, "forged": 1}
        case list():
            return [*value, *(value[:1] or ["privileged_note"])]
    raise TypeError(value)


@pytest.mark.parametrize("name", CHAINS)
def test_every_value_of_a_chain_is_proved(name: str, files: Files, tmp_path: Path) -> None:
    """Corrections and receipts may be cut at their ends: the head of the export alone binds them."""
    chain, unnamed = json.loads(files[name]), []
    for place in places(chain):
        for gone in (False, True):
            body = json.dumps(forged(chain, place, gone=gone)).encode()
            verdict = checked({**files, name: body}, tmp_path)
            if verdict is not None and not verdict.broken:
                unnamed.append((place, gone))
    ends: dict[str, list[Place]] = {
        "corrections.json": [("matter",), ("matter", 0), ("importer",)],
        "receipts.json": [(0,), (2,)],
    }
    assert unnamed == [(place, True) for place in ends.get(name, [])]


def test_every_file_is_bound_by_the_head_of_the_export(files: Files, tmp_path: Path) -> None:
    sound = checked(files, tmp_path)
    assert sound is not None
    assert sound.broken == []
    for name in sorted(files.keys() - {MANIFEST}):
        for forgery in ({**files, name: files[name] + b" "}, {k: v for k, v in files.items() if k != name}):
            unlike = checked(forgery, tmp_path, agrees=False)
            assert unlike is None or any(name in each for each in unlike.broken), name
            agreeing = checked(forgery, tmp_path)
            assert agreeing is None or agreeing.export_head != sound.export_head, name
    added = checked({**files, "added.txt": b"x"}, tmp_path)
    assert added is not None
    assert added.export_head != sound.export_head
