"""Faults that the telling's machine, or a look at its code, found: each as a plain story."""

from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from models.inputs import ContactInput
from models.record.contacts import change_contact, remove_contact
from models.record.database import transaction
from models.roles import Role
from tasks.alerts.ladders import put_ladder
from tests.support.scenes import Scene, at

ACT = "ACTION today, Thu, Jul 3"
FACTS = {"return_on": "2025-07-05", "third_party": False}
BOSS = ContactInput(name="Eve", role="executive", channel="eve", importers=("Acme",), added_by="Bo")


def summoned(scene: Scene, *others: tuple[str, str], on: str = "2025-05-01", **ann: Any) -> Scene:
    """A summons whose last safe day is Thursday 2025-07-03, the strict Saturday 5, the lenient Monday 7."""
    scene.open("SUM-1", "summons")
    scene.contact("Ann", **ann)
    for name, role in others:
        scene.contact(name, role=role)
    scene.record("summons_issued", on, docket="SUM-1", facts=FACTS)
    scene.sweep(on)
    return scene


def subjects(mails: Sequence[EmailMessage]) -> list[str]:
    return [
        str(mail["Subject"]).removesuffix(": Appear or produce on the date set in the summons (SUM-1)")
        for mail in mails
    ]


def test_what_is_missed_while_the_watch_is_off_is_told_though_a_graver_clock_mutes_it(
    sqlite_scene: Scene,
) -> None:
    scene = summoned(sqlite_scene)
    scene.record("delivery_withheld", "2025-05-02", docket="SUM-1")
    scene.sweep("2025-05-02")
    found = scene.sweep("2025-07-15")
    assert "missed" in [claim.reason.value for _, claim in found.claims]


def test_who_comes_late_hears_what_is_missed_though_a_graver_clock_mutes_it(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene)
    scene.record("delivery_withheld", "2025-05-02", docket="SUM-1")
    scene.sweep("2025-07-08")
    scene.contact("Zoe", on="2025-07-15")
    scene.sweep("2025-07-15")
    assert "ACTION, overdue since Tue, Jul 8" in subjects(scene.mails("zoe"))


def test_what_a_graver_clock_muted_is_told_once_that_one_is_over(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    scene.record("delivery_withheld", "2025-05-01", docket="SUM-1")
    scene.sweep("2025-05-01")
    facts = {"return_on": "2025-07-01", "third_party": True}
    scene.record("summons_issued", "2025-06-02", docket="SUM-1", facts=facts)
    for day in ("2025-06-02", "2025-07-01", "2025-07-02", "2025-07-03"):
        scene.sweep(day)
    scene.record("contempt_purged", "2025-07-10", docket="SUM-1", of=(1,))
    scene.sweep("2025-07-10")
    scene.sweep("2025-07-11")
    assert "right_opened" in scene.reasons()


def test_a_clock_comes_back_at_once_to_who_handed_it_on_where_the_other_one_leaves(
    sqlite_scene: Scene,
) -> None:
    scene = summoned(sqlite_scene, ("Bea", "owner"))
    scene.reassign("Ann", "Bea", docket="SUM-1", on="2025-05-02")
    scene.sweep("2025-07-03")
    assert scene.mails("ann")[1:] == []
    with transaction(scene.engine) as session:
        remove_contact(session, "Bea", at=at("2025-07-03", 16))
    scene.sweep("2025-07-03", 17)
    assert subjects(scene.mails("ann"))[1:] == [ACT]


def test_a_clock_comes_back_at_once_where_the_other_one_goes_to_another_importer(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, ("Bea", "owner"))
    scene.open("AUD-2", importer="Globex")
    scene.reassign("Ann", "Bea", docket="SUM-1", on="2025-05-02")
    scene.sweep("2025-07-03")
    away = replace(BOSS, name="Bea", channel="bea", role="owner", importers=("Globex",))
    with transaction(scene.engine) as session:
        change_contact(session, away, at=at("2025-07-03", 16))
    scene.sweep("2025-07-03", 17)
    assert subjects(scene.mails("ann"))[1:] == [ACT]


def test_who_gives_a_clock_back_keeps_the_role_that_was_theirs_before(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, ("Eve", "executive"))
    scene.reassign("Ann", "Eve", docket="SUM-1", on="2025-05-02")
    scene.reassign("Eve", "Ann", docket="SUM-1", on="2025-05-05")
    scene.sweep("2025-07-03")
    assert subjects(scene.mails("eve"))[-1:] == [ACT]


def test_who_was_away_when_a_clock_was_withdrawn_hears_of_it_on_coming_back(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene, ("Eve", "executive"))
    scene.contact("Zoe", role="executive")
    scene.open("AUD-2", importer="Globex")
    scene.contact("Gil", ["Globex"], role="executive")
    scene.sweep("2025-07-03")
    away, back = replace(BOSS, importers=("Globex",)), BOSS
    for draft, day in ((away, "2025-07-04"), (back, "2025-07-08")):
        with transaction(scene.engine) as session:
            change_contact(session, draft, at=at(day))
        if draft is away:
            scene.record("entry_withdrawn", "2025-07-05", docket="SUM-1", replaces=1)
            scene.sweep("2025-07-05")
    scene.sweep("2025-07-08")
    assert "NOTICE, withdrawn" in " ".join(subjects(scene.mails("eve")))


def test_a_snooze_that_is_over_does_not_make_news_of_what_was_missed(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    scene.record("summons_issued", "2025-05-01", docket="SUM-1", facts=FACTS)
    scene.snooze("Ann", "SUM-02", docket="SUM-1", on="2025-07-09", until="2025-07-10")
    scene.sweep("2025-07-11")
    assert subjects(scene.mails("ann")) == ["ACTION, overdue since Tue, Jul 8"]


def test_who_was_told_only_of_a_new_clock_is_alarmed_once_the_ladder_says_so(sqlite_scene: Scene) -> None:
    scene = sqlite_scene
    scene.open("SUM-1", "summons")
    scene.contact("Ann")
    scene.contact("Eve", role="executive")

    def set_ladder(role: str, day: str) -> None:
        steps = [
            f"on act-by: due now to {role}",
            f"1 day after strict: in gap to {role}",
            f"1 day after lenient: missed to {role}",
        ]
        put_ladder(scene.engine, "SUM-02", steps, Role.EXECUTIVE, by="Bo", now=at(day))

    set_ladder("owner", "2025-06-01")
    scene.record("summons_issued", "2025-07-10", docket="SUM-1", facts=FACTS)
    scene.sweep("2025-07-10")
    set_ladder("executive", "2025-07-11")
    scene.sweep("2025-07-11")
    assert subjects(scene.mails("eve"))[-1:] == ["ACTION, overdue since Tue, Jul 8"]


def test_a_defect_that_comes_back_is_told_again(sqlite_scene: Scene) -> None:
    scene = summoned(sqlite_scene)
    scene.record("summons_issued", "2025-05-02", docket="SUM-1", facts=FACTS)
    scene.record("summons_complied", "2025-05-05", docket="SUM-1")
    scene.sweep("2025-05-05")
    scene.record("entry_withdrawn", "2025-05-06", docket="SUM-1", replaces=2)
    scene.sweep("2025-05-06")
    scene.record("summons_issued", "2025-05-02", docket="SUM-1", facts=FACTS, recorded="2025-05-07")
    scene.sweep("2025-05-07")
    assert scene.reasons().count("defect") == 2
