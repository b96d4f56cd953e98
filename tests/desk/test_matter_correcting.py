"""To correct a matter at the desk: first shown, then recorded, signed, and never beyond the walls."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.inputs import MatterCorrection
from models.record.database import reading
from models.record.tables.dockets import Account, Matter, Mending
from notifications.wording.links import Links
from tasks.alerts.mendings import put_mending
from tests.support.at_the_desk import URL, DeskOf, Visitor
from tests.support.mailbox import html_of
from tests.support.scenes import Scene
from tests.support.two_desks import id_of, numbers, runs, signed, two_desks

AUDIT = "AUD-2025-014"
KNOWN = [AUDIT, "GLO-2025-001"]


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """Two importers' people; an audit of Acme with an entry."""
    desk = two_desks(sqlite_scene, tmp_path)
    desk.scene.record("closing_conference_held", "2025-06-20", docket=AUDIT)
    return desk


def account(desk: DeskOf, name: str) -> str:
    """The id of an importer, as a form sends it."""
    with reading(desk.scene.engine) as session:
        return str(session.exec(select(Account.id).where(Account.name == name)).one())


def mendings(desk: DeskOf) -> list[tuple[str, str, str, str]]:
    """What was corrected: field, before, after, by whom."""
    with reading(desk.scene.engine) as session:
        rows = session.exec(select(Mending).order_by(Mending.id)).all()  # type: ignore[arg-type]
        return [(each.field, each.before, each.after, each.recorded_by) for each in rows]


def filled(visitor: Visitor, desk: DeskOf, **other: Any) -> dict[str, Any]:
    """The form as the page shows it, with other values in some fields."""
    page = visitor.text(f"/matters/{id_of(desk, AUDIT)}/correct")
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state is not None
    return {
        "state": state[1],
        "docket_number": AUDIT,
        "importer": account(desk, "Acme"),
        "opened_on": "2025-01-02",
        "timezone": "America/New_York",
        "title": "Focused assessment",
        "customs_office": "Long Beach",
        "reason": "Misread",
        "step": "show",
        **other,
    }


def send(visitor: Visitor, desk: DeskOf, **fields: Any) -> Any:
    """Sends the form."""
    return visitor.send(f"/matters/{id_of(desk, AUDIT)}/correct", **filled(visitor, desk, **fields))


def test_a_correction_is_shown_then_recorded_signed_and_shown_in_prefect(
    scene: Scene, tmp_path: Path
) -> None:
    desk = two_desks(scene, tmp_path)
    desk.scene.record("closing_conference_held", "2025-06-20", docket=AUDIT)
    with desk.signed_in("Lee") as lee:
        changed = filled(lee, desk, docket_number="AUD-2025-041", title="", timezone="America/Denver")
        shown = lee.send(f"/matters/{id_of(desk, AUDIT)}/correct", **changed)
        assert shown.status_code == 200
        assert "Nothing is recorded yet." in shown.text
        assert "Docket number: AUD-2025-014 → AUD-2025-041 (Misread)" in shown.text
        assert "Title: Focused assessment → none (Misread)" in shown.text
        assert (
            "CBP office"
            not in shown.text.partition("<main")[2].partition('<form method="post" action="/mat')[0]
        )
        assert "Alerts go to Ann, Lee, Cora, Eve, as before." in shown.text
        assert (mendings(desk), runs(desk)) == ([], [])
        there = f"/matters/{id_of(desk, AUDIT)}"
        answer = lee.send(f"{there}/correct", **changed | {"step": "record"})
        assert answer.headers["location"] == there
        assert "Docket number: AUD-2025-014 → AUD-2025-041 (Misread)" in lee.text(there)
    assert mendings(desk) == [
        ("docket_number", AUDIT, "AUD-2025-041", "Lee"),
        ("timezone", "America/New_York", "America/Denver", "Lee"),
        ("title", "Focused assessment", "", "Lee"),
    ]
    assert len(signed(desk)) == 3
    assert all(each.startswith("mending:") for each in signed(desk))
    assert runs(desk) == [("show-matter", {"shown": {"matter": "AUD-2025-041"}})]
    assert desk.woken == 1


def test_who_loses_the_matter_is_led_to_the_desk_where_they_sign_in(desk: DeskOf) -> None:
    desk.scene.sweep("2025-06-20")
    with desk.signed_in("Ada") as ada:
        send(ada, desk, importer=account(desk, "Globex"), step="record")
    desk.scene.sweep("2025-07-01", 16)
    (mail,) = [each for each in desk.scene.mails("ann") if "no more alerts" in str(each["Subject"])]
    assert f'"{URL}"' in html_of(mail)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "is on record of AUD-2025-014 already"),
        ({"title": "New", "reason": ""}, "Why it is corrected is blank."),
        ({"docket_number": ""}, "This is blank. Enter what is right"),
        ({"docket_number": "x" * 61}, "61 characters"),
        ({"opened_on": "2025-06-25"}, "but E1 happened on"),
        ({"opened_on": "never"}, "Enter a date that exists"),
        ({"timezone": "Mars"}, "Time zone is “Mars”."),
        ({"importer": ""}, "Importer is blank."),
        ({"importer": "99"}, "This importer is none of yours."),
        ({"customs_office": "x" * 121}, "121 characters"),
    ],
)
@pytest.mark.parametrize("step", ["show", "record"])
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    step: str, wrong: dict[str, str], said: str, desk: DeskOf
) -> None:
    with desk.signed_in("Lee") as lee:
        answer = send(lee, desk, step=step, **wrong)
    assert answer.status_code == 400
    assert said in answer.text
    assert (mendings(desk), runs(desk), numbers(desk)) == ([], [], KNOWN)


def test_a_form_that_was_made_of_another_state_of_the_matter_is_not_used(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        changed = filled(lee, desk, title="Mine", step="record")
        other = MatterCorrection(matter=AUDIT, title="Theirs", reason="Slip", recorded_by="Bo")
        put_mending(desk.scene.engine, other, Links(""), now=desk.now)
        answer = lee.send(f"/matters/{id_of(desk, AUDIT)}/correct", **changed)
    assert answer.status_code == 400
    assert "This matter changed since you opened the form." in answer.text
    assert 'value="Theirs"' in answer.text
    assert len(mendings(desk)) == 1


def test_a_matter_moves_only_to_an_importer_of_theirs_and_no_other_is_named(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as lee:
        form = lee.text(f"/matters/{id_of(desk, AUDIT)}/correct")
        assert "Globex" not in form
        assert "Laredo" not in form
        for step in ("show", "record"):
            answer = send(lee, desk, importer=account(desk, "Globex"), step=step)
            assert answer.status_code == 400
            assert "Globex" not in answer.text
            assert "Zoe" not in answer.text
            taken = send(lee, desk, docket_number="GLO-2025-001", step=step)
            assert "The docket number GLO-2025-001 cannot be used." in taken.text
            new = send(lee, desk, new_importer="Initech", step=step)
            assert "is on record of AUD-2025-014 already" in new.text
    assert mendings(desk) == []


def test_who_sees_every_importer_moves_a_matter_and_sees_who_is_alerted_then(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        shown = send(ada, desk, importer=account(desk, "Globex"))
        assert "Alerts go to <strong>Zoe</strong>. Before: Ann, Lee, Cora, Eve." in shown.text
        assert send(ada, desk, importer=account(desk, "Globex"), step="record").status_code == 303
        assert send(
            ada, desk, importer=account(desk, "Globex"), new_importer="Initech", step="record"
        ).is_redirect
    with reading(desk.scene.engine) as session:
        matter = session.exec(select(Matter).where(Matter.docket_number == AUDIT)).one()
        initech = session.get_one(Account, matter.account_id)
    assert initech.name == "Initech"
    assert f"account:{initech.id}" in signed(desk)


@pytest.mark.parametrize("name", ["Ann", "Eve", "Zoe"])
def test_who_may_not_correct_has_no_such_page(name: str, desk: DeskOf) -> None:
    there = f"/matters/{id_of(desk, AUDIT)}/correct"
    with desk.signed_in(name) as visitor:
        assert visitor.open(there).status_code == 404
        assert visitor.send(there, shown_at="/matters", title="x", step="record").status_code == 404
    assert mendings(desk) == []
