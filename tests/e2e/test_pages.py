"""A person at the pages: a real server, a real worker, a real Chromium, a real mailbox."""

from datetime import date, timedelta

import httpx
import pytest
from playwright.sync_api import Page

from models.in_words import short_date
from models.law.engine.business_days import Calendar
from models.law.load import load_law
from models.record.tables.dockets import Defect, Entry, Matter
from models.wall_clock import now, today_in
from notifications.wording.links import Links
from tests.support.browser import Desk, another_page
from tests.support.installation import Installation
from tests.support.mailbox import Mailbox, text_of

pytestmark = pytest.mark.browser
ZONE = "America/New_York"
TODAY = today_in(ZONE, now())
CALENDAR = Calendar(load_law().closures)


def day_that_ends_on_a_closed_one() -> date:
    """A recent day 90 days after which Customs is closed, so that the readings differ."""
    days = [TODAY - timedelta(days=n) for n in range(1, 12)]
    return next(day for day in days if CALENDAR.is_closed(day + timedelta(days=90)))


def test_a_matter_opened_and_an_event_recorded_lead_to_a_mail_with_its_reasons(
    desk: Desk, post: Mailbox
) -> None:
    assert "Opened AUD-1" in desk.open_matter("AUD-1", "Audit (19 CFR 163.11)")
    desk.open_form("add-contact")
    desk.fill(Name="Ann", Role_in_the_chain="owner", Channel="desk", Importers="Acme", Recorded_by="Bo")
    assert "Added Ann" in desk.submit()["state"]["message"]
    post.wait_for("this channel works", 180)
    held = day_that_ends_on_a_closed_one()
    run = desk.record("audit", "AUD-1", "Closing conference held", held)
    assert run["name"] == f"AUD-1: Closing conference held {held}"
    strict = held + timedelta(days=90)
    mail = post.wait_for("audit report (AUD-1)", 180)
    told = text_of(mail)
    for part in (
        "CBP completes the written audit report",
        f"Earliest last day: {strict:%A}",
        f"Latest last day: {CALENDAR.roll(strict):%A}",
        "“Complete a formal written audit report within 90 calendar days following the closing conference”",
        f"90 calendar days end on {short_date(strict)}",
    ):
        assert part in told
    assert "Notified: Ann." in run["state"]["message"]


def test_the_same_form_again_is_one_entry_and_says_so(desk: Desk, post: Mailbox, house: Installation) -> None:
    before, mails = len(house.rows(Entry)), len(post.received)
    held = day_that_ends_on_a_closed_one()
    run = desk.record("audit", "AUD-1", "Closing conference held", held)
    assert "Already on record" in run["state"]["message"]
    assert (len(house.rows(Entry)), len(post.received)) == (before, mails)


def test_a_form_without_its_event_is_refused_before_a_run_exists(desk: Desk) -> None:
    desk.open_form("record-audit")
    desk.fill(Docket_number="AUD-1", Recorded_by="Bo")
    assert "Event is blank. Choose one of the 20 choices, such as: " in desk.refused()


def test_a_run_started_without_its_form_is_refused_in_words(house: Installation) -> None:
    with pytest.raises(httpx.HTTPStatusError) as raised:
        house.run("export-matter", asked={"matter": "AUD-1"})
    assert raised.value.response.json()["detail"] == (
        "Nothing was started. Include privileged notes is blank. Choose one of: Yes; No."
    )


def test_a_refused_run_links_to_its_form_filled_in_as_it_was_sent(desk: Desk, house: Installation) -> None:
    run = desk.record("audit", "AUD-1", "Audit commenced", TODAY, Belongs_to="E99", Reference="R-7")
    words = "To correct the form, filled in as you sent it: "

    def offered() -> list[str]:
        logged = house.api("/logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}, limit=200)
        return [each["message"] for each in logged if each["message"].startswith(words)]

    (line,) = house.until(offered, "the log links to the form", 180)
    desk.page.goto(line.removeprefix(words))
    desk.page.locator(".schema-form-property").first.wait_for()
    assert [desk.value_of(label) for label in ("Docket number", "Belongs to", "Reference")] == [
        "AUD-1",
        "E99",
        "R-7",
    ]


def test_the_docket_numbers_of_one_importer_are_offered_and_no_other_is_taken(
    desk: Desk, house: Installation
) -> None:
    desk.open_form("record-audit")
    numbers = {row.docket_number for row in house.rows(Matter) if row.lifecycle == "audit"}
    assert set(desk.offered("Docket number")) == numbers
    entry = {
        "matter": "AUD-99",
        "event": "Audit commenced",
        "occurred_on": str(TODAY),
        "recorded_by": "Bo",
    }
    with pytest.raises(httpx.HTTPStatusError, match="409"):
        house.run("record-audit", entry=entry)


def test_the_watch_is_started_and_rehearsed_by_its_form(desk: Desk) -> None:
    desk.open_form("watch-audits")
    assert desk.submit()["state"]["message"].startswith("Checked ")
    desk.open_form("watch-audits")
    desk.page.get_by_text("Another day", exact=True).click()
    desk.fill(As_of="2027-01-04")
    assert desk.submit()["state"]["message"].startswith("Rehearsal of Monday, January 4, 2027")


def test_each_lifecycle_can_be_looked_at_and_rehearsed_by_hand(house: Installation) -> None:
    for deployment in ("watch-summonses", "watch-certifications"):
        assert house.run(deployment)["state"]["type"] == "COMPLETED"
        told = house.run(deployment, as_of="2027-01-04")["state"]["message"]
        assert told.startswith("Rehearsal of Monday, January 4, 2027; nothing was recorded or sent.")


def test_an_entry_that_cannot_be_ends_the_run_with_one_sentence_and_writes_nothing(
    desk: Desk, house: Installation
) -> None:
    before = len(house.rows(Entry))
    run = desk.record("audit", "AUD-1", "Audit commenced", TODAY, Belongs_to="E99")
    state = run["state"]
    assert state["type"] == "FAILED"
    assert state["message"].startswith("Nothing was recorded. ")
    assert "E99" in state["message"]

    def logged() -> list[str]:
        rows = house.api("/logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}, limit=200)
        return [each["message"] for each in rows]

    house.until(lambda: "Finished in state Failed('Nothing" in " ".join(logged()), "the log is whole", 180)
    assert [message for message in logged() if "Traceback" in message or "RecordError" in message] == []
    assert len(house.rows(Entry)) == before


def test_an_unlinked_entry_of_two_summonses_is_mended_by_the_form_in_the_answer(
    desk: Desk, post: Mailbox, house: Installation
) -> None:
    desk.open_matter("SUM-1", "Summons (19 CFR 163.7 to 163.10)")
    for ago, ahead in ((8, 40), (7, 50)):
        more = {
            "Return_date": (TODAY + timedelta(days=ahead)).isoformat(),
            "Third-party recordkeeper": "No",
        }
        run = desk.record("summons", "SUM-1", "Summons issued", TODAY - timedelta(days=ago), **more)
        assert run["state"]["type"] == "COMPLETED"
    run = desk.record("summons", "SUM-1", "Summons complied with", TODAY)
    assert [row.status for row in house.due("SUM-02")] == ["pending", "pending"]

    def mends() -> list[str]:
        logged = house.api("/logs/filter", logs={"flow_run_id": {"any_": [run["id"]]}}, limit=200)
        return [each["message"] for each in logged if each["message"].startswith("It belongs to E1")]

    (mend,) = house.until(mends, "the answer offers the form that mends", 180)
    desk.page.goto(mend.split(": ")[-1])
    desk.page.locator(".schema-form-property").first.wait_for()
    filled_in = [desk.value_of(label) for label in ("Docket number", "Belongs to", "Corrects")]
    assert filled_in == ["SUM-1", "E1", "E3"]
    desk.fill(Recorded_by="Bo")
    assert desk.submit()["state"]["type"] == "COMPLETED"
    assert [row.status for row in house.due("SUM-02")] == ["met", "pending"]
    assert all(row.withdrawn for row in house.rows(Defect))
    assert "link needed" in " ".join(post.subjects)


def test_the_matters_page_shows_what_is_due_why_and_who_was_told(desk: Desk) -> None:
    shown = desk.open_page("AUD-1")
    for part in ("AUD-06", "Closing conference held", "Ann", "delivered", "It is not legal advice"):
        assert part in shown


def test_the_matters_page_can_be_heard_and_walked_by_the_keyboard(desk: Desk) -> None:
    desk.open_page("AUD-1")
    page = desk.page
    tables, pictures = page.locator("table"), page.locator("img")
    assert tables.count()
    assert all(table.locator("th").count() for table in tables.all())
    assert all((picture.get_attribute("alt") or "").strip() for picture in pictures.all())
    assert page.get_by_role("heading", level=1).count()
    assert page.get_by_role("heading", level=2).count() >= len(("due", "docket", "told"))
    reached = {tab(page) for _ in range(60)}
    assert "A: Record what happened" in reached
    assert any(each.startswith("SUMMARY: Why ") for each in reached)
    while not tab(page).startswith("SUMMARY"):
        continue
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def tab(page: Page) -> str:
    """Presses Tab. Returns what has the focus then, with its first words."""
    page.keyboard.press("Tab")
    focused = "document.activeElement.tagName + ': ' + document.activeElement.innerText.trim()"
    return str(page.evaluate(focused)).split("?")[0].split(" 2")[0]


def test_the_board_lists_what_runs_with_the_last_look_of_the_watch(desk: Desk, house: Installation) -> None:
    (board,) = house.api("/artifacts/filter", artifacts={"key": {"any_": ["board"]}})
    desk.page.goto(f"{house.url}/artifacts/artifact/{board['id']}")
    desk.page.get_by_role("heading", name="The board").wait_for()
    shown = desk.page.locator("body").inner_text()
    assert "Last check of all deadlines" in shown
    assert "AUD-1" in shown


def test_a_link_keeps_what_it_fills_in_through_the_login(desk: Desk, house: Installation) -> None:
    links = Links(house.url, house.deployments())
    with another_page(desk.page) as page:
        stranger = Desk(page, house)
        page.goto(links.record("audit", "AUD-1"))
        stranger.log_in()
        page.locator(".schema-form-property").first.wait_for()
        assert stranger.value_of("Docket number") == "AUD-1"
