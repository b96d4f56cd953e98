"""Alerts that lead to the desk, and the links of theirs by which somebody answers with one tap."""

import re
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from models.forms.sealed_notes import KEY
from models.forms.tap_tokens import read_tap
from models.record.database import reading
from models.record.tables.alerts import Acknowledgement, OwnAcknowledgement, Reassignment
from models.record.tables.people import DeskRun, SignedAct, SignIn
from tasks.watch.sweep import sweep
from tests.support.at_the_desk import URL, DeskOf
from tests.support.mailbox import html_of
from tests.support.scenes import LINKS, Scene, at

TO_THE_DESK = replace(LINKS, desk_url=URL)
_TAP = re.compile(rf"{re.escape(URL)}(/tap/[^\s\"<|]+)")


LIKELY: dict[str, Any] = {"act": "acknowledge", "next_action": "I am handling this.", "until": "2025-07-04"}
"""What the button sends, until another day."""

BY_LINK = "answered by the link in a mail"
"""What the log of sign-ins says of it."""


def tapped_desk(scene: Scene, home: Path, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """Ann and Lee, who were mailed about a deadline in an audit of Acme; only Lee signs in at the desk."""
    scene.open(on="2025-06-02", title="Focused assessment")
    scene.contact("Ann", on="2025-06-02")
    scene.contact("Lee", role="lead", on="2025-06-02")
    desk = with_key(DeskOf(scene, home), monkeypatch)
    desk.person("Lee")
    scene.record("closing_conference_held", "2025-07-01")
    told(desk, "2025-07-01")
    return desk


def link_of(desk: DeskOf) -> str:
    """The path of Ann's link about the audit report."""
    return tap_in(next(each for each in desk.scene.mails("ann") if "audit report" in str(each["Subject"])))


def told(desk: DeskOf, day: str, hour: int = 15) -> None:
    """A look of the watch, whose links lead to the desk where somebody signs in there."""
    sweep(desk.scene.engine, desk.scene.channels, TO_THE_DESK, now=at(day, hour))


def with_key(desk: DeskOf, monkeypatch: pytest.MonkeyPatch) -> DeskOf:
    """The same desk, with its key where the runs that send find it."""
    monkeypatch.setenv(KEY, desk.office.note_key)
    return desk


def taps_in(text: str) -> list[str]:
    """The paths of the links that answer, in order."""
    return list(dict.fromkeys(_TAP.findall(text)))


def tap_in(mail: EmailMessage) -> str:
    """The path of the only link of a mail that answers."""
    (path,) = taps_in(html_of(mail))
    return path


def answers(desk: DeskOf) -> list[tuple[str, str, str, str]]:
    """What was acknowledged and snoozed: what, by whom, until when, and what is done next."""
    with reading(desk.scene.engine) as session:
        kept = [
            *session.exec(select(Acknowledgement).order_by(Acknowledgement.id)).all(),  # type: ignore[arg-type]
            *session.exec(select(OwnAcknowledgement).order_by(OwnAcknowledgement.id)).all(),  # type: ignore[arg-type]
        ]
    return [(each.kind, str(each.contact_id), each.until.isoformat(), each.next_action) for each in kept]


def reassigned(desk: DeskOf) -> list[tuple[int | None, int, int, str]]:
    """What was handed on: which deadline, from whom, to whom, recorded by."""
    with reading(desk.scene.engine) as session:
        rows = session.exec(select(Reassignment).order_by(Reassignment.id)).all()  # type: ignore[arg-type]
    return [(each.deadline_id, each.from_id, each.to_id, each.recorded_by) for each in rows]


def kept(desk: DeskOf) -> list[object]:
    """All of these answers, and what is to be shown of them."""
    return [*answers(desk), *reassigned(desk), *shown_later(desk)]


def signed(desk: DeskOf) -> list[str]:
    """The rows that somebody signed."""
    with reading(desk.scene.engine) as session:
        return sorted(each.subject for each in session.exec(select(SignedAct)).all())


def shown_later(desk: DeskOf) -> list[tuple[str, str, str]]:
    """What is to be shown in Prefect: the deployment, the matter, and what the run is called."""
    with reading(desk.scene.engine) as session:
        rows = session.exec(select(DeskRun).order_by(DeskRun.id)).all()  # type: ignore[arg-type]
    return [(each.deployment, each.parameters["shown"]["matter"], each.title) for each in rows]


def logged(desk: DeskOf) -> list[tuple[str, str, str]]:
    """The log of sign-ins: what, by whom, from where."""
    with reading(desk.scene.engine) as session:
        rows = session.exec(select(SignIn).order_by(SignIn.id)).all()  # type: ignore[arg-type]
    return [(each.act, each.by, each.address) for each in rows]


def taps_of(desk: DeskOf, channel: str) -> list[str]:
    """The paths of the links in the mails of a channel."""
    return [path for each in desk.scene.mails(channel) for path in taps_in(html_of(each))]


def subject_of(desk: DeskOf, path: str) -> str:
    """The deadline of a link."""
    tap = read_tap(path.removeprefix("/tap/"), desk.office.note_key)
    assert tap is not None
    return tap.subject


def everything(desk: DeskOf) -> dict[str, list[str]]:
    """Every row of every table."""
    with desk.scene.engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in SQLModel.metadata.sorted_tables
        }


def on_one_line(page: str) -> str:
    """What a page says."""
    return " ".join(page.split())
