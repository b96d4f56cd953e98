"""A deadline is acknowledged, snoozed and reassigned at the desk, by who is signed in."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.record.contacts import remove_contact
from models.record.database import reading, transaction
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline, Matter
from tests.support.at_the_desk import DeskOf
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at
from tests.support.tapping import answers, kept, reassigned, shown_later, signed

FORMS = ("acknowledge", "snooze", "reassign")


@pytest.fixture
def desk(scene: Scene, tmp_path: Path) -> DeskOf:
    """An audit of Acme with a closing conference, its people, and one who answers for another importer."""
    return made(scene, tmp_path)


@pytest.fixture
def one_desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """The same in SQLite."""
    return made(sqlite_scene, tmp_path)


def made(scene: Scene, home: Path) -> DeskOf:
    scene.open(on="2025-06-02")
    scene.open("DEM-9", "demand", importer="Zephyr", on="2025-06-02")
    scene.contact("Ann", on="2025-06-02")
    scene.contact("Lee", role="lead", on="2025-06-02")
    scene.contact("Zoe", ["Zephyr"], on="2025-06-02")
    scene.record("closing_conference_held", "2025-06-25")
    scene.sweep("2025-06-25")
    found = DeskOf(scene, home)
    for name in ("Ann", "Lee", "Zoe"):
        found.person(name)
    found.person("Ada", administrator=True)
    return found


def the(desk: DeskOf, rule: str = "AUD-06") -> tuple[int, str]:
    """A deadline: its id, and the path under which it is answered."""
    with reading(desk.scene.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == rule)).one()
    return row.id, f"/matters/{row.matter_id}/deadlines/{row.id}"


def id_of(desk: DeskOf, name: str) -> int:
    """The id of a contact."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(Contact.id).where(Contact.name == name)).one()


def test_who_is_signed_in_acknowledges_in_their_own_name(desk: DeskOf) -> None:
    id_, path = the(desk)
    with desk.signed_in("Ann") as ann:
        form = ann.text(f"{path}/acknowledge")
        assert "recorded by Ann" in form
        assert 'name="name"' not in form
        answer = ann.send(f"{path}/acknowledge", next_action="Counsel asks for it", until="2025-07-04")
        assert answer.headers["location"] == f"{path.partition('/deadlines')[0]}#d{id_}"
        assert "Ann acknowledged AUD-06 of E1 in AUD-1." in ann.text(f"{path}/snooze")
    assert answers(desk) == [("acknowledged", str(id_of(desk, "Ann")), "2025-07-04", "Counsel asks for it")]
    assert "acknowledgement:1" in signed(desk)
    assert shown_later(desk) == [("show-matter", "AUD-1", "AUD-1: AUD-06 of E1 acknowledged")]
    assert desk.woken == 1


def test_the_same_answer_twice_is_one(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    with desk.signed_in("Ann") as ann:
        for _ in range(2):
            answer = ann.send(f"{path}/snooze", until="2025-07-04")
            assert answer.status_code == 303
        for _ in range(2):
            ann.send(f"{path}/reassign", what="deadline", former=id_of(desk, "Ann"), to=id_of(desk, "Lee"))
    assert len(answers(desk)) == len(reassigned(desk)) == 1
    assert [title for *_, title in shown_later(desk)] == [
        "AUD-1: AUD-06 of E1 snoozed until 2025-07-04",
        "AUD-1: from Ann to Lee",
    ]
    assert {"acknowledgement:1", "reassignment:1"} <= set(signed(desk))


def test_what_somebody_typed_in_prefect_before_is_not_signed_by_who_says_the_same(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    desk.scene.snooze("Ann", "AUD-06 of E1", on="2025-07-01", until="2025-07-04")
    with desk.signed_in("Ann") as ann:
        assert ann.send(f"{path}/snooze", until="2025-07-04").status_code == 303
    assert len(answers(desk)) == 1
    assert "acknowledgement:1" not in signed(desk)


def test_a_deadline_and_a_whole_matter_are_handed_to_a_colleague(desk: DeskOf) -> None:
    id_, path = the(desk)
    ann, lee = id_of(desk, "Ann"), id_of(desk, "Lee")
    with desk.signed_in("Lee") as visitor:
        page = visitor.text(f"{path}/reassign")
        assert "Ann, owner" in page
        assert "Zoe" not in page
        visitor.send(f"{path}/reassign", what="deadline", former=ann, to=lee)
        visitor.send(f"{path}/reassign", what="matter", former=ann, to=lee)
    assert reassigned(desk) == [(id_, ann, lee, "Lee"), (None, ann, lee, "Lee")]


def test_reminders_pause_after_an_answer_at_the_desk(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    with desk.signed_in("Ann") as ann:
        ann.send(f"{path}/acknowledge", next_action="Counsel asks for it", until="2025-07-04")
    assert desk.scene.sweep("2025-07-03").claims == []
    assert {claim.reason.value for _, claim in desk.scene.sweep("2025-07-05").claims} >= {"escalated"}


def test_a_deadline_of_the_offices_own_is_answered_alike(one_desk: DeskOf) -> None:
    desk, number = one_desk, own(one_desk.scene, "2025-06-26", due_on=at("2025-08-01").date())
    path = f"/matters/1/own/{number}"
    with desk.signed_in("Ann") as ann:
        assert "not law: your own deadline" in ann.text(f"{path}/acknowledge")
        answer = ann.send(f"{path}/acknowledge", next_action="Call them", until="2025-07-04")
        assert answer.headers["location"] == f"/matters/1#own{number}"
        ann.send(f"{path}/snooze", until="2025-07-05")
        assert ann.open(f"{path}/reassign").status_code == 404
    assert [kind for kind, *_ in answers(desk)] == ["acknowledged", "snoozed"]
    assert {"ownacknowledgement:1", "ownacknowledgement:2"} <= set(signed(desk))


def test_an_administrator_who_is_no_contact_cannot_acknowledge_and_is_told_so(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    with desk.signed_in("Ada") as ada:
        for form in ("acknowledge", "snooze"):
            page = ada.text(f"{path}/{form}")
            assert "You are an administrator and no contact" in page
            assert 'name="until"' not in page
            fields: dict[str, Any] = {"next_action": "I do it", "until": "2025-07-04"}
            answer = ada.send(f"{path}/{form}", shown_at=f"{path}/reassign", **fields)
            assert answer.status_code == 400
            assert "You are an administrator and no contact" in answer.text
        moved = ada.send(
            f"{path}/reassign", what="deadline", former=id_of(desk, "Ann"), to=id_of(desk, "Lee")
        )
        assert moved.status_code == 303
    assert answers(desk) == []
    assert [by for *_, by in reassigned(desk)] == ["Ada"]


@pytest.mark.parametrize(
    ("form", "fields", "says"),
    [
        ("acknowledge", {"next_action": "", "until": "2025-07-04"}, "Next action is blank."),
        ("acknowledge", {"next_action": "x" * 301, "until": "2025-07-04"}, "has 301 characters"),
        ("acknowledge", {"next_action": "I do it", "until": "soon"}, "Next action due is “soon”."),
        (
            "acknowledge",
            {"next_action": "I do it", "until": "2025-06-30"},
            "Enter today, Tuesday, July 1, 2025",
        ),
        ("snooze", {"until": ""}, "Until is blank."),
        ("reassign", {"former": "1", "to": "1"}, "You entered Ann twice."),
        ("reassign", {"former": "1", "to": "3"}, "Choose one from each list."),
        ("reassign", {"former": "", "to": "²"}, "Choose one from each list."),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_nothing_is_written(
    form: str, fields: dict[str, Any], says: str, one_desk: DeskOf
) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    with desk.signed_in("Ann") as ann:
        answer = ann.send(f"{path}/{form}", **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert "Nothing was recorded." in answer.text
    assert fields.get("next_action", "") in answer.text
    assert kept(desk) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_is_another_importers_is_not_there(form: str, one_desk: DeskOf) -> None:
    desk, (id_, path) = one_desk, the(one_desk)
    with reading(desk.scene.engine) as session:
        theirs = session.exec(select(Matter.id).where(Matter.docket_number == "DEM-9")).one()
    fields: dict[str, Any] = {"next_action": "Mine", "until": "2025-07-04", "former": "1", "to": "2"}
    with desk.signed_in("Zoe") as zoe:
        for each in (path, f"/matters/{theirs}/deadlines/{id_}", f"/matters/{theirs}/deadlines/0"):
            answer = zoe.open(f"{each}/{form}")
            assert answer.status_code == 404
            assert "AUD-1" not in answer.text
            assert zoe.send(f"{each}/{form}", shown_at="/", **fields).status_code == 404
    assert kept(desk) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_without_this_browsers_token_writes_nothing(form: str, one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    with desk.signed_in("Lee") as lee:
        foreign = lee.token(f"{path}/{form}")
    with desk.signed_in("Ann") as ann:
        for token in ("", foreign):
            fields: dict[str, Any] = {"next_action": "Mine", "until": "2025-07-04", "former": "1", "to": "2"}
            answer = ann.client.post(f"{path}/{form}", data={"token": token, **fields})
            assert answer.status_code == 400
            assert "did not come from a page" in answer.text
    assert kept(desk) == []


def test_what_is_over_has_nothing_to_answer(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    desk.scene.record("report_completed", "2025-06-30")
    with desk.signed_in("Ann") as ann:
        assert "This deadline is over." in ann.text(f"{path}/acknowledge")
        fields: dict[str, Any] = {"next_action": "Mine", "until": "2025-07-04"}
        answer = ann.send(f"{path}/acknowledge", shown_at="/", **fields)
    assert answer.status_code == 400
    assert answers(desk) == []


def test_who_has_left_answers_nothing(one_desk: DeskOf) -> None:
    desk, (_, path) = one_desk, the(one_desk)
    desk.scene.contact("Bea", on="2025-06-26")
    with desk.signed_in("Ann") as ann:
        token = ann.token(f"{path}/snooze")
        with transaction(desk.scene.engine) as session:
            remove_contact(session, "Ann", at=desk.now)
        answer = ann.client.post(f"{path}/snooze", data={"token": token, "until": "2025-07-04"})
    assert answer.status_code == 400
    assert "You are not signed in any more." in answer.text
    assert answers(desk) == []
