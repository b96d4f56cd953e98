"""Second review at the desk: by another person than who recorded the entry, and by nobody else's name."""

from pathlib import Path

import pytest
from sqlmodel import select

from models.errors import RecordError
from models.record.confirmations import EYES, Seen
from models.record.database import reading, transaction
from models.record.documents import KeptFile, Place, add_document
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Confirmation, Entry, Matter
from models.record.tables.people import DeskRun, SignedAct
from tasks.record.confirmations import put_confirmation
from tasks.record.office_settings import put_period
from tests.support.at_the_desk import DeskOf
from tests.support.scenes import Scene, at

CONFIRM = "/matters/1/entries/1/confirm"
SHOWN = "/matters/1/entries/1"


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with second review on, an entry that Ann recorded signed in, and Lee who may confirm it."""
    put_period(sqlite_scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    sqlite_scene.open()
    for name in ("Ann", "Lee"):
        sqlite_scene.contact(name)
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    made = DeskOf(sqlite_scene, tmp_path)
    for name in ("Ann", "Lee"):
        made.person(name)
    with transaction(sqlite_scene.engine) as session:
        sign_act(session, "entry:1", 1, at=made.now)
    return made


def confirmations(desk: DeskOf) -> list[Confirmation]:
    """What was confirmed."""
    with reading(desk.scene.engine) as session:
        return list(session.exec(select(Confirmation)).all())


def test_somebody_else_confirms_it_signed_in(desk: DeskOf) -> None:
    with desk.signed_in("Lee") as visitor:
        assert "Confirm E1" in visitor.text(SHOWN)
        assert visitor.send(CONFIRM, shown_at=SHOWN).headers["location"] == SHOWN
        page = visitor.text(SHOWN)
        assert "You confirmed E1." in page
        assert "Lee (signed in)" in page
        assert "Confirm E1" not in page
        visitor.send(CONFIRM, shown_at=SHOWN)
        assert "E1 was confirmed already." in visitor.text(SHOWN)
    assert [each.confirmed_by for each in confirmations(desk)] == ["Lee"]
    with reading(desk.scene.engine) as session:
        assert session.get_one(SignedAct, "confirmation:1").person_id == 2
        (run,) = session.exec(select(DeskRun)).all()
    assert run.deployment == "confirm-entry"
    assert run.parameters == {"confirmation": {"matter": "AUD-1", "entry": "E1", "name": "Lee"}}


def test_who_recorded_it_does_not_confirm_it_whatever_name_they_recorded_it_by(desk: DeskOf) -> None:
    with desk.signed_in("Ann") as visitor:
        assert "You recorded E1 and cannot confirm it." in visitor.text(SHOWN)
        answer = visitor.send(CONFIRM, shown_at=SHOWN)
        assert answer.status_code == 400
        assert "Nothing was recorded. You recorded E1" in answer.text
    assert confirmations(desk) == []


def test_nothing_is_confirmed_while_second_review_is_off_or_by_who_may_not(desk: DeskOf) -> None:
    desk.scene.contact("Eve", role="executive")
    desk.person("Eve")
    with desk.signed_in("Eve") as visitor:
        assert "Your role does not confirm entries." in visitor.text(SHOWN)
        assert visitor.send(CONFIRM, shown_at=SHOWN).status_code == 404
    put_period(desk.scene.engine, EYES, 0, by="Bo", now=at("2025-06-30"))
    with desk.signed_in("Lee") as visitor:
        assert "Second review" not in visitor.text(SHOWN)
        answer = visitor.send(CONFIRM, shown_at=SHOWN)
        assert answer.status_code == 400
        assert "Second review is off." in answer.text
    assert confirmations(desk) == []


def test_an_entry_that_was_corrected_is_not_confirmed(desk: DeskOf) -> None:
    desk.scene.record("closing_conference_held", "2025-06-23", replaces=1, reason="Wrong day")
    with desk.signed_in("Lee") as visitor:
        answer = visitor.send(CONFIRM, shown_at=SHOWN)
    assert answer.status_code == 400
    assert "E1 was corrected by E2. Confirm E2 instead." in answer.text


def test_it_is_compared_with_a_document_of_its_own(desk: DeskOf) -> None:
    with transaction(desk.scene.engine) as session:
        place = Place(session.get_one(Matter, 1), entry=session.get_one(Entry, 1))
        file = KeptFile(sha256="a" * 64, name="notice.pdf", media_type="application/pdf", size=9)
        add_document(session, place, file, by="Ann", at=desk.now)
    with desk.signed_in("Lee") as visitor:
        assert '<option value="1">notice.pdf</option>' in visitor.text(SHOWN)
        assert visitor.send(CONFIRM, shown_at=SHOWN, document="7").status_code == 400
        visitor.send(CONFIRM, shown_at=SHOWN, document="1")
    assert [each.document_sha256 for each in confirmations(desk)] == ["a" * 64]


def test_a_typed_name_confirms_nothing_once_people_sign_in(desk: DeskOf) -> None:
    seen = Seen(number=1, by="Lee")
    with pytest.raises(RecordError, match="Confirm at the desk, where you sign in: http://d/matters/1/e"):
        put_confirmation(desk.scene.engine, "AUD-1", seen, now=desk.now, desk_url="http://d")
    assert confirmations(desk) == []
    with desk.signed_in("Lee") as visitor:
        visitor.send(CONFIRM, shown_at=SHOWN)
    # The run that follows finds it confirmed by the same person.
    put_confirmation(desk.scene.engine, "AUD-1", seen, now=desk.now, desk_url="http://d")
    with pytest.raises(RecordError, match="where you sign in"):
        put_confirmation(desk.scene.engine, "AUD-1", Seen(number=1, by="Eve"), now=desk.now)
    assert len(confirmations(desk)) == 1


def test_the_form_of_prefect_confirms_as_ever_while_nobody_signs_in(sqlite_scene: Scene) -> None:
    put_period(sqlite_scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    sqlite_scene.open()
    sqlite_scene.record("closing_conference_held", "2025-06-20")
    put_confirmation(sqlite_scene.engine, "AUD-1", Seen(number=1, by="Lee"), now=at("2025-06-23"))
