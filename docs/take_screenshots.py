"""Takes the pictures in this directory again: `.venv/bin/python docs/take_screenshots.py`.

Starts an installation of its own in a temporary directory, opens matters in its pages, and photographs them.
Needs Chromium at /usr/bin/chromium.
"""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from deployments.schedules import settled
from models.wall_clock import now, today_in
from tests.support.browser import Desk, browser_page
from tests.support.desk_browser import first_administrator
from tests.support.installation import Installation, installed
from tests.support.mailbox import Mailbox, html_of

ROOT = Path(__file__).resolve().parent.parent
ZONE = "America/New_York"
TODAY = today_in(ZONE, now())
PICTURES = Path(__file__).resolve().parent
_LONG = 2600


def main() -> None:
    """Plays a short scene and photographs each page of it."""
    with tempfile.TemporaryDirectory() as directory, Mailbox() as post:
        settings = {"LANDWAITER_CHANNEL_DESK": post.url(), "LANDWAITER_LOGIN": "none"}
        with installed(Path(directory) / "house" / "home", **settings) as house:
            with browser_page() as page:
                desk = Desk(page, house)
                play(desk)
                withhold(desk)
                photograph(page, house, post)
                photograph_forms(desk)
            photograph_desk(house)


def play(desk: Desk) -> None:
    """An audit whose report is running and whose closing conference is overdue."""
    fill_in_matter(desk, "AUD-2026-014", "Audit (19 CFR 163.11)", 120, Title="Focused assessment")
    shoot(desk.page, "open-matter")
    desk.submit()
    desk.open_form("add-contact")
    desk.fill(
        Name="Ann", Role_in_the_chain="owner", Channel="desk", Importers="Acme Imports", Recorded_by="Bo"
    )
    desk.submit()
    notice = {
        "By telephone": "Yes",
        "In writing": "Yes",
        "Estimated end of the audit": (TODAY - timedelta(days=10)).isoformat(),
    }
    record(desk, "Notice of audit", 110, **notice)
    record(desk, "On-site work completed", 40)
    record(desk, "Closing conference held", 4)


def withhold(desk: Desk) -> None:
    """A summons that was not obeyed, and merchandise that nears abandonment."""
    fill_in_matter(desk, "SUM-2026-003", "Summons (19 CFR 163.7 to 163.10)", 300)
    desk.submit()
    for event, days, facts in (
        ("Adjudged in contempt", 290, {}),
        ("Instructions to withhold delivery issued", 285, {"Value of the merchandise in USD": "85000"}),
    ):
        desk.record("summons", "SUM-2026-003", event, TODAY - timedelta(days=days), **facts)


def fill_in_matter(desk: Desk, docket: str, kind: str, days_ago: int, **more: str) -> None:
    """Fills in the form of a matter that was opened so many days ago."""
    desk.open_form("open-matter")
    opened_on = (TODAY - timedelta(days=days_ago)).isoformat()
    common = {"Importer": "Acme Imports", "Opened_on": opened_on, "Time_zone": ZONE, "Recorded_by": "Bo"}
    desk.fill(Docket_number=docket, Kind_of_matter=kind, **common, **more)


def record(desk: Desk, event: str, days_ago: int, **facts: str) -> None:
    """Records an event so many days ago."""
    desk.open_form("record-audit")
    on = (TODAY - timedelta(days=days_ago)).isoformat()
    desk.fill(Docket_number="AUD-2026-014", Event=event, Occurred_on=on, Recorded_by="Bo", **facts)
    if event == "Notice of audit":
        shoot(desk.page, "record-audit")
    desk.submit()


def photograph(page: Page, house: Installation, post: Mailbox) -> None:
    """The run page, the pages of the matter and of all matters, and the mail."""
    newest = house.runs("record audit")[0]
    page.goto(f"{house.url}/runs/flow-run/{newest['id']}")
    page.get_by_text("The matter's deadlines, and why").first.wait_for()
    shoot(page, "run-page")
    for key, name in (("board", "board"), ("matter-1-%", "matter"), ("matter-2-%", "runway")):
        (found,) = house.api("/artifacts/filter", artifacts={"key": {"like_": key}})
        page.goto(f"{house.url}/artifacts/artifact/{found['id']}")
        page.get_by_text("It is not legal advice").wait_for()
        if name == "matter":
            page.locator("summary").first.click()
        shoot(page, name)
    page.set_viewport_size({"width": 760, "height": 900})
    page.set_content(
        html_of(
            next(
                mail
                for mail in post.received
                if str(mail["Subject"]).startswith(("NOTICE, due", "ACTION by"))
            )
        )
    )
    page.screenshot(path=PICTURES / "mail.png", full_page=True)


def photograph_desk(house: Installation) -> None:
    """The desk, as its first administrator sees it: today, a matter, an entry before it is recorded."""
    with first_administrator(house, "Ada Lovelace", "four words nobody guesses") as page:
        shoot_desk(page, "today")
        page.goto(f"{house.desk_url}/matters/1")
        page.locator("summary").first.click()
        shoot_desk(page, "desk-matter")
        page.goto(f"{house.desk_url}/matters/1/entries/new?event=report_completed")
        page.locator("[name=occurred_on]").fill(TODAY.isoformat())
        page.get_by_role("button", name="Show what would follow").click()
        page.get_by_role("button", name="Record it").wait_for()
        shoot_desk(page, "desk-entry")


def shoot_desk(page: Page, name: str) -> None:
    """A picture of a whole page of the desk."""
    page.set_viewport_size({"width": 1100, "height": 800})
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    print(f"{name}.png")


def photograph_forms(desk: Desk) -> None:
    """Every form, and the page that shows them."""
    (PICTURES / "forms").mkdir(exist_ok=True)
    wanted = settled(ROOT / "deployments" / "prefect.yaml", watch_seconds=3600)["deployments"]
    forms = [each for each in wanted if "form" in each["tags"]]
    for each in forms:
        desk.open_form(each["name"])
        desk.page.set_viewport_size({"width": 1100, "height": _LONG})
        desk.page.wait_for_timeout(800)
        shown = desk.page.locator("form, .flow-run-create-form, main").first
        shown.screenshot(path=PICTURES / "forms" / f"{each['name']}.jpg", type="jpeg", quality=60)
        print(f"forms/{each['name']}.jpg")
    (PICTURES / "forms.md").write_text(forms_page(forms), encoding="utf-8")


def forms_page(forms: Sequence[Mapping[str, Any]]) -> str:
    """The page of all forms, in Markdown, from their deployments."""
    lines = ["# The forms", "", "Each form with its description. `docs/take_screenshots.py` makes this page."]
    for each in forms:
        name, about = each["name"], " ".join(each["description"].split())
        lines += ["", f"## {name}", "", about, "", f"![The form {name}](forms/{name}.jpg)"]
    return "\n".join(lines) + "\n"


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, which scrolls inside itself."""
    page.set_viewport_size({"width": 1280, "height": _LONG if name in ("record-audit", "matter") else 1400})
    page.wait_for_timeout(1200)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"{name}.png")


if __name__ == "__main__":
    main()
