"""An entry is provisional until another person confirms it, where the office wants that; and it says so."""

import re
from pathlib import Path

import pytest

from models.errors import RecordError
from models.record.confirmations import EYES, Seen
from models.record.database import migrate, transaction
from models.record.docket_seal import seal_of, verify_chain
from models.record.dockets import entries_of
from models.record.matters import matter_named
from models.settings import Settings
from tasks.calendars.files import write_calendars
from tasks.pages.matter_page import matter_page
from tasks.pages.timeliness_page import punctuality_page
from tasks.record.confirmations import count_provisional, put_confirmation
from tasks.record.office_settings import put_period
from tasks.timeliness.ledger import read_ledger
from tests.support.mailbox import text_of
from tests.support.old_record import take_back
from tests.support.scenes import LINKS, Scene, at

HELD = "2025-06-20"


def page(scene: Scene) -> str:
    with transaction(scene.engine) as session:
        return matter_page(session, matter_named(session, "AUD-1"), LINKS, now=at(HELD))


def told(scene: Scene, *, eyes: bool) -> str:
    """What the mail of a first clock says."""
    if eyes:
        put_period(scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    scene.open()
    scene.contact()
    scene.record("closing_conference_held", HELD)
    scene.sweep(HELD)
    return text_of(scene.mailbox.received[0])


def test_an_entry_that_nobody_confirmed_is_watched_and_its_alerts_say_so(scene: Scene) -> None:
    assert "Provisional: nobody has confirmed E1" in told(scene, eyes=True)
    assert "**provisional**" in page(scene)
    put_confirmation(scene.engine, "AUD-1", Seen(number=1, by="Lee"), now=at("2025-06-23"))
    assert "**provisional**" not in page(scene)
    scene.sweep("2025-09-19")
    assert "Provisional" not in text_of(scene.mailbox.received[-1])


def test_without_the_setting_nothing_is_provisional(scene: Scene) -> None:
    assert "Provisional" not in told(scene, eyes=False)
    assert "provisional" not in page(scene)


def test_who_recorded_it_does_not_confirm_it_and_what_is_not_there_is_not_confirmed(scene: Scene) -> None:
    told(scene, eyes=True)
    with pytest.raises(RecordError, match="Bo recorded E1 and cannot confirm it"):
        put_confirmation(scene.engine, "AUD-1", Seen(number=1, by=" bo "), now=at("2025-06-23"))
    with pytest.raises(RecordError, match="E7 is not an entry of AUD-1"):
        put_confirmation(scene.engine, "AUD-1", Seen(number=7, by="Lee"), now=at("2025-06-23"))
    assert "**provisional**" in page(scene)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("0" * 63, "is not a SHA-256. Expected 64 hexadecimal digits"),
        ("b" * 64, "E1 was recorded from the document with the SHA-256 aaaa"),
    ],
)
def test_what_was_read_in_another_document_confirms_nothing(
    given: str, said: str, sqlite_scene: Scene
) -> None:
    scene = sqlite_scene
    put_period(scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    scene.open()
    scene.record("closing_conference_held", HELD, document_sha256="a" * 64)
    seen = Seen(number=1, by="Lee", document_sha256=given)
    with pytest.raises(RecordError, match=said):
        put_confirmation(scene.engine, "AUD-1", seen, now=at("2025-06-23"))
    assert "**provisional**" in page(scene)
    seen = Seen(number=1, by="Lee", document_sha256="A" * 64)
    put_confirmation(scene.engine, "AUD-1", seen, now=at("2025-06-23"))
    assert "**provisional**" not in page(scene)


def test_news_of_an_end_that_nobody_confirmed_says_so(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    told(scene, eyes=True)
    put_confirmation(scene.engine, "AUD-1", Seen(number=1, by="Lee"), now=at("2025-06-23"))
    scene.sweep("2025-09-19")
    scene.record("report_completed", "2025-09-22")
    scene.sweep("2025-09-22")
    last = text_of(scene.mailbox.received[-1])
    assert "Provisional: nobody has confirmed E2" in last


def test_the_calendar_and_the_ledger_say_what_nobody_confirmed(scene: Scene, tmp_path: Path) -> None:
    put_period(scene.engine, EYES, 1, by="Bo", now=at("2025-01-03"))
    scene.open()
    scene.record("closing_conference_held", "2025-06-19", recorded=HELD)
    scene.record("closing_conference_held", HELD, replaces=1, reason="A misread day.")
    assert shown(scene, tmp_path) == ["nobody has confirmed E2"] * 2
    assert list(count_provisional(scene.engine).values()) == [1]
    for number in (1, 2):
        assert len(shown(scene, tmp_path)) == 2
        put_confirmation(scene.engine, "AUD-1", Seen(number=number, by="Lee"), now=at("2025-06-23"))
    assert shown(scene, tmp_path) == []
    assert count_provisional(scene.engine) == {}


def shown(scene: Scene, folder: Path) -> list[str]:
    """What the calendar of the importer, and the page of the ledger, say of entries that wait."""
    write_calendars(scene.engine, folder, now=at(HELD))
    calendar = (folder / "importer-acme.ics").read_text(encoding="utf-8").replace("\n ", "")
    ledger = punctuality_page(read_ledger(scene.engine, now=at(HELD)), {})
    return re.findall(r"nobody has confirmed E\d", calendar) + re.findall(r"nobody has confirmed E\d", ledger)


@pytest.mark.parametrize("number", [2, 0.5])
def test_a_second_pair_of_eyes_is_wanted_or_not(number: float, scene: Scene) -> None:
    with pytest.raises(RecordError, match="expected"):
        put_period(scene.engine, EYES, number, by="Bo", now=at("2025-01-03"))


def test_a_correction_keeps_its_reason_and_the_chain_holds_with_and_without_one(
    settings: Settings, scene: Scene
) -> None:
    scene.open()
    scene.record("closing_conference_held", HELD)
    take_back(scene.engine, settings, "0003")
    migrate(settings)
    reason = "The protocol gives another day."
    scene.record("closing_conference_held", "2025-06-19", replaces=1, reason=reason, recorded=HELD)
    with transaction(scene.engine) as session:
        matter = matter_named(session, "AUD-1")
        entries, seal = entries_of(session, matter), seal_of(session, matter)
        assert [each.reason for each in entries] == ["", reason]
        assert verify_chain(entries, seal) == []
        entries[1].reason = "Another."
        assert verify_chain(entries, seal) == [2]
        session.rollback()
    assert f"replaces E1: {reason}" in page(scene)
