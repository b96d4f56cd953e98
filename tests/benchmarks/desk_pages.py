"""What a page of the desk takes, and an entry from the form to its answer, for who sees every importer."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from sqlalchemy import Engine
from sqlmodel import col, select

from deployments.desk.loaded import load
from models.record.database import reading
from models.record.tables.dockets import Matter
from models.wall_clock import today_in
from tests.benchmarks.bench import Bench, place
from tests.benchmarks.dockets import NOW
from tests.benchmarks.figures import Figure, spent
from tests.support.at_the_desk import DeskOf, Visitor
from tests.support.mailbox import Mailbox
from tests.support.scenes import Scene

TIMES = 20
ENTRIES = 5
_EVENT = "sampling_plan_explained"
_STATE = re.compile(r'name="state" value="([^"]*)"')
PAGES = {
    "today": "/",
    "matters": "/matters",
    "matters, nearest first": "/matters?order=nearest",
    "open matters": "/matters?state=open",
    "a search": "/matters?q=00042",
    "a matter": "/matters/{id}",
    "choice of an event": "/matters/{id}/entries/new",
    "calendar": "/calendar",
    "forecast": "/forecast",
    "CBP timeliness": "/timeliness",
    "the law": "/law",
    "a rule": "/law/AUD-06",
    "settings": "/settings",
}
"""The pages that are opened, by what they are called in the table."""


def measure(bench: Bench) -> Iterator[Figure]:
    """`desk_page_ms` of each page and `desk_entry_s`, at each population on each database."""
    for store in bench.stores:
        for population in bench.populations():
            with bench.engine(store, population) as engine:
                desk = DeskOf(Scene(engine, Mailbox()), bench.home, NOW)
                desk.person("Ada", administrator=True)
                matters = _audits(engine)
                load()
                with desk.signed_in("Ada") as ada:
                    for name, path in PAGES.items():
                        yield _page(ada, name, path.format(id=matters[0]), place(population.size, store))
                    yield _entries(ada, matters[:ENTRIES], place(population.size, store))


def _audits(engine: Engine) -> list[int]:
    wanted = select(Matter.id).where(Matter.lifecycle == "audit").order_by(col(Matter.id)).limit(ENTRIES)
    with reading(engine) as session:
        return list(session.exec(wanted).all())


def _page(ada: Visitor, name: str, path: str, where: tuple[str, ...]) -> Figure:
    ada.text(path)
    took = []
    for _ in range(TIMES):
        with spent() as each:
            ada.text(path)
        took.append(each)
    worst = ceil(0.95 * TIMES) - 1
    return Figure(
        key="desk_page_ms",
        of=(*where, name),
        value=1000 * sorted(each.wall for each in took)[worst],
        cpu=1000 * sorted(each.cpu for each in took)[worst],
        unit="ms",
        note=f"p95 of {TIMES}, without the network",
    )


def _entries(ada: Visitor, matters: list[int], where: tuple[str, ...]) -> Figure:
    """From the form that is sent to the page that answers, with what would follow in between."""
    took = sorted(_entry(ada, id_) for id_ in matters)
    return Figure(
        key="desk_entry_s",
        of=where,
        value=took[len(took) // 2],
        unit="s",
        note=f"preview, record and answer, median of {len(took)}",
    )


def _entry(ada: Visitor, matter_id: int) -> float:
    there = f"/matters/{matter_id}/entries/new"
    on = (today_in("America/New_York", NOW) - timedelta(days=3)).isoformat()
    said = {"event": _EVENT, "occurred_on": on, "token": ada.token(f"{there}?event={_EVENT}")}
    began = time.perf_counter()
    shown = ada.client.post(there, data={**said, "step": "preview", "state": ""})
    state = _STATE.search(shown.text)
    sent = ada.client.post(there, data={**said, "step": "record", "state": state[1] if state else ""})
    assert sent.status_code == 303, sent.text
    assert "Recorded as E" in ada.text(sent.headers["location"])
    return time.perf_counter() - began
