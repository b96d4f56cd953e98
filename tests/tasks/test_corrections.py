"""A matter is corrected: each value is logged, nothing is lost, and alerts follow."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from models.errors import RecordError
from models.inputs import ImporterCorrection, MatterCorrection
from models.record.database import reading
from models.record.matters import find_account, matter_named
from models.record.tables.dockets import Deadline, Matter, Receipt
from tasks.alerts.mendings import put_mending
from tests.support.corrections import (
    corrected,
    differences,
    foretold,
    logged,
    of_importer,
    of_matter,
    with_two_importers,
)
from tests.support.mailbox import Mailbox, free_port
from tests.support.scenes import LINKS, Scene, at


@pytest.fixture
def two(scene: Scene) -> Scene:
    """Acme with Ann, Globex with Zoe."""
    return with_two_importers(scene)


def test_each_value_of_a_matter_is_corrected_and_logged_with_what_it_was(two: Scene) -> None:
    done = corrected(
        two,
        of_matter(
            docket_number="AUD-2",
            opened_on=date(2025, 2, 3),
            timezone="America/Chicago",
            title="Focused assessment",
            customs_office="Chicago",
        ),
    )
    assert logged(two) == [
        ("matter:1", "docket_number", "AUD-1", "AUD-2"),
        ("matter:1", "opened_on", "2025-01-02", "2025-02-03"),
        ("matter:1", "timezone", "America/New_York", "America/Chicago"),
        ("matter:1", "title", "", "Focused assessment"),
        ("matter:1", "customs_office", "", "Chicago"),
    ]
    assert isinstance(done.what, Matter)
    with reading(two.engine) as session:
        kept = session.get_one(Matter, 1)
        assert (kept.docket_number, kept.first_number, kept.title) == ("AUD-2", "AUD-1", "Focused assessment")
        (receipt,) = session.exec(select(Receipt).where(Receipt.kind == "mending")).all()
        assert len(receipt.content["corrections"]) == 5
    assert differences(two) == []


def test_a_docket_number_that_a_matter_had_still_finds_it_and_is_nobody_elses(two: Scene) -> None:
    corrected(two, of_matter(docket_number="AUD-2"))
    with reading(two.engine) as session:
        assert matter_named(session, "AUD-1").id == matter_named(session, "AUD-2").id == 1
    for number in ("AUD-1", "AUD-2"):
        with pytest.raises(
            RecordError, match=f"The docket number {number} (was corrected to AUD-2|is taken)"
        ):
            corrected(two, of_matter("GLO-1", docket_number=number))
    with pytest.raises(RecordError, match="was corrected to AUD-2, and still finds that matter"):
        two.open("AUD-1")
    corrected(two, of_matter("AUD-2", docket_number="AUD-1"))
    with reading(two.engine) as session:
        assert session.get_one(Matter, 1).first_number == ""


def test_a_matter_that_moves_is_told_to_the_people_of_its_new_importer_only(two: Scene) -> None:
    ahead = foretold(two, of_matter(importer="Globex"))
    (audience,) = ahead.audiences
    assert (audience.docket_number, audience.before, audience.after) == ("AUD-1", ["Ann"], ["Zoe"])
    assert {each.contact for each in ahead.gone} == {"Ann"}
    assert {each.contact for each in ahead.come} == {"Zoe"}
    assert logged(two) == []
    corrected(two, of_matter(importer="Globex"))
    before = len(two.mails("ann"))
    two.sweep("2025-06-23")
    two.sweep("2025-09-19")
    (last,) = two.mails("ann")[before:]
    assert str(last["Subject"]) == "NOTICE: you get no more alerts about AUD-1"
    assert "Globex" not in last.as_string()
    assert [str(mail["Subject"])[-6:-1] for mail in two.mails("zoe")] == ["AUD-1", "AUD-1"]
    assert logged(two) == [("matter:1", "importer", "1", "2")]


def test_what_was_on_its_way_to_the_people_of_the_former_importer_is_taken_back(two: Scene) -> None:
    two.elsewhere["ann"] = Mailbox(port=free_port()).url()
    two.record("report_delay_notice", "2025-06-21", facts={"reason": "staff"})
    two.sweep("2025-06-21")
    corrected(two, of_matter(importer="Globex"))
    two.elsewhere.clear()
    before = len(two.mails("ann"))
    two.sweep("2025-06-23")
    (last,) = two.mails("ann")[before:]
    assert str(last["Subject"]) == "NOTICE: you get no more alerts about AUD-1"


def test_an_answer_to_an_alert_from_before_is_refused_and_says_when_the_matter_moved(two: Scene) -> None:
    corrected(two, of_matter(importer="Globex"))
    with pytest.raises(RecordError, match=r"AUD-1 was moved to it on Monday, June 23, 2025\."):
        two.acknowledge("Ann", "AUD-06", docket="AUD-1", on="2025-06-23", until="2025-07-01")


def test_who_was_told_nothing_of_a_matter_is_not_told_that_it_moved(two: Scene) -> None:
    two.contact("Lee", ["Acme"], role="lead")
    two.open("AUD-3")
    corrected(two, of_matter("AUD-3", importer="Globex"))
    two.sweep("2025-06-23")
    assert not any("AUD-3" in str(mail["Subject"]) for mail in two.mails("lee"))


def test_who_still_hears_of_a_matter_is_not_told_that_it_moved(two: Scene) -> None:
    two.contact("Bea", ["Acme", "Globex"])
    two.sweep("2025-06-23")
    before = len(two.mails("bea"))
    corrected(two, of_matter(importer="Globex"))
    two.sweep("2025-06-23", 20)
    assert len(two.mails("bea")) == before > 0


def test_a_preview_of_a_move_to_an_importer_without_contacts_says_that_nobody_is_alerted(two: Scene) -> None:
    with pytest.raises(RecordError, match=r"No importer is named 'Initech'\. Enter an importer on record"):
        foretold(two, of_matter(importer="Initech"))
    (audience,) = foretold(two, of_matter(importer="Initech", new_importer=True)).audiences
    assert (audience.before, audience.after) == (["Ann"], [])
    with reading(two.engine) as session:
        assert find_account(session, "Initech") is None


def test_another_time_zone_derives_the_matter_again_and_says_what_changed(two: Scene) -> None:
    # 03:00 UTC on September 19: still September 18 in New York, and in Guam the afternoon of the 19th.
    late = at("2025-09-19", 3)
    two.sweep("2025-09-19", 3)
    done = put_mending(two.engine, of_matter(timezone="Pacific/Guam"), LINKS, now=late)
    assert [row.rule for row in done.changes.restated] == ["AUD-06"]
    two.sweep("2025-09-19", 4)
    assert "missed" in two.reasons()


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (of_matter(opened_on=date(2025, 6, 21)), "but E1 happened on Friday, June 20, 2025"),
        (of_matter(opened_on=date(2026, 6, 21)), "which is in the future"),
        (of_matter(title=""), "All of this is on record of AUD-1 already"),
        (of_matter("AUD-7", title="A"), "No matter has the docket number 'AUD-7'. Did you mean AUD-1"),
        (of_importer(name="Globex"), "is the name of another importer on record"),
        (of_importer(name="A; B"), "No importer can be named"),
        (of_importer(merge_into="Acme"), "Both names are the importer Acme"),
        (of_importer(merge_into="Globex", name="B"), "Expected Merge into without a name"),
        (of_importer("Acmee", name="B"), "Did you mean Acme?"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_is_kept(
    two: Scene, draft: MatterCorrection | ImporterCorrection, said: str
) -> None:
    for attempt in (foretold, corrected):
        with pytest.raises(RecordError) as raised:
            attempt(two, draft)
        assert said in str(raised.value)
    assert logged(two) == []


@pytest.mark.parametrize("act", ["UPDATE mending SET after = 'X'", "DELETE FROM mending"])
def test_the_log_accepts_no_change_and_no_deletion(two: Scene, act: str) -> None:
    corrected(two, of_matter(title="A"))
    with pytest.raises(DatabaseError, match="mending is append-only"), two.engine.begin() as connection:
        connection.execute(text(act))


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("UPDATE matter SET title = 'Forged'", "title is 'Forged', but was last corrected to 'A'"),
        ("DELETE FROM mending", "proves a correction that is missing"),
        ("UPDATE mending SET after = 'Forged'", "the hash chain of corrections is broken at 1"),
        (
            "INSERT INTO mending SELECT 9, subject, 2, field, before, after, reason, recorded_by, "
            "recorded_at, hash, 'forged' FROM mending",
            "no receipt proves the correction forged",
        ),
    ],
)
def test_the_recount_finds_what_was_changed_past_the_log(sqlite_scene: Scene, act: str, said: str) -> None:
    sqlite_scene.open()
    corrected(sqlite_scene, of_matter(title="A"))
    with sqlite_scene.engine.begin() as connection:
        for trigger in ("mending_refuses_update", "mending_refuses_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(act))
    assert any(said in each for each in differences(sqlite_scene))


def test_deadlines_keep_their_identity_and_alerts_are_not_repeated_when_a_number_is_corrected(
    two: Scene,
) -> None:
    before = len(two.mails("ann"))
    corrected(two, of_matter(docket_number="AUD-2", customs_office="Chicago"))
    two.sweep("2025-06-23")
    assert len(two.mails("ann")) == before
    with reading(two.engine) as session:
        assert {row.matter_id for row in session.exec(select(Deadline)).all()} == {1}
    two.sweep("2025-09-19")
    assert str(two.mails("ann")[-1]["Subject"]).endswith("(AUD-2)")
