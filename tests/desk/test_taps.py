"""One tap on the link in a mail acknowledges a deadline: once, as the contact whom the mail went to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.forms.tap_tokens import new_tap, sign_tap
from models.record.database import reading
from models.record.tables.alerts import (
    Acknowledgement,
    OwnAcknowledgement,
)
from models.record.tables.dockets import Deadline
from tests.support.at_the_desk import URL, DeskOf
from tests.support.mailbox import html_of
from tests.support.own_deadlines import own
from tests.support.scenes import Scene, at
from tests.support.tapping import (
    BY_LINK,
    LIKELY,
    answers,
    everything,
    kept,
    link_of,
    logged,
    on_one_line,
    reassigned,
    shown_later,
    signed,
    subject_of,
    tap_in,
    tapped_desk,
    taps_of,
    told,
)


@pytest.fixture
def desk(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(scene, tmp_path, monkeypatch)


@pytest.fixture
def one_desk(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(sqlite_scene, tmp_path, monkeypatch)


def test_a_tap_acknowledges_as_who_the_mail_went_to(desk: DeskOf) -> None:
    path = link_of(desk)
    with desk.nobody() as visitor:
        page = on_one_line(visitor.text(path))
        assert "AUD-1, Acme: " in page
        assert "You answer as Ann." in page
        assert answers(desk) == []
        answer = visitor.send(path, **LIKELY)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        after = visitor.text(path)
    assert "You have already acknowledged this deadline, on Tuesday, July 1, 2025." in after
    assert answers(desk) == [("acknowledged", "1", "2025-07-04", "I am handling this.")]
    assert signed(desk) == []
    (shown,) = shown_later(desk)
    assert shown[:2] == ("show-matter", "AUD-1")
    assert shown[2].endswith("acknowledged, by the link in a mail")
    assert logged(desk)[-1] == (BY_LINK, "Ann", "testclient")
    assert desk.woken == 1


def test_the_page_says_until_when_and_the_button_does_so(one_desk: DeskOf) -> None:
    path = link_of(one_desk)
    with one_desk.nobody() as visitor:
        page = visitor.text(path)
        assert "Acknowledge until Tue, Jul 8, 2025" in page
        assert 'name="until" value="2025-07-08"' in page
        assert 'value="I am handling this."' in page


def test_who_may_sign_in_signs_with_the_tap_too(one_desk: DeskOf) -> None:
    desk = one_desk
    desk.person("Ann")
    with desk.nobody() as visitor:
        visitor.send(link_of(desk), **LIKELY)
    assert signed(desk) == ["acknowledgement:1"]
    assert logged(desk)[-1] == (BY_LINK, "Ann", "testclient")


def test_two_taps_are_one_answer(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    with desk.nobody() as visitor:
        token = visitor.token(path)
        first = visitor.client.post(path, data={"token": token, **LIKELY})
        again = visitor.client.post(path, data={"token": token, **LIKELY, "until": "2025-07-08"})
        other = visitor.client.post(path, data={"token": token, "act": "reassign", "to": "2"})
    assert first.status_code == 303
    assert "You have already acknowledged" in again.text
    assert "You have already acknowledged" in other.text
    assert len(answers(desk)) == len(shown_later(desk)) == 1
    assert reassigned(desk) == []


def test_two_taps_at_once_are_one_answer(desk: DeskOf) -> None:
    path = link_of(desk)

    def tap(until: str) -> int:
        with desk.nobody() as visitor:
            return visitor.send(path, **{**LIKELY, "until": until}).status_code

    with ThreadPoolExecutor(4) as threads:
        statuses = list(threads.map(tap, ["2025-07-03", "2025-07-04", "2025-07-05", "2025-07-07"]))
    assert sorted(statuses) == [200, 200, 200, 303]
    assert len(answers(desk)) == len(shown_later(desk)) == 1


def test_opening_changes_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    before = everything(desk)
    with desk.nobody() as visitor:
        for _ in range(3):
            visitor.text(path)
        assert visitor.client.head(path).status_code in (200, 405)
    assert everything(desk) == before


def test_a_tap_snoozes_and_hands_on(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    with desk.nobody() as visitor:
        visitor.send(path, act="snooze", snooze_until="2025-07-03")
        assert "You have already snoozed this deadline" in visitor.text(path)
    assert answers(desk) == [("snoozed", "1", "2025-07-03", "")]
    other = next(each for each in taps_of(desk, "lee") if subject_of(desk, each) == subject_of(desk, path))
    with desk.nobody() as visitor:
        page = visitor.text(other)
        assert "Ann, owner" in page
        assert "Lee, lead" not in page
        visitor.send(other, act="reassign", to="1")
        assert "already handed to a colleague, on Tuesday, July 1, 2025" in visitor.text(other)
    assert [row[1:] for row in reassigned(desk)] == [(2, 1, "Lee")]
    assert "reassignment:1" in signed(desk)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({**LIKELY, "next_action": ""}, "Next action is blank."),
        ({**LIKELY, "until": "2025-06-30"}, "Enter today, Tuesday, July 1, 2025"),
        ({"act": "snooze", "snooze_until": "never"}, "Until is “never”."),
        ({"act": "reassign", "to": ""}, "No colleague is chosen."),
        ({"act": "reassign", "to": "1"}, "You entered Ann twice."),
        ({"act": "reassign", "to": "99"}, "No colleague is chosen."),
        ({"act": "delete"}, "No answer was chosen."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence(
    fields: dict[str, Any], says: str, one_desk: DeskOf
) -> None:
    desk, path = one_desk, link_of(one_desk)
    with desk.nobody() as visitor:
        answer = visitor.send(path, **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert kept(desk) == []
    assert BY_LINK not in [act for act, *_ in logged(desk)]


def test_a_form_from_elsewhere_writes_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    with desk.nobody() as other:
        foreign = other.token(path)
    with desk.nobody() as visitor:
        visitor.open(path)
        for token in ("", foreign):
            answer = visitor.client.post(path, data={"token": token, **LIKELY})
            assert answer.status_code == 400
        token = visitor.token(path)
        answer = visitor.client.post(
            path, data={"token": token, **LIKELY}, headers={"origin": "https://evil.example"}
        )
        assert answer.status_code == 400
    assert answers(desk) == []


def test_a_link_is_of_its_deadline_only(one_desk: DeskOf) -> None:
    desk = one_desk
    own(desk.scene, "2025-07-01", due_on=date(2025, 8, 1))
    told(desk, "2025-07-01", 16)
    law, office = taps_of(desk, "ann")
    with desk.nobody() as visitor:
        visitor.send(law, **LIKELY)
        assert "already" in visitor.text(law)
        assert "Acknowledge until" in visitor.text(office)


def test_after_an_acknowledgement_has_run_out_the_next_mails_link_answers_again(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    with desk.nobody() as visitor:
        visitor.send(path, **LIKELY)
    desk.scene.mailbox.received.clear()
    told(desk, "2025-07-05")
    desk.now = at("2025-07-05", 18)
    (again,) = [each for each in taps_of(desk, "ann") if subject_of(desk, each) == subject_of(desk, path)]
    with desk.nobody() as visitor:
        assert "Acknowledge until" in visitor.text(again)
        assert "already acknowledged" in visitor.text(path)
        visitor.send(again, **{**LIKELY, "until": "2025-07-10"})
    assert [until for _, _, until, _ in answers(desk)] == ["2025-07-04", "2025-07-10"]


def test_a_deadline_of_the_offices_own_is_answered_with_one_tap(one_desk: DeskOf) -> None:
    desk = one_desk
    desk.scene.mailbox.received.clear()
    desk.person("Ann")
    number = own(desk.scene, "2025-07-01", due_on=date(2025, 8, 1))
    told(desk, "2025-07-01", 16)
    mail = next(each for each in desk.scene.mails("ann") if "Call the surety" in str(each["Subject"]))
    assert f"{URL}/matters/1#own{number}" in html_of(mail)
    path = tap_in(mail)
    with desk.nobody() as visitor:
        page = visitor.text(path)
        assert "Call the surety" in page
        assert "hand it to a colleague" not in page
        visitor.send(path, **LIKELY)
    assert answers(desk) == [("acknowledged", "1", "2025-07-04", "I am handling this.")]


def test_a_link_of_the_offices_own_deadline_answers_none_of_the_law_with_the_same_number(
    one_desk: DeskOf,
) -> None:
    desk, number = one_desk, own(one_desk.scene, "2025-07-01", due_on=date(2025, 8, 1))
    with reading(desk.scene.engine) as session:
        assert session.get(Deadline, number) is not None
    token = sign_tap(new_tap(1, f"own:{number}", "2025-08-01", desk.now), desk.office.note_key)
    with desk.nobody() as visitor:
        visitor.send(f"/tap/{token}", **LIKELY)
    with reading(desk.scene.engine) as session:
        assert session.exec(select(Acknowledgement)).first() is None
        assert session.exec(select(OwnAcknowledgement)).one().own_id == number
