"""A link that can answer nothing says so in one sentence, shows nothing of the matter, and writes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.forms.tap_tokens import new_tap, read_tap, sign_tap, tap_name
from models.inputs import ContactInput
from models.record.contacts import change_contact, remove_contact
from models.record.database import transaction
from models.record.leaving import let_leave
from models.record.people import person_named
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at
from tests.support.tapping import (
    LIKELY,
    everything,
    link_of,
    on_one_line,
    tapped_desk,
)


@pytest.fixture
def one_desk(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann, who was mailed about a deadline of CBP in an audit of Acme; only Lee signs in at the desk."""
    return tapped_desk(sqlite_scene, tmp_path, monkeypatch)


def closed(desk: DeskOf, path: str) -> str:
    """What a link says that answers nothing: no word of the matter, and nothing is written."""
    before = everything(desk)
    with desk.nobody() as visitor:
        page = visitor.open(path)
        sent = visitor.send(path, shown_at="/sign-in", **LIKELY)
    assert page.status_code == sent.status_code == 410
    for each in (page, sent):
        assert not {"AUD-1", "Acme", "Focused", "Ann", "report"} & set(
            on_one_line(each.text).replace(",", " ").split()
        )
    assert everything(desk) == before
    return on_one_line(page.text)


def test_a_link_that_was_altered_or_made_elsewhere_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    token = path.removeprefix("/tap/")
    tap = read_tap(token, desk.office.note_key)
    assert tap is not None
    foreign, signature = sign_tap(tap, "another key"), token.rpartition(".")[2]
    altered = [f"2{token[1:]}", token.replace("deadline:", "deadline:1"), token.replace("-0", "-1", 1)]
    unsigned = tap_name(tap.subject, tap.due).replace("deadline", "matter")
    for each in (foreign, *altered, token[:-1], f"{token}A", "nothing", signature, unsigned, "%00", "é"):
        assert "Landwaiter did not make this link" in closed(desk, f"/tap/{each}")


def test_no_key_reads_no_token() -> None:
    tap = new_tap(1, "deadline:1", "2025-07-08", at("2025-07-01"))
    assert read_tap(sign_tap(tap, "k"), "k") == tap
    assert read_tap(sign_tap(tap, "k"), "") is None
    with pytest.raises(ValueError, match="without a key"):
        sign_tap(tap, "")


def test_a_link_expires_after_14_days(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.now = at("2025-07-15") - timedelta(seconds=1)
    with desk.nobody() as visitor:
        assert "Acknowledge until" in visitor.text(path)
    desk.now = at("2025-07-15")
    assert "This link has expired: it works for 14 days." in closed(desk, path)


def test_the_link_of_who_has_left_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.scene.contact("Bea", on="2025-07-01")
    with transaction(desk.scene.engine) as session:
        remove_contact(session, "Ann", at=desk.now)
    assert "not sent to you any more" in closed(desk, path)


def test_the_link_of_who_lost_the_importer_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.scene.open("DEM-9", "demand", importer="Zephyr", on="2025-06-02")
    desk.scene.contact("Bea", on="2025-07-01")
    draft = ContactInput(
        name="Ann", role="owner", importers=("Zephyr",), channel="ann", wants_digest=False, added_by="Bo"
    )
    with transaction(desk.scene.engine) as session:
        change_contact(session, draft, at=desk.now)
    assert "not sent to you any more" in closed(desk, path)


def test_the_link_of_who_may_sign_in_no_more_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.person("Ann")
    with transaction(desk.scene.engine) as session:
        person = person_named(session, "Ann")
        assert person is not None
        let_leave(session, person, by="Ada", at=desk.now)
    assert "not sent to you any more" in closed(desk, path)


def test_the_link_of_a_deadline_that_is_over_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.scene.record("report_completed", "2025-07-01")
    assert "This deadline is over." in closed(desk, path)


def test_the_link_of_a_deadline_that_moved_answers_nothing(one_desk: DeskOf) -> None:
    desk, path = one_desk, link_of(one_desk)
    desk.scene.record(
        "closing_conference_held", "2025-06-24", recorded="2025-07-01", replaces=1, reason="Wrong day"
    )
    assert "The days of this deadline have changed" in closed(desk, path)
