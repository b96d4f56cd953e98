"""What a bad night costs: ten thousand deadlines fall due at once, over the contacts of several importers.

Prints its figures. It asserts only that nothing is lost: each alert is in a message that was sent, one for
each contact, and each docket is named in exactly the messages of its importer's contacts. The peer writes the
same rows of alerts and messages by bare sqlite3 in one transaction, and decides nothing.
"""

import json
import sqlite3
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlmodel import Session, col, select

from models.record.database import transaction
from models.record.tables.alerts import Alert, Message
from tasks.alerts.office_context import OfficeContext, office_context
from tasks.delivery.outbox import gather
from tasks.delivery.send import send_pending
from tasks.watch.sweep import claim_due
from tests.support.scenes import LINKS, Scene, at

IMPORTERS, MATTERS, EACH = 10, 50, 20
ROLES = ("owner", "lead")
ISSUED, DUE = "2025-07-02", "2025-07-03"
MEGABYTE = 1_000_000


def installed(scene: Scene) -> None:
    for importer in range(IMPORTERS):
        for number in range(MATTERS):
            docket = f"I{importer}-{number:03}"
            scene.open(docket, "summons", importer=f"Importer {importer}")
            scene.summon(docket, EACH, on=ISSUED, return_on=DUE)
        for role in ROLES:
            said: dict[str, Any] = {"role": role, "channel": f"{role}{importer}", "wants_digest": True}
            scene.contact(f"{role} {importer}", [f"Importer {importer}"], **said)


def timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def night(scene: Scene) -> dict[str, float]:
    """Seconds for each part of the sweep of that morning."""
    now = at(DUE)

    def housed(session: Session) -> OfficeContext:
        return office_context(session, LINKS, now)

    return {
        "claim": timed(lambda: claim_due(scene.engine, LINKS, now=now)),
        "gather": timed(lambda: gather(scene.engine, housed, now=now)),
        "send": timed(lambda: send_pending(scene.engine, scene.channels, now=now)),
    }


def kept(scene: Scene) -> tuple[list[Alert], list[Message]]:
    with transaction(scene.engine) as session:
        alerts = session.exec(select(Alert).order_by(col(Alert.id))).all()
        return list(alerts), list(session.exec(select(Message)).all())


def bare(path: Path, alerts: list[Alert], messages: list[Message]) -> float:
    """The same rows written by sqlite3 alone."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE message (key TEXT UNIQUE, content TEXT)")
    connection.execute(
        "CREATE TABLE alert (subject TEXT, due TEXT, step TEXT, contact INTEGER, content TEXT)"
    )
    connection.execute("CREATE UNIQUE INDEX claim ON alert (subject, due, step, contact)")
    started = perf_counter()
    for each in alerts:
        row = (each.subject, each.due, each.step, each.contact_id, json.dumps(each.content))
        connection.execute("INSERT INTO alert VALUES (?, ?, ?, ?, ?)", row)
    for message in messages:
        connection.execute("INSERT INTO message VALUES (?, ?)", (message.key, json.dumps(message.content)))
    connection.commit()
    took = perf_counter() - started
    connection.close()
    return took


def named(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def nothing_is_lost(scene: Scene, alerts: list[Alert], messages: list[Message]) -> None:
    sent = {message.id for message in messages if message.state == "sent"}
    assert {alert.message_id for alert in alerts} == sent
    assert len(alerts) == IMPORTERS * len(ROLES) * (MATTERS * EACH + 1)
    for importer in range(IMPORTERS):
        for role in ROLES:
            (mail,) = scene.mails(f"{role}{importer}")
            own = {docket for docket in scene.kinds if docket.startswith(f"I{importer}-")}
            assert {docket for docket in scene.kinds if f"{docket}: " in named(mail)} == own


def test_ten_thousand_deadlines_of_one_night(sqlite_scene: Scene, tmp_path: Path, capsys: Any) -> None:
    installed(sqlite_scene)
    took = night(sqlite_scene)
    alerts, messages = kept(sqlite_scene)
    nothing_is_lost(sqlite_scene, alerts, messages)
    peer = bare(tmp_path / "peer.sqlite", alerts, messages)
    sizes = sorted(len(mail.as_bytes()) for mail in sqlite_scene.mailbox.received)
    clocks, whole = IMPORTERS * MATTERS * EACH, sum(took.values())
    with capsys.disabled():
        print(f"\n{clocks:,} deadlines in one night, {len(alerts):,} alerts, {len(messages)} messages:")
        print(
            ", ".join(f"{part} {seconds:.1f} s" for part, seconds in took.items())
            + f"; {whole:.1f} s in all,"
        )
        print(f"{1e3 * whole / len(alerts):.2f} ms an alert, {whole / peer:.0f} times bare sqlite3's writes;")
        print(f"a mail has {sizes[0] / MEGABYTE:.2f} to {sizes[-1] / MEGABYTE:.2f} MB")
