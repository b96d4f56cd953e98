"""Answering an alert as a person does: by the links in the mail, whose forms are filled in."""

import re
from datetime import timedelta

import pytest

from models.record.tables.alerts import Acknowledgement, Alert
from models.wall_clock import now, today_in
from tests.support.browser import Desk
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox, text_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cleo")]
TODAY = today_in("America/New_York", now())


def link_in(mail: str, words: str) -> str:
    """The address that stands behind the words in a mail's text."""
    found = re.search(rf"{re.escape(words)}.*?(http\S+)", mail)
    assert found is not None, mail
    return found[1]


def test_an_alert_is_acknowledged_by_its_link_and_the_answer_says_until_when_there_is_peace(
    desk: Desk, house: Installation, post: Mailbox
) -> None:
    returns = TODAY + timedelta(days=40)
    issued = {"Return_date": returns.isoformat(), "Third-party_recordkeeper": "No"}
    desk.record("summons", "SUM-9", "Summons issued", TODAY, **issued)
    mail = text_of(post.wait_for("(SUM-9)", 180))
    desk.page.goto(link_in(mail, "Acknowledge"))
    desk.page.locator(".schema-form-property").first.wait_for()
    assert desk.value_of("Docket number") == "SUM-9"
    assert desk.value_of("Deadline").startswith("SUM-02 of E1")
    assert desk.value_of("Acknowledged by") in ("Ann", "Cleo")
    desk.fill(
        Next_action="Counsel collects the records.", Next_action_due=(TODAY + timedelta(days=300)).isoformat()
    )
    run = desk.submit()
    assert run["state"]["type"] == "COMPLETED", run["state"]
    assert "at most 90 days and ends before any alert that cannot be paused" in run["state"]["message"]
    assert [row.next_action for row in house.rows(Acknowledgement)] == ["Counsel collects the records."]
    assert "Counsel collects the records." in desk.open_page("SUM-9")


def test_what_is_to_come_is_foreseen_and_another_ladder_is_looked_at_before_it_is_set(
    house: Installation,
) -> None:
    told = len(house.rows(Alert))
    found = house.run("forecast", asked={"importer": "Acme"})["state"]
    assert found["type"] == "COMPLETED", found
    assert "for Acme within 400 days" in found["message"]
    ladder = {
        "ladder": "our last day",
        "set_to": "owner",
        "steps": ["10 days before act-by: reminder to owner"],
        "effect": "Show which alerts would change",
        "recorded_by": "Bo",
    }
    refused = house.run("set-ladder", ladder=ladder)["state"]
    assert (refused["type"], "Add a line such as: on act-by" in refused["message"]) == ("FAILED", True)
    ladder["steps"] = [
        "10 days before act-by: reminder to owner",
        "on act-by: due now to owner",
        "1 day after strict: in gap to owner",
        "1 day after lenient: missed to owner",
    ]
    shown = house.run("set-ladder", ladder=ladder)["state"]
    assert shown["type"] == "COMPLETED", shown
    assert "Nothing was set." in shown["message"]
    assert len(house.rows(Alert)) == told
