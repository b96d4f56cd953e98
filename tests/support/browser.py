"""A real Chromium that fills in Prefect's forms as a person does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, TimeoutError, sync_playwright

from tests.support.installation import Installation

CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser_page(height: int = 1400) -> Iterator[Page]:
    """A page of a new browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": height})
        page.set_default_timeout(90_000)
        try:
            yield page
        finally:
            browser.close()


@contextmanager
def another_page(page: Page) -> Iterator[Page]:
    """A page of somebody else: the same browser, none of its cookies."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context()
    try:
        yield context.new_page()
    finally:
        context.close()


class Desk:
    """A person at the pages of an installation."""

    def __init__(self, page: Page, house: Installation) -> None:
        self.page, self.house = page, house

    def log_in(self) -> None:
        """Types the login as it stands into the login page."""
        field = self.page.locator("input[type=password]")
        field.fill(self.house.login)
        field.press("Enter")
        field.wait_for(state="detached")

    def open_form(self, deployment: str) -> None:
        """Opens the form of a deployment."""
        self.page.goto(f"{self.house.url}/deployments/deployment/{self.house.deployment(deployment)}/run")
        self.page.locator(".schema-form-property").first.wait_for()

    def fill(self, **fields: str) -> None:
        """Fills in fields by their labels, written with _ for a blank."""
        for name, value in fields.items():
            self._fill(self._property(name.replace("_", " ")), value)

    def open_matter(self, docket: str, kind: str, opened_on: str = "2026-01-05") -> str:
        """Opens a matter of Acme by its form. Answers what the run said."""
        self.open_form("open-matter")
        self.fill(
            Docket_number=docket,
            Kind_of_matter=kind,
            Importer="Acme",
            Opened_on=opened_on,
            Time_zone="America/New_York",
            Recorded_by="Bo",
        )
        run = self.submit()
        assert run["state"]["type"] == "COMPLETED", run["state"]
        return str(run["state"]["message"])

    def record(self, lifecycle: str, docket: str, event: str, on: date, **more: str) -> dict[str, Any]:
        """Fills in the form of an entry and submits it. Answers the run, once it has ended."""
        self.open_form(f"record-{lifecycle}")
        self.fill(Docket_number=docket, Event=event, Occurred_on=on.isoformat(), Recorded_by="Bo", **more)
        return self.submit()

    def open_page(self, docket: str) -> str:
        """Opens a matter's page. Returns what it shows."""
        key = {"key": {"like_": f"matter-%-{docket.lower()}"}}
        (artifact,) = self.house.api("/artifacts/filter", artifacts=key)
        self.page.goto(f"{self.house.url}/artifacts/artifact/{artifact['id']}")
        self.page.get_by_role("heading", name="Deadlines", exact=True).wait_for()
        return self.page.locator("body").inner_text()

    def follow(self, words: str) -> None:
        """Opens the form that a link of the page leads to."""
        link = self.page.get_by_role("link", name=re.compile(re.escape(words))).first
        address = link.get_attribute("href")
        assert address is not None
        self.page.goto(address)
        self.page.locator(".schema-form-property").first.wait_for()

    def submit(self) -> dict[str, Any]:
        """Presses Submit. Answers the run, once it has ended.

        Where Prefect's SQLite was busy the page says that something went wrong; a person presses again.
        """
        deployment = self.page.url.split("/deployments/deployment/")[1][:36]
        before = {run["id"] for run in self._runs(deployment)}
        wrong = self.page.get_by_text("Something went wrong")

        def made() -> list[str]:
            found = [run["id"] for run in self._runs(deployment) if run["id"] not in before]
            if not found and wrong.count():
                self._press_submit()
                # So long the words may stand there yet of the first time.
                self.page.wait_for_timeout(1500)
            return found

        self._press_submit()
        return self.house.ended(self.house.until(made, "a run is made", 300)[0])

    def _press_submit(self) -> None:
        """By the keyboard where a notice of Prefect's lies over the button: some stay for minutes."""
        button = self.page.get_by_role("button", name="Submit", exact=True)
        try:
            button.click(timeout=10_000)
        except TimeoutError:
            button.press("Enter")

    def refused(self) -> str:
        """Presses Submit where the form itself refuses. Returns what it says; no run is made."""
        deployment = self.page.url.split("/deployments/deployment/")[1][:36]
        before = len(self._runs(deployment))
        self._press_submit()
        shown = self.page.locator(".p-message--error, .p-label__message, .p-toast").first
        shown.wait_for()
        assert len(self._runs(deployment)) == before
        return shown.inner_text()

    def _runs(self, deployment: str) -> list[dict[str, Any]]:
        wanted = {"id": {"any_": [deployment]}}
        found: list[dict[str, Any]] = self.house.api("/flow_runs/filter", deployments=wanted)
        return found

    def value_of(self, label: str) -> str:
        """What stands in a field, chosen or typed."""
        field = self._property(label)
        chosen = field.locator("button.p-select-button__control")
        if chosen.count():
            return chosen.inner_text().strip()
        return field.locator("textarea, input").first.input_value()

    def offered(self, label: str) -> list[str]:
        """What a field offers to choose from; nothing where it is typed."""
        control = self._property(label).locator("button.p-select-button__control")
        if not control.count():
            return []
        control.focus()
        control.press("ArrowDown")
        self.page.locator(".p-select-option").first.wait_for()
        found = self.page.locator(".p-select-option").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [each.strip() for each in found]

    def _property(self, label: str) -> Locator:
        said = re.escape(label).replace("\\ ", "[ _]")
        words = re.compile(rf"^{said}( \(Optional\))?$", re.IGNORECASE)
        named = self.page.locator(".schema-form-property__label", has_text=words)
        return self.page.locator(".schema-form-property", has=named).last

    def _fill(self, field: Locator, value: str) -> None:
        if field.locator("button.p-select-button__control").count():
            self._choose(field, value)
        elif field.locator("button.p-date-button__control").count():
            self._pick_day(field, value)
        else:
            field.locator("textarea, input").first.fill(value)

    def _choose(self, field: Locator, value: str) -> None:
        control = field.locator("button.p-select-button__control")
        control.focus()
        control.press("ArrowDown")
        self.page.locator(".p-select-option", has_text=re.compile(rf"^{re.escape(value)}$")).click()

    def _pick_day(self, field: Locator, value: str) -> None:
        control = field.locator("button.p-date-button__control")
        control.focus()
        control.press("Enter")
        self.page.locator("input.p-native-date-input__control").last.fill(value)
        self.page.locator(".p-date-picker__footer button").last.click()
