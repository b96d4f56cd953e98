"""Which channels there are for a contact, and the way back from a name that was wrong."""

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from deployments.desk.application import desk as application
from tasks.desk.channels import Places
from tasks.desk.follow_up import done_run
from tests.desk.test_settings_channels import CHANNELS, with_blocks
from tests.support.at_the_desk import DeskOf
from tests.support.desk_settings import runs, settings_desk
from tests.support.scenes import Scene

NEW = "/settings/contacts/new"
SENT: dict[str, Any] = {"name": "Cy", "role": "counsel", "channel": "desk-2", "importers": ["1", "2"]}


@pytest.fixture
def desk(sqlite_scene: Scene, tmp_path: Path) -> Iterator[DeskOf]:
    """A desk with a variable for desk-2, which nobody uses, and a block for lee in Prefect."""
    made = settings_desk(sqlite_scene, tmp_path)
    with with_blocks() as prefect:
        variables = frozenset({"LANDWAITER_CHANNEL_DESK_2", "LANDWAITER_CHANNEL_ANN"})
        made.application = application(replace(made.office, prefect=prefect, channel_variables=variables))
        yield made


def test_a_channel_that_nobody_uses_is_listed_and_offered(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        text = unescape(ada.text(CHANNELS))
        assert "The variable LANDWAITER_CHANNEL_DESK_2 has it." in text
        assert text.count("Nobody yet") == 1
        assert text.count('<th scope="row">lee</th>') == 1
        offered = ada.text(NEW).split('<datalist id="channel-list">')[1].split("</datalist>")[0]
    assert [name for name in ("ann", "desk-2", "lee", "max") if f'"{name}"' in offered] == [
        "ann",
        "desk-2",
        "lee",
    ]


@pytest.mark.parametrize("field", ["channel", "fallback"])
def test_a_channel_without_an_address_is_refused_at_once(desk: DeskOf, field: str) -> None:
    with desk.signed_in("Ada") as ada:
        answer = ada.send(NEW, **SENT | {field: "mail"}, once="a")
        assert answer.status_code == 400
        assert "The channel mail has no address. Choose one of these: ann, desk-2, lee." in answer.text
        assert 'value="Cy"' in answer.text
        assert runs(desk) == []
        assert ada.send(NEW, **SENT, once="a").status_code == 303


def test_the_page_of_a_failed_run_leads_back_to_the_form_filled_in(desk: DeskOf) -> None:
    with desk.signed_in("Ada") as ada:
        there = ada.send(NEW, **SENT, once="a").headers["location"]
        assert "send it again" not in ada.text(there)
        done_run(desk.scene.engine, 1, desk.now, state="FAILED", message="Nothing was recorded.")
        assert f'href="{NEW}?run=1"' in ada.text(there)
        page = ada.text(f"{NEW}?run=1")
        assert 'value="Cy"' in page
        assert 'value="desk-2"' in page
        assert page.count(" checked") == 2
        assert 'value="Cy"' not in ada.text(f"{NEW}?run=2")
        ada.send("/settings/contacts/2", **SENT | {"fallback": "lee"}, once="b")
        done_run(desk.scene.engine, 2, desk.now, state="FAILED", message="Nothing was recorded.")
        assert 'href="/settings/contacts/2?run=2"' in ada.text("/runs/2")
        assert 'value="lee"' in ada.text("/settings/contacts/2?run=2")
        assert 'value="Cy"' not in ada.text(f"{NEW}?run=2")


def test_where_prefect_does_not_answer_nothing_is_refused() -> None:
    assert Places({"LANDWAITER_CHANNEL_A"}, None).refuse("mail") == ""
    assert Places((), ()).refuse("mail").startswith("The channel mail has no address. None has one yet.")
    assert Places({"LANDWAITER_CHANNEL_DESK_2"}, ()).refuse("desk_2") == ""
