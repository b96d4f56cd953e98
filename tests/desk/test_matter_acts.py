"""What people do on a matter's page: their own deadlines, drafts, the export."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from deployments.verify import main as verify
from models.record.database import reading
from models.record.tables.alerts import Contact, Paper
from models.record.tables.office import OwnDeadline
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.scenes import Scene
from tests.support.two_desks import id_of, runs, signed, two_desks

AUDIT = "AUD-2025-014"
NOTE = "Counsel thinks that the report is late."
SHOWN = ("show-matter", {"shown": {"matter": AUDIT}})


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people; an audit with a privileged note."""
    desk = two_desks(sqlite_scene, tmp_path)
    desk.scene.record("closing_conference_held", "2025-06-20", docket=AUDIT, privileged_note=NOTE)
    return desk


def owns(desk: DeskOf) -> list[OwnDeadline]:
    """The rows of the office's own deadlines, ends too."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(OwnDeadline).order_by(OwnDeadline.id)).all())  # type: ignore[arg-type]


def contact(desk: DeskOf, name: str) -> int:
    """The id of a contact."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(Contact.id).where(Contact.name == name)).one()


def send(visitor: Visitor, desk: DeskOf, below: str, **fields: Any) -> Any:
    """Sends a form of the matter's page."""
    there = f"/matters/{id_of(desk, AUDIT)}"
    return visitor.send(f"{there}/{below}", shown_at=there, **fields)


CALL = {"title": "Call the surety", "due_on": "2025-07-04", "note": "At noon"}


def test_own_deadlines_are_set_and_ended_signed_and_shown(scene: Scene, tmp_path: Path) -> None:
    desk = two_desks(scene, tmp_path)
    with desk.signed_in("Ann") as ann:
        answer = send(ann, desk, "own", **CALL, whose=contact(desk, "Lee"))
        assert answer.headers["location"] == f"/matters/{id_of(desk, AUDIT)}#own"
        page = ann.text(f"/matters/{id_of(desk, AUDIT)}")
        assert "Set your own deadline: Call the surety, on Friday, July 4, 2025." in page
        assert "Assigned to Lee." in page
        (row,) = owns(desk)
        assert send(ann, desk, f"own/{row.id}/done", done_on="2025-06-30").status_code == 303
        send(ann, desk, "own", **CALL)
        assert send(ann, desk, "own/3/take-back", reason="It was paid").status_code == 303
    assert [(each.ended_as, each.recorded_by) for each in owns(desk)] == [
        ("", "Ann"),
        ("done", "Ann"),
        ("", "Ann"),
        ("taken back", "Ann"),
    ]
    assert signed(desk) == {f"owndeadline:{each.id}" for each in owns(desk)}
    assert runs(desk) == [SHOWN] * 4
    assert desk.woken == 4


@pytest.mark.parametrize(
    ("below", "fields", "said"),
    [
        ("own", {**CALL, "title": ""}, "No title is given."),
        ("own", {**CALL, "due_on": ""}, "The day is blank."),
        ("own", {**CALL, "due_on": "soon"}, "The day is “soon”. Enter a date that exists"),
        ("own", {**CALL, "due_on": "2025-06-01"}, "Enter a day from today"),
        ("own", {**CALL, "note": "x" * 501}, "The note has 501 characters. Enter at most 500."),
        ("own", {**CALL, "whose": "99"}, "This contact gets no alerts about the matter."),
        ("own/7/done", {}, "has no own deadline 7"),
        ("own/1/done", {"done_on": "2025-07-09"}, "which is in the future"),
        ("own/1/take-back", {"reason": ""}, "No reason is given."),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_recorded(
    below: str, fields: dict[str, Any], said: str, desk: DeskOf
) -> None:
    with desk.signed_in("Ann") as ann:
        send(ann, desk, "own", **CALL)
        answer = send(ann, desk, below, **fields)
    assert answer.status_code == 400
    assert said in answer.text
    if below == "own":
        assert f'value="{fields["title"]}"' in answer.text
    assert (len(owns(desk)), len(runs(desk)), len(signed(desk))) == (1, 1, 1)


def test_nobody_of_another_importer_can_be_given_a_deadline(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as ann:
        answer = send(ann, desk, "own", **CALL, whose=contact(desk, "Zoe"))
    assert answer.status_code == 400
    assert "Zoe" not in answer.text
    assert owns(desk) == []


def test_who_may_not_record_does_nothing_and_a_forged_form_neither(desk: DeskOf) -> None:
    there = f"/matters/{id_of(desk, AUDIT)}"
    with desk.signed_in("Eve") as eve:
        for below in ("own", "own/1/done", "own/1/take-back", "papers/1/send"):
            assert send(eve, desk, below, **CALL).status_code == 404
    with desk.signed_in("Ann") as ann:
        assert ann.client.post(f"{there}/own", data=CALL).status_code == 400
        assert ann.client.post(f"{there}/export", data={}).status_code == 404
    with desk.signed_in("Lee") as lee:
        assert lee.client.post(f"{there}/export", data={}).status_code == 400
    assert (owns(desk), runs(desk)) == ([], [])


def drafted(desk: DeskOf) -> int:
    """The number of a draft in the audit, which a sweep after the last day wrote."""
    desk.scene.sweep("2025-09-25")
    with reading(desk.scene.engine) as session:
        (paper, *_) = session.exec(select(Paper).where(Paper.sha256 != "")).all()
        return paper.id


def test_a_draft_is_downloaded_and_sent_by_a_run(desk: DeskOf) -> None:
    number, there = drafted(desk), f"/matters/{id_of(desk, AUDIT)}"
    with desk.signed_in("Ann") as ann:
        file = ann.open(f"{there}/papers/{number}")
        assert file.content.startswith(b"PK")
        assert "attachment;" in file.headers["content-disposition"]
        assert f'id="paper{number}"' in ann.text(there)
        answer = send(ann, desk, f"papers/{number}/send", contact=contact(desk, "Lee"))
        assert answer.status_code == 303
        wrong = send(ann, desk, f"papers/{number}/send", contact=contact(desk, "Zoe"))
        assert wrong.status_code == 400
        assert "Zoe" not in wrong.text
        assert ann.open(f"/matters/{id_of(desk, 'GLO-2025-001')}/papers/{number}").status_code == 404
        assert ann.open(f"{there}/papers/999").status_code == 404
        assert "has no draft of this number" in send(ann, desk, "papers/999/send", contact="1").text
    assert runs(desk) == [("send-paper", {"paper": {"number": str(number), "name": "Lee"}})]
    assert desk.woken == 1


def exported(visitor: Visitor, desk: DeskOf, **fields: Any) -> dict[str, bytes]:
    """The members of the ZIP that a person downloads."""
    answer = send(visitor, desk, "export", **fields)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith('attachment; filename="AUD-2025-014-20250701')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_export_lists_drafts_and_holds_them_only_where_somebody_asks(
    desk: DeskOf, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.scene.sweep("2025-09-25")
    with desk.signed_in("Lee") as lee:
        without, whole = exported(lee, desk), exported(lee, desk, drafts="yes")
        for fields in ({}, {"drafts": "yes"}):
            (desk.home / "sent.zip").write_bytes(send(lee, desk, "export", **fields).content)
            assert verify([str(desk.home / "sent.zip")]) == 0
            said = capsys.readouterr().out
            assert ("left out of this export; its SHA-256 is" in said) is not bool(fields)
    (listed,) = json.loads(without["papers.json"])
    assert listed["file"] is None
    assert [name for name in without if name.startswith("papers/")] == []
    assert b"Drafts: listed in papers.json, left out." in without["README.txt"]
    (file,) = [name for name in whole if name.startswith("papers/")]
    assert json.loads(whole["papers.json"])[0]["file"] == file
    assert b"Drafts: included." in whole["README.txt"]


def test_the_export_leaves_notes_out_unless_counsel_asks_for_them(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        files = exported(lee, desk)
        assert all(NOTE.encode() not in each for each in files.values())
        assert json.loads(files["docket.json"])["privileged_notes"] == "left out"
        assert "the head of this export by another channel" in lee.text("/")
        assert send(lee, desk, "export", privileged="yes").status_code == 404
    with desk.signed_in("Cora") as cora:
        assert NOTE.encode() not in exported(cora, desk)["docket.json"]
        assert NOTE.encode() in exported(cora, desk, privileged="yes")["docket.json"]
