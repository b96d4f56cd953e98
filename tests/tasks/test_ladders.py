"""An office sets its own ladders: refused by the line, kept as snapshots, and never a reason for silence."""

import re
from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from flows.lifecycles.watch_lifecycle import ending
from models.record.database import transaction
from models.record.tables.alerts import Alert, LadderEdition
from models.roles import Role
from notifications.policy.ladder_lines import LadderError, read_rungs
from tasks.alerts.ladders import put_ladder
from tasks.watch.sweep import claim_due
from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import text_of
from tests.support.scenes import LINKS, Scene, at

DAY = "2025-06-02"
OURS, THEIRS = "our last day", "somebody else's last day"
SHORT = [
    "20 days before act-by: reminder to owner",
    "on act-by: due now to owner",
    "1 day after strict: in gap to owner",
    "1 day after lenient: missed to owner",
]
GAP = [line for line in SHORT if "missed" not in line]


@pytest.fixture
def summons(sqlite_scene: Scene) -> Scene:
    return called(sqlite_scene)


def called(scene: Scene) -> Scene:
    """A summons with an owner and a lead, and no counsel."""
    scene.open("SUM-1", "summons")
    scene.contact()
    scene.contact("Lee", role="lead")
    facts = {"return_on": "2025-07-05", "third_party": False}
    scene.record("summons_issued", DAY, docket="SUM-1", facts=facts)
    return scene


def put(
    scene: Scene, steps: Sequence[str], name: str = OURS, *, to: Role = Role.OWNER, on: str = DAY
) -> None:
    put_ladder(scene.engine, name, steps, to, by="Bo", now=at(on))


def put_unchecked(scene: Scene, steps: Sequence[str], name: str = OURS) -> None:
    """An edition as an older version, or another law, let it be set."""
    edition = LadderEdition(name=name, set_to="owner", steps=list(steps), set_by="Bo", set_at=at(DAY))
    with transaction(scene.engine) as session:
        session.add(edition)


def editions(scene: Scene) -> int:
    with transaction(scene.engine) as session:
        return len(session.exec(select(LadderEdition)).all())


def look(scene: Scene, day: str) -> Sweep:
    return claim_due(scene.engine, LINKS, now=at(day))


def told(scene: Scene, *days: str) -> list[tuple[str, str, str]]:
    return [(day, claim.contact, claim.step) for day in days for _, claim in look(scene, day).claims]


def lines(scene: Scene) -> list[tuple[str, str, str]]:
    """Step, ladder and line of each alert, as they were kept."""
    with transaction(scene.engine) as session:
        alerts = session.exec(select(Alert).order_by(col(Alert.id))).all()
        return [(each.step, each.ladder, each.line) for each in alerts]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (GAP, "reaches “missed”. Add a line such as: 1 day after lenient: missed to lead"),
        (["a week before", *SHORT[1:]], "line 1 ('a week before'): write a line such as"),
        ([SHORT[0], "on act-by: due now to boss", *SHORT[2:]], "line 2 ('on act-by: due now to boss')"),
        (
            [*SHORT[:3], "1 day after lenient: missed to counsel"],
            "line 4 ('1 day after lenient: missed to counsel'): no contact is counsel. Add a contact",
        ),
        ([SHORT[0], SHORT[0], *SHORT[1:]], "line 2 ('20 days before act-by: reminder to owner'): the step"),
        (["5 days before act-by: reminder to owner", *SHORT], "move it above that line"),
    ],
)
def test_a_ladder_is_refused_with_the_line_to_mend_and_the_one_before_stays(
    steps: list[str], said: str, summons: Scene
) -> None:
    with pytest.raises(LadderError, match=re.escape(said)):
        put(summons, steps)
    assert editions(summons) == 0
    assert told(summons, DAY, "2025-06-03") == [
        (DAY, "Ann", "set"),
        (DAY, "Lee", "set"),
        ("2025-06-03", "Ann", "30 days before"),
    ]


def test_an_unknown_name_is_refused_with_the_names_there_are(summons: Scene) -> None:
    with pytest.raises(
        LadderError, match=r"No ladder is named 'my own'. Use one of these names: our last day"
    ):
        put(summons, SHORT, "my own")


def test_a_role_that_somebody_holds_may_be_named_and_where_it_is_empty_the_alert_says_so(
    summons: Scene,
) -> None:
    steps = [*SHORT[:3], "1 day after lenient: missed to counsel"]
    summons.open("GLOB-1", importer="Globex")
    summons.contact("Cole", ["Globex"], role="counsel")
    put(summons, steps)
    for day in (DAY, "2025-07-08"):
        summons.sweep(day)
    assert "Missing role: No contact is counsel for Acme." in text_of(summons.mails("ann")[-1])


def test_from_then_on_the_offices_steps_count(scene: Scene) -> None:
    called(scene)
    put(scene, SHORT)
    days = ("2025-06-03", "2025-06-13", "2025-07-03", "2025-07-06", "2025-07-08", "2025-07-14", "2025-08-06")
    assert told(scene, DAY, *days) == [
        (DAY, "Ann", "set"),
        ("2025-06-13", "Ann", "20 days before"),
        ("2025-07-03", "Ann", "last safe day"),
        ("2025-07-06", "Ann", "in the gap"),
        ("2025-07-08", "Ann", "missed"),
    ]


def test_an_alert_keeps_its_ladder_and_line_as_they_were_after_an_edit(summons: Scene) -> None:
    told(summons, DAY, "2025-06-03")
    before = lines(summons)
    assert before[-1] == ("30 days before", OURS, "30 days before act-by: reminder to owner")
    put(summons, SHORT, on="2025-06-05")
    told(summons, "2025-06-13")
    put(summons, [SHORT[0].replace("20", "9"), *SHORT[1:]], on="2025-06-14")
    told(summons, "2025-06-24")
    assert lines(summons)[: len(before)] == before
    assert lines(summons)[len(before) :] == [
        ("20 days before", OURS, "20 days before act-by: reminder to owner"),
        ("9 days before", OURS, "9 days before act-by: reminder to owner"),
    ]


def test_a_ladder_that_is_taken_back_is_landwaiters_own_again(summons: Scene) -> None:
    put(summons, SHORT)
    assert told(summons, DAY, "2025-06-03") == [(DAY, "Ann", "set")]
    put(summons, [], on="2025-06-04")
    assert editions(summons) == 2
    assert told(summons, "2025-06-04", "2025-06-18") == [
        ("2025-06-04", "Ann", "30 days before"),
        ("2025-06-04", "Lee", "set"),
        ("2025-06-18", "Ann", "14 days before"),
        ("2025-06-18", "Lee", "14 days before"),
    ]


def test_a_rule_may_have_its_own_ladder_and_the_others_keep_theirs(summons: Scene) -> None:
    put(summons, SHORT, "SUM-02")
    summons.record("enforcement_ordered", DAY, docket="SUM-1", facts={"comply_by": "2025-07-05"})
    told(summons, DAY, "2025-06-13")
    assert {ladder for _, ladder, _ in lines(summons)} == {"of SUM-02", OURS}
    put(summons, [], "SUM-02", on="2025-06-14")
    look(summons, "2025-06-18")
    assert {ladder for _, ladder, _ in lines(summons)[-2:]} == {OURS}


@pytest.mark.parametrize(
    ("steps", "name", "said"),
    [
        (GAP, OURS, "has a gap"),
        (["a week before"], OURS, "line 1 ('a week before')"),
        (SHORT, "SUM-99", "No ladder is named 'SUM-99'"),
        (SHORT, "our former ladder", "No ladder is named 'our former ladder'"),
    ],
)
def test_an_edition_that_can_no_longer_be_used_gives_way_and_the_run_ends_red_saying_so(
    steps: list[str], name: str, said: str, summons: Scene
) -> None:
    put_unchecked(summons, steps, name)
    found = summons.sweep(DAY)
    assert [(claim.contact, claim.step) for _, claim in found.claims] == [("Ann", "set"), ("Lee", "set")]
    (flaw,) = found.flaws
    assert said in flaw
    assert "Landwaiter uses its built-in ladder until you fix this with the form set-ladder" in flaw
    ended = ending([found])
    assert ended.is_failed()
    assert "YOUR OWN SETTING WAS NOT USED" in str(ended.message)


def test_the_flaw_is_said_at_every_look_until_it_is_mended(summons: Scene) -> None:
    put_unchecked(summons, GAP)
    summons.sweep(DAY)
    assert len(summons.sweep("2025-06-03").flaws) == 1
    put(summons, SHORT, on="2025-06-04")
    assert summons.sweep("2025-06-05").flaws == []


def test_a_sound_edition_is_used_beside_broken_ones_and_each_of_those_is_named(summons: Scene) -> None:
    put_unchecked(summons, GAP, THEIRS)
    put_unchecked(summons, SHORT)
    put_unchecked(summons, ["never"], "SUM-14")
    found = look(summons, DAY)
    assert ([claim.contact for _, claim in found.claims], len(found.flaws)) == (["Ann"], 2)


def test_a_new_ladder_has_all_that_runs_looked_at_and_tells_nobody_twice(summons: Scene) -> None:
    look(summons, "2025-06-19")
    put(summons, SHORT, on="2025-06-19")
    found = look(summons, "2025-06-19")
    assert (found.clocks > 0, found.claims) == (True, [])


def test_what_a_ladder_lacks_is_asked_for_by_a_role_that_somebody_holds(summons: Scene) -> None:
    with pytest.raises(
        LadderError, match=r"Add a line such as: 1 day after strict: in gap to lead"
    ) as raised:
        put(summons, ["on act-by: due now to lead"])
    assert "executive" not in str(raised.value)


def test_act_by_is_read_with_and_without_its_hyphen_and_a_near_miss_is_mended() -> None:
    (rung,) = read_rungs("ours", ["7 days before act by: reminder to lead"])
    assert rung.line == "7 days before act-by: reminder to lead"
    with pytest.raises(LadderError, match="did you mean “3 days after lenient: missed to executive”"):
        read_rungs("ours", ["3 days efter lenient: mised to executive"])
