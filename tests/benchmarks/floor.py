"""The floor: the same rows that a burst reads and writes, by the database's driver alone, a page a COMMIT.

It decides and words nothing. What it writes is taken from a burst that Landwaiter told before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from tests.benchmarks.figures import Spent, spent
from tests.benchmarks.floor_drivers import Driver, Row, driver_of

PAGE = 100
READ = (
    "entry", "deadline", "defect", "evidence", "owndeadline", "alert", "reassignment", "docketseal",
)  # fmt: skip
"""The tables of which a page reads the rows of its matters."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What the floor took."""

    driver: str
    took: Spent


@dataclass(slots=True)
class Written:
    """The rows that a burst wrote, by page of matters and by contact."""

    alerts: dict[int, list[Row]] = field(default_factory=dict)
    looked: dict[int, list[Row]] = field(default_factory=dict)
    messages: dict[int, list[Row]] = field(default_factory=dict)
    digests: dict[int, list[Row]] = field(default_factory=dict)
    put_into: dict[int, list[Row]] = field(default_factory=dict)
    log: list[Row] = field(default_factory=list)


Fresh = Callable[[], AbstractContextManager[Engine]]
"""A fresh copy of the burst, before it is told."""


def floor_of(told: Engine, fresh: Fresh) -> Floor:
    """Writes to a fresh copy what the record of a told burst has more, and measures it."""
    with fresh() as engine, driver_of(engine) as driver:
        written = _difference(told, driver)
        due = sorted(written.looked)
        with spent() as took:
            _claim(driver, due, written)
            _gather(driver, written)
        _same(told, engine)
        return Floor(driver.name, took)


def _difference(told: Engine, driver: Driver) -> Written:
    found = Written()
    with driver_of(told) as other:
        known = {name: driver.highest(name) for name in ("alert", "message", "changepage")}
        more = {name: other.rows(f"SELECT * FROM {name} WHERE id > {last}") for name, last in known.items()}
        moved = other.rows("SELECT id, matter_id, next_step_at, looked_on FROM deadline ORDER BY matter_id")
        before = {row["id"]: row for row in driver.rows("SELECT id, next_step_at, looked_on FROM deadline")}
    for row in more["alert"]:
        is_digest = row["subject"] == "digest"
        key = row["contact_id"] if is_digest else row["matter_id"]
        (found.digests if is_digest else found.alerts).setdefault(key, []).append(row)
        found.put_into.setdefault(row["contact_id"], []).append(_only(row, "message_id", "id"))
    for row in more["message"]:
        found.messages.setdefault(row["contact_id"], []).append(row)
    for row in moved:
        if any(before[row["id"]][name] != row[name] for name in ("next_step_at", "looked_on")):
            found.looked.setdefault(row["matter_id"], []).append(
                _only(row, "next_step_at", "looked_on", "id")
            )
    found.log = more["changepage"]
    return found


def _only(row: Mapping[str, Any], *names: str) -> Row:
    return {name: row[name] for name in names}


def _claim(driver: Driver, due: Sequence[int], written: Written) -> None:
    """A page of matters at a time: their rows are read, alerts and next looks written, the log too."""
    log = iter(written.log)
    for start in range(0, len(due), PAGE):
        ids = due[start : start + PAGE]
        driver.begin()
        driver.read("matter", "id", ids)
        for table in READ:
            driver.read(table, "matter_id", ids)
        driver.rows(
            "SELECT contact.*, account_id FROM contact JOIN contactaccount ON contact_id = contact.id"
        )
        unput = [{**row, "message_id": None} for row in _of(written.alerts, ids)]
        driver.insert("alert", unput)
        driver.update("deadline", _of(written.looked, ids))
        driver.insert("changepage", _next(log))
        driver.commit()
    written.log = list(log)


def _gather(driver: Driver, written: Written) -> None:
    """A contact at a time: alerts are read, messages written, and the alerts put into them."""
    log = iter(written.log)
    for contact in sorted(written.put_into):
        driver.begin()
        driver.read("contact", "id", [contact])
        driver.rows(f"SELECT * FROM alert WHERE contact_id = {contact} AND message_id IS NULL")
        driver.insert("message", written.messages.get(contact, []))
        driver.insert("alert", [{**row, "message_id": None} for row in written.digests.get(contact, [])])
        driver.update("alert", written.put_into[contact])
        driver.insert("changepage", _next(log))
        driver.commit()
    written.log = list(log)


def _of(rows: Mapping[int, list[Row]], keys: Sequence[int]) -> list[Row]:
    return [row for key in keys for row in rows.get(key, [])]


def _next(log: Iterator[Row]) -> list[Row]:
    row = next(log, None)
    return [] if row is None else [row]


def _same(told: Engine, engine: Engine) -> None:
    """That the floor wrote all that was to be written."""
    for table in ("alert", "message"):
        counted = f"SELECT count(*), count(*) FILTER (WHERE id > 0) FROM {table}"
        with told.connect() as one, engine.connect() as other:
            assert one.exec_driver_sql(counted).one() == other.exec_driver_sql(counted).one()
