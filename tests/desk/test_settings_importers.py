"""Importers at the desk: corrected and merged within the walls, shown first, done once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.record.database import reading
from models.record.tables.dockets import Account, Matter, Mending
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.desk_settings import done, previewed, rows, runs, settings_desk, signed
from tests.support.scenes import Scene

ACME, GLOBEX, SECOND = "/settings/importers/1", "/settings/importers/2", "/settings/importers/3"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with two importers."""
    return settings_desk(sqlite_scene, tmp_path)


@pytest.fixture
def lee(desk: DeskOf) -> Iterator[Visitor]:
    """Lee, who leads Acme and Acme Import."""
    with desk.signed_in("Lee") as visitor:
        yield visitor


def names(desk: DeskOf) -> list[str]:
    with reading(desk.scene.engine) as session:
        living = select(Account.name).where(Account.merged_into == None)  # noqa: E711
        return sorted(session.exec(living).all())


def test_a_name_and_a_number_are_corrected_after_a_preview(desk: DeskOf, lee: Visitor) -> None:
    fields = {"name": "Acme, Inc.", "number": "12-3456780XX", "reason": "Full name"}
    shown = previewed(lee, ACME, **fields)
    assert "Acme → Acme, Inc. (Full name)" in shown
    assert "12-3456789XX → 12-3456780XX" in shown
    assert rows(desk, Mending) == []
    assert done(lee, ACME, shown).headers["location"] == ACME
    log = rows(desk, Mending)
    assert [(each.field, each.recorded_by) for each in log] == [("name", "Lee"), ("importer_number", "Lee")]
    assert signed(desk) == {f"mending:{each.id}" for each in log}
    assert [(each.deployment, each.parameters, each.made_by) for each in runs(desk)] == [("watch", {}, "Lee")]
    assert desk.woken == 1
    text = lee.text(ACME)
    assert "Corrected." in text
    assert "Acme → Acme, Inc. (Full name)" in text


def test_what_was_renamed_is_looked_at_so_that_its_pages_show_the_name(desk: DeskOf, lee: Visitor) -> None:
    desk.scene.record("closing_conference_held", "2025-06-20", docket="ACME-1")
    desk.scene.sweep("2025-06-30")
    assert desk.scene.sweep("2025-07-01", 16).looked == []
    shown = previewed(lee, ACME, name="Acme, Inc.", number="12-3456789XX", reason="Full name")
    done(lee, ACME, shown)
    swept = desk.scene.sweep("2025-07-01", 17)
    with reading(desk.scene.engine) as session:
        looked = {session.get_one(Matter, id_).docket_number for id_ in swept.looked}
    assert looked == {"ACME-1"}
    assert swept.claims == []


def test_the_same_form_twice_is_one_correction(desk: DeskOf, lee: Visitor) -> None:
    shown = previewed(lee, ACME, name="Acme, Inc.", number="", reason="Full name")
    assert done(lee, ACME, shown).status_code == 303
    assert done(lee, ACME, shown).status_code == 303
    assert len(rows(desk, Mending)) == 2
    assert len(runs(desk)) == 1


def test_two_importers_are_merged_after_a_preview(desk: DeskOf, lee: Visitor) -> None:
    path = f"{SECOND}/merge"
    assert "Globex" not in lee.text(path)
    shown = previewed(lee, path, merge_into="1", number="", reason="One importer")
    for words in ("Merged into: Acme", "1 matter of Acme Import would move", "ACME-2", "Ann, Lee"):
        assert words in shown
    assert names(desk) == ["Acme", "Acme Import", "Globex"]
    for _ in range(2):
        assert done(lee, path, shown).headers["location"] == SECOND
    assert names(desk) == ["Acme", "Globex"]
    assert len(runs(desk)) == 1
    # The page of the one that is gone is that of the one that was kept, and tells of both.
    text = lee.text(SECOND)
    assert "<h1>Acme</h1>" in text
    assert "Merged into: Acme (One importer)" in text


@pytest.mark.parametrize(
    ("path", "fields", "says"),
    [
        (ACME, {"name": "", "reason": "x"}, "No name is given"),
        (ACME, {"name": "Acme, Inc.", "reason": ""}, "No reason is given"),
        (ACME, {"name": "Acme", "number": "12-3456789XX", "reason": "x"}, "on record of Acme already"),
        (ACME, {"name": "x" * 121, "reason": "x"}, "121 characters"),
        (ACME, {"name": "A\x00cme", "reason": "x"}, "cannot be stored"),
        (ACME, {"name": "Acme; Globex", "reason": "x"}, "without a semicolon"),
        (ACME, {"name": "Acme Import", "reason": "x"}, "Acme Import"),
        (f"{ACME}/merge", {"merge_into": "", "reason": "x"}, "No importer to keep is chosen"),
        (f"{ACME}/merge", {"merge_into": "1", "reason": "x"}, "Both names are the importer Acme"),
        (f"{ACME}/merge", {"merge_into": "3", "number": "1", "reason": "x"}, "Enter the right one"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_what_was_typed_stays(
    path: str, fields: dict[str, Any], says: str, desk: DeskOf, lee: Visitor
) -> None:
    for do in ("preview", "record"):
        answer = lee.send(path, do=do, once="key", **{"number": "", **fields})
        assert answer.status_code == 400
        assert says in answer.text
        assert f'value="{fields["reason"]}"' in answer.text
    assert rows(desk, Mending) == []
    assert runs(desk) == []


def test_a_correction_without_a_key_is_refused(desk: DeskOf, lee: Visitor) -> None:
    answer = lee.send(ACME, do="record", name="Acme, Inc.", number="", reason="x")
    assert answer.status_code == 400
    assert "This page is too old" in answer.text
    assert rows(desk, Mending) == []


def test_another_importer_is_not_there(desk: DeskOf, lee: Visitor) -> None:
    token = lee.token("/settings")
    for path in (GLOBEX, f"{GLOBEX}/merge", "/settings/importers/99", "/settings/importers/x"):
        assert lee.open(path).status_code == 404
        fields = {"token": token, "do": "record", "once": "k", "name": "X", "merge_into": "1", "reason": "x"}
        assert lee.client.post(path, data=fields).status_code == 404
    # Nor can one of theirs be merged into it.
    answer = lee.send(f"{ACME}/merge", do="preview", merge_into="2", number="", reason="x")
    assert answer.status_code == 400
    assert "Globex" not in answer.text
    for words in ("", "?name=Glob", "?name=98-", "?page=1", "?page=x", "?name=%25"):
        text = lee.text(f"/settings/importers{words}")
        assert "Globex" not in text
        assert "98-7654321XX" not in text
    assert names(desk) == ["Acme", "Acme Import", "Globex"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Globex", "number": ""},
        {"name": "Globex Old", "number": ""},
        {"name": "Acme", "number": "98 7654321xx"},
    ],
)
def test_what_another_importer_has_is_refused_without_its_name(
    fields: dict[str, Any], desk: DeskOf, lee: Visitor
) -> None:
    with desk.signed_in("Cora") as cora:
        done(cora, GLOBEX, previewed(cora, GLOBEX, name="Globex Old", number="98-7654321XX", reason="Was it"))
        done(cora, GLOBEX, previewed(cora, GLOBEX, name="Globex", number="98-7654321XX", reason="Is it"))
    answer = lee.send(ACME, do="preview", reason="x", **fields)
    assert answer.status_code == 400
    assert "cannot be given to this importer" in answer.text
    beside_what_was_typed = answer.text.replace(f'value="{fields["name"]}"', "")
    assert "Globex" not in beside_what_was_typed
    assert "98-7654321XX" not in answer.text


def test_the_list_is_paged_and_found_by_name_or_number(desk: DeskOf) -> None:
    for number in range(103):
        desk.scene.open(f"MORE-{number}", importer=f"More {number:03}")
    with desk.signed_in("Ada") as ada:
        first, later = ada.text("/settings/importers"), ada.text("/settings/importers?page=1")
        assert "More 096" in first
        assert "More 097" not in first
        assert "page=1" in first
        assert "More 102" in later
        assert "Globex" in ada.text("/settings/importers?name=98-76")
        assert "None" not in ada.text("/settings/importers?name=nobody")


def test_the_preview_of_a_merger_foresees_the_alerts(desk: DeskOf, lee: Visitor) -> None:
    desk.scene.record("closing_conference_held", "2025-06-30", docket="ACME-2")
    shown = previewed(lee, f"{SECOND}/merge", merge_into="1", number="", reason="One importer")
    assert "alerts added" in shown
    assert "Ann by ann: ACME-2" in shown
    assert desk.scene.reasons() == []
