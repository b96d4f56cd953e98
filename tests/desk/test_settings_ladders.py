"""Ladders at the desk: read in words, previewed, set once by who sees every importer."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from deployments.desk.pages import settings_ladders
from models.record.tables.alerts import LadderEdition
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.desk_settings import done, previewed, rows, runs, settings_desk, signed
from tests.support.scenes import Scene, at

OURS, RULE = "/settings/ladders/our%20last%20day", "/settings/ladders/DEM-02"
STEPS = [
    "10 days before act-by: reminder to lead",
    "on act-by: due now to lead",
    "1 day after strict: in gap to lead",
    "1 day after lenient: missed to lead",
]


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> DeskOf:
    """A desk with a demand of Globex that runs."""
    made = settings_desk(sqlite_scene, tmp_path)
    sqlite_scene.open("DEM-1", "demand", importer="Globex", on="2025-06-20")
    sqlite_scene.record("demand_received", "2025-06-25", docket="DEM-1", facts={"produce_by": "2025-08-01"})
    made.now = at("2025-06-26")
    return made


@pytest.fixture
def max_(desk: DeskOf) -> Iterator[Visitor]:
    """Max, who leads every importer."""
    with desk.signed_in("Max") as visitor:
        yield visitor


def test_each_ladder_is_read_in_words(max_: Visitor) -> None:
    text = unescape(max_.text("/settings/ladders"))
    for words in (
        "Our last day",
        "For last days (yours); target dates (yours)",
        "14 days before the last safe day: reminder, to owner and lead, with a draft of the paper",
        "On the latest last day: threshold crossed, to owner, lead, counsel and executive",
        "deadlines that you set yourself",
        "Landwaiter's own.",
    ):
        assert words in text


def test_steps_are_set_after_a_preview_and_the_watch_looks(desk: DeskOf, max_: Visitor) -> None:
    shown = previewed(max_, OURS, set_to="lead", steps="\r\n".join(STEPS))
    assert "Removed:" in shown
    assert "10 days before" in shown
    assert "DEM-1, DEM-02" in shown
    assert rows(desk, LadderEdition) == []
    for _ in range(2):
        assert done(max_, OURS, shown).headers["location"] == "/settings/ladders"
    (edition,) = rows(desk, LadderEdition)
    assert (edition.name, edition.set_by, edition.steps) == ("our last day", "Max", STEPS)
    assert signed(desk) == {"ladderedition:1"}
    assert [(each.deployment, each.parameters) for each in runs(desk)] == [("watch", {})]
    assert "Set by Max" in max_.text("/settings/ladders")


def test_one_rule_has_a_ladder_of_its_own_and_gives_it_back(desk: DeskOf, max_: Visitor) -> None:
    answer = max_.open("/settings/ladders/of?rule=DEM-02")
    assert answer.headers["location"] == RULE
    done(max_, RULE, previewed(max_, RULE, set_to="owner", steps="\n".join(STEPS)))
    assert "Set by Max" in max_.text(RULE)
    back = max_.send(RULE, do="own", set_to="owner", steps="\n".join(STEPS))
    assert "Landwaiter's own steps again" in unescape(back.text)
    done(max_, RULE, unescape(back.text))
    assert [each.steps for each in rows(desk, LadderEdition)] == [STEPS, []]
    assert "Set by" not in max_.text(RULE)


def test_who_set_it_meanwhile_is_not_overwritten(desk: DeskOf, max_: Visitor) -> None:
    shown = previewed(max_, OURS, set_to="lead", steps="\n".join(STEPS))
    with desk.signed_in("Ada") as ada:
        done(ada, OURS, previewed(ada, OURS, set_to="counsel", steps="\n".join(STEPS)))
    answer = done(max_, OURS, shown)
    assert answer.status_code == 400
    assert "Someone else set this ladder" in answer.text
    assert [each.set_by for each in rows(desk, LadderEdition)] == ["Ada"]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("10 days befor act-by: reminder to lead", "did you mean “10 days before act-by: reminder to lead”"),
        (STEPS[0], "has a gap"),
        ("\n".join([*STEPS, "30 days after lenient: missed to executive"]), "no contact is executive"),
        ("\n".join(["1 day after lenient: missed to lead"] * 61), "Enter at most 60"),
        ("\x00", "line 1"),
    ],
)
def test_a_step_that_is_none_is_said_beside_the_steps(
    steps: str, says: str, desk: DeskOf, max_: Visitor
) -> None:
    for do in ("preview", "record"):
        answer = max_.send(OURS, do=do, once="key", was="own", set_to="lead", steps=steps)
        assert answer.status_code == 400
        text = unescape(answer.text)
        assert says in text[text.index('id="steps-wrong"') :]
        assert steps.splitlines()[0] in text[text.index("<textarea") :]
    assert rows(desk, LadderEdition) == []
    assert runs(desk) == []


def test_no_role_and_no_ladder(desk: DeskOf, max_: Visitor) -> None:
    answer = max_.send(OURS, do="preview", set_to="boss", steps="\n".join(STEPS))
    assert answer.status_code == 400
    assert "No role is chosen" in answer.text
    assert max_.open("/settings/ladders/none").status_code == 404
    assert max_.open("/settings/ladders/of?rule=none").headers["location"] == "/settings/ladders"
    assert runs(desk) == []


def test_the_preview_of_every_matter_is_a_run_of_the_form(
    desk: DeskOf, max_: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_ladders, "ALERTS_OF", 1)
    shown = previewed(max_, OURS, set_to="lead", steps="\n".join(STEPS))
    assert "This counts the newest 1 matter only." in shown
    answer = done(max_, OURS, shown, do="count")
    (run,) = runs(desk)
    assert answer.headers["location"] == f"/runs/{run.id}"
    assert run.deployment == "set-ladder"
    assert run.parameters["ladder"] == {
        "ladder": "our last day",
        "set_to": "lead",
        "steps": STEPS,
        "effect": "Show which alerts would change",
        "recorded_by": "Max",
    }
    assert rows(desk, LadderEdition) == []
