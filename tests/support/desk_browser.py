"""A person at the desk in a real Chromium."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from deployments.server.keep_desk import answers
from tests.support.browser import browser_page
from tests.support.installation import Installation

AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
"""What `make axe` installs by npm."""


@contextmanager
def another_person(page: Page, *, scripts: bool = True, width: int = 1280) -> Iterator[Page]:
    """A page in the same browser without any of its cookies."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
    try:
        made = context.new_page()
        made.set_default_timeout(60_000)
        yield made
    finally:
        context.close()


@contextmanager
def first_administrator(house: Installation, name: str, password: str) -> Iterator[Page]:
    """Who opens the invitation of the first start, in a browser."""
    with browser_page() as page:
        page.set_default_timeout(60_000)
        page.goto((house.home / "invitation").read_text(encoding="utf-8").strip())
        page.get_by_label("Your name").fill(name)
        choose_password(page, password)
        yield page


def choose_password(page: Page, password: str) -> None:
    """Fills in the form of an invitation and sends it."""
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Set up and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def run_ended(page: Page, sentence: str) -> None:
    """Waits on the page of an act's run until it says how the run ended."""
    for _ in range(60):
        if re.search(sentence, page.locator("main").inner_text()):
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def violations(page: Page) -> list[Any]:
    """What axe finds wrong with a page: the rule, and the first place. Its script is given past the CSP."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    asked = "axe.run().then(all => JSON.stringify(all.violations.map(v => [v.id, v.nodes[0].html])))"
    answer = session.send(
        "Runtime.evaluate", {"expression": asked, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    found: list[Any] = json.loads(answer["result"]["value"])
    return found


def is_too_wide(page: Page) -> bool:
    """Whether one must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def desks(house: Installation) -> list[int]:
    """The processes that are its desk."""
    found = []
    for pid in house.processes():
        with suppress(OSError):
            if Path(f"/proc/{pid}/cmdline").read_text().split("\0")[-2:-1] == ["deployments.desk"]:
                found.append(pid)
    return found


def answers_at_the_desk(house: Installation) -> bool:
    """Whether its desk answers."""
    return answers(f"{house.desk_url}/health")
