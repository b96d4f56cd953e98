"""The desk from the first start on, in a real browser: two people of two importers, and an administrator."""

import os
import re
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from deployments.desk.routes import PAGES
from models.wall_clock import now, today_in
from tests.support.desk_browser import (
    another_person,
    answers_at_the_desk,
    choose_password,
    desks,
    first_administrator,
    is_too_wide,
    run_ended,
    violations,
)
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox, text_of

PASSWORD = "four words nobody guesses"
TODAY = today_in("America/New_York", now())
FORMER = (TODAY - timedelta(days=100)).isoformat()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


@pytest.fixture(scope="module")
def post() -> Iterator[Mailbox]:
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, post: Mailbox) -> Iterator[Installation]:
    """An installation with a channel for each of two people."""
    home = tmp_path_factory.mktemp("first") / "home"
    channels = {f"LANDWAITER_CHANNEL_{name}": post.url(f"{name}@example.com") for name in ("ANN", "ZOE")}
    with installed(home, **channels) as made:
        yield made


@pytest.fixture(scope="module")
def ada(house: Installation) -> Iterator[Page]:
    """The first administrator, who opened a matter of each importer and invited its contact."""
    with first_administrator(house, "Ada Lovelace", PASSWORD) as page:
        for docket, importer in (("AUD-1", "Acme Imports"), ("AUD-9", "Zephyr Trading")):
            open_matter(page, house, docket, importer)
        for name, importer in (("Ann", "Acme Imports"), ("Zoe", "Zephyr Trading")):
            add_contact(page, house, name, importer)
        yield page


def open_matter(page: Page, house: Installation, docket: str, importer: str) -> None:
    page.goto(f"{house.desk_url}/matters/new")
    page.locator("[name=docket_number]").fill(docket)
    page.locator("[name=lifecycle]").select_option("Audit (19 CFR 163.11)")
    page.locator("[name=new_importer]").fill(importer)
    page.locator("[name=opened_on]").fill(FORMER)
    page.locator("[name=timezone]").select_option("America/New_York")
    page.locator("main form button:not(.plain)").last.click()
    expect(page.locator("h1")).to_contain_text(docket)


def add_contact(page: Page, house: Installation, name: str, importer: str) -> None:
    page.goto(f"{house.desk_url}/settings/contacts/new")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Role in the chain").select_option("owner")
    page.locator("[name=channel]").fill(name.lower())
    page.get_by_label(importer, exact=True).check()
    page.get_by_role("button", name="Test the channels and save").click()
    run_ended(page, f"Added {name}")
    page.goto(f"{house.desk_url}/settings/people/new")
    page.get_by_label("Contact").select_option(label=f"{name}, owner")
    page.get_by_role("button", name="Invite").click()
    expect(page.locator(".said")).to_contain_text("sends")


def link_to(post: Mailbox, name: str, pattern: str, subject: str) -> str:
    """The newest link of a kind in the mails to somebody."""
    post.wait_for(subject, 180)
    texts = [text_of(mail) for mail in post.received if f"{name.lower()}@" in str(mail["To"]).lower()]
    found = [link for text in texts for link in re.findall(pattern, text)]
    assert found, texts
    return str(found[-1])


@pytest.fixture(scope="module")
def people(ada: Page, post: Mailbox) -> Iterator[dict[str, Page]]:
    """Ann and Zoe, each signed in by the link that came to them."""
    subject = "Set up your sign-in"
    with another_person(ada) as ann, another_person(ada, scripts=False, width=375) as zoe:
        for name, page in (("Ann", ann), ("Zoe", zoe)):
            page.goto(link_to(post, name, r"http\S+/sign-in/invitation/[\w-]+", subject))
            choose_password(page, PASSWORD)
        yield {"Ann": ann, "Zoe": zoe}


def record(page: Page, house: Installation, matter: str, event: str, day: str) -> None:
    """Chooses an event, fills in its day, reads what would follow, and records it."""
    page.goto(f"{house.desk_url}/matters")
    page.get_by_role("link", name=matter).first.click()
    page.get_by_role("link", name="Record an entry").first.click()
    page.get_by_role("link", name=event).first.click()
    page.locator("[name=occurred_on]").fill(day)
    page.get_by_role("button", name="Show what would follow").click()
    expect(page.locator("main")).to_contain_text("AUD-06")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(".said")).to_contain_text("Recorded as E1.")


def test_an_entry_is_recorded_by_who_signed_in_and_alerts_with_a_link(
    house: Installation, people: dict[str, Page], post: Mailbox
) -> None:
    ann = people["Ann"]
    record(ann, house, "AUD-1", "Closing conference held", YESTERDAY)
    shown = ann.locator("main").inner_text()
    assert "Ann" in shown
    tap = link_to(post, "Ann", r"http\S+/tap/\S+", "(AUD-1)")
    with another_person(ann, width=375) as phone:
        phone.goto(tap)
        assert "AUD-1" in phone.locator("main").inner_text()
        assert not is_too_wide(phone)
        phone.get_by_role("button", name="Acknowledge until").click()
        expect(phone.locator("main")).to_contain_text("You have already acknowledged")
    ann.goto(house.desk_url)
    assert "Ann acknowledged it until" in ann.locator("main").inner_text()


def test_without_scripts_and_on_a_phone_it_is_the_same(house: Installation, people: dict[str, Page]) -> None:
    record(people["Zoe"], house, "AUD-9", "Closing conference held", YESTERDAY)


def test_neither_sees_what_is_the_others(house: Installation, people: dict[str, Page]) -> None:
    for name, other in (("Ann", "Zephyr"), ("Zoe", "Acme")):
        page = people[name]
        for there in ("/", "/matters", "/calendar", "/forecast", "/timeliness", "/settings"):
            page.goto(f"{house.desk_url}{there}")
            assert other not in page.locator("body").inner_text(), there
        answer = page.goto(f"{house.desk_url}/matters/{2 if name == 'Ann' else 1}")
        assert answer is not None
        assert answer.status == 404


def test_the_act_is_a_run_of_the_form_in_prefect(house: Installation, people: dict[str, Page]) -> None:
    def done() -> bool:
        runs = house.runs("record audit")
        return len(runs) >= 2 and all(run["state"]["type"] == "COMPLETED" for run in runs)

    assert people
    house.until(done, "both entries are shown in Prefect", 180)
    assert all("desk" in run["tags"] for run in house.runs("record audit"))


@pytest.mark.axe
def test_no_page_has_a_fault_that_axe_finds_and_none_scrolls_sideways(
    house: Installation, ada: Page, people: dict[str, Page]
) -> None:
    """Every page that an administrator can open by its address alone, and those of a matter."""
    assert people
    numbered = ("/matters/1", "/matters/1/entries/1", "/matters/1/entries/new?event=closing_conference_held")
    plain = [page.path for page in PAGES if page.show and "{" not in page.path and not page.is_open]
    unfit: dict[str, object] = {}
    for width in (1280, 375):
        ada.set_viewport_size({"width": width, "height": 900})
        for there in (*plain, *numbered, "/settings/people/1", "/settings/contacts/1", "/law/AUD-06"):
            with_download = there.endswith((".xlsx", "/workbook"))
            if with_download:
                continue
            answer = ada.goto(f"{house.desk_url}{there}")
            found = violations(ada)
            if answer is None or answer.status >= 500 or found or is_too_wide(ada):
                unfit[f"{there} at {width}"] = found or (answer and answer.status)
    assert unfit == {}


def test_by_the_keyboard_alone_one_comes_to_the_first_deadline(
    house: Installation, people: dict[str, Page]
) -> None:
    page = people["Ann"]
    page.goto(house.desk_url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.due') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("AUD-1")


def test_a_desk_that_dies_is_started_again_alone(house: Installation, people: dict[str, Page]) -> None:
    server, worker = house.children("start"), house.children("worker")
    (desk,) = desks(house)
    os.kill(desk, signal.SIGKILL)
    house.until(lambda: [pid for pid in desks(house) if pid != desk], "the desk runs again", 60)
    page = people["Ann"]
    house.until(lambda: answers_at_the_desk(house), "the desk answers", 60)
    page.goto(house.desk_url)
    expect(page.locator("h1")).to_have_text("Today")
    assert (house.children("start"), house.children("worker")) == (server, worker)
    assert "THE DESK ENDED and starts again. The watch goes on." in house.said
