"""A check that comes between an act at the desk and its run tells what the run would have told."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from models.record.database import engine as open_engine
from models.record.database import reading
from models.record.tables.alerts import Alert
from models.record.tables.dockets import Matter
from models.record.tables.people import DeskRun, ToldAs
from models.record.waiting_acts import WaitingAct, waiting_acts
from notifications.wording.head import head_of
from tasks.alerts.office_context import SUMMARY_AFTER, CatchingUp, History
from tasks.delivery.tell import resend, tell
from tasks.desk.follow_up import done_run, put_off_run
from tasks.watch.sweep import claim_due, sweep
from tests.support.at_the_desk import DeskOf
from tests.support.databases import compiled_once, on_sqlite
from tests.support.hidden_fields import hidden_fields
from tests.support.imports_at_the_desk import AUDIT, CLOSING, book, checked, desk_that_imports
from tests.support.mailbox import Mailbox, text_of
from tests.support.scenes import LINKS, Scene, at
from tests.support.sheets import entry_row, matter_row
from tests.support.statements import plans, read_whole

MONDAY, TUESDAY, WEDNESDAY = "2025-06-02", "2025-06-03", "2025-06-04"
NOTICE = {"By telephone": "Yes", "In writing": "Yes", "Estimated end of the audit": "2025-05-15"}
OVERDUE, OPENED = ("AUD-2", "AUD-3"), ("AUD-4", "AUD-5")
"""Audits of which the report is overdue, and of which a right opened in May."""


class Mail(NamedTuple):
    """A mail as somebody reads it."""

    to: str
    subject: str
    text: str


def imported(desk: DeskOf, **how: Any) -> None:
    """Four audits, imported at the desk."""
    content = book(
        desk.home,
        matters=[matter_row(each, AUDIT, **{"Opened on": "2025-01-02"}) for each in (*OVERDUE, *OPENED)],
        entries=[
            *(entry_row(each, CLOSING, "2025-01-03") for each in OVERDUE),
            *(entry_row(each, "Notice of audit", "2025-02-03", **NOTICE) for each in OPENED),
        ],
    )
    with desk.signed_in("Lee") as visitor:
        there = checked(visitor, content)
        answer = visitor.send(f"{there}/take", shown_at=f"{there}/check", **how)
        assert answer.status_code == 303, answer.text


def recorded(desk: DeskOf, **how: Any) -> None:
    """The entry by which the report of an audit is overdue, recorded at the desk."""
    new, event = "/matters/1/entries/new", "closing_conference_held"
    with desk.signed_in("Ann") as visitor:
        state = hidden_fields(visitor.text(f"{new}?event={event}"))["state"]
        fields = {"event": event, "occurred_on": "2025-01-03", "state": state, **how}
        answer = visitor.send(new, shown_at=f"{new}?event={event}", step="preview", **fields)
        assert visitor.send(new, step="record", **hidden_fields(answer.text)).status_code == 303


@dataclass(frozen=True)
class Act:
    """An act at the desk: what is done, the matters that it concerns, and what its run says of them."""

    does: Callable[[DeskOf], None]
    dockets: tuple[str, ...]
    says: Callable[[frozenset[int]], dict[str, Any]]


ACTS = {
    ToldAs.IMPORTED_QUIETLY: Act(
        lambda desk: imported(desk, quietly="yes"),
        (*OVERDUE, *OPENED),
        lambda ids: {"history": History(matters=ids, wait=timedelta())},
    ),
    ToldAs.IMPORTED: Act(imported, (*OVERDUE, *OPENED), lambda ids: {"catching_up": CatchingUp(ids)}),
    ToldAs.HISTORY: Act(
        lambda desk: recorded(desk, history="Yes"),
        ("AUD-1",),
        lambda ids: {"history": History(matters=ids, wait=SUMMARY_AFTER), "matter_id": min(ids)},
    ),
    ToldAs.NEWS: Act(recorded, ("AUD-1",), lambda ids: {"matter_id": min(ids)}),
}


def ids_in(desk: DeskOf, act: Act) -> frozenset[int]:
    """The ids of its matters."""
    wanted = select(Matter.id).where(col(Matter.docket_number).in_(act.dockets))
    with reading(desk.scene.engine) as session:
        return frozenset(session.exec(wanted).all())


def acts_that_wait(desk: DeskOf) -> list[WaitingAct]:
    """The acts that a check knows of, with their matters."""
    with reading(desk.scene.engine) as session:
        return list(waiting_acts(session, *(each for each in ToldAs if each is not ToldAs.NEWS)))


def run_of(desk: DeskOf) -> DeskRun:
    """The run that follows the act."""
    with reading(desk.scene.engine) as session:
        return session.exec(select(DeskRun)).one()


def follow(desk: DeskOf, act: Act) -> None:
    """What the run of the act does; then it has ended."""
    said = act.says(ids_in(desk, act))
    sweep(desk.scene.engine, desk.scene.channels, LINKS, now=desk.now, **said)
    done_run(desk.scene.engine, run_of(desk).id, desk.now, state="COMPLETED")


def watch(desk: DeskOf, _: Act) -> None:
    """What the watch does: a check of each kind of matter, then all is told at once."""
    claim_due(desk.scene.engine, LINKS, now=desk.now, lifecycle="audit")
    tell(desk.scene.engine, desk.scene.channels, LINKS, now=desk.now)


def mend_channels(desk: DeskOf, _: Act) -> None:
    """Channels that are mended between a check and its telling."""
    claim_due(desk.scene.engine, LINKS, now=desk.now, lifecycle="audit")
    for name in ("Ann", "Lee"):
        resend(desk.scene.engine, desk.scene.channels, LINKS, name, now=desk.now)


def mails_of(desk: DeskOf) -> list[Mail]:
    """What was sent since this was asked before, in the order of who got it."""
    sent = [
        Mail(str(each["To"]), str(each["Subject"]), text_of(each)) for each in desk.scene.mailbox.received
    ]
    desk.scene.mailbox.received.clear()
    return sorted(sent)


Look = Callable[[DeskOf, Act], None]


def told(desk: DeskOf, act: Act, *looks: Look) -> list[list[Mail]]:
    """What is sent with the act, in the hours after it, and on the days after that."""
    mails_of(desk)
    act.does(desk)
    for look in looks:
        look(desk, act)
    sent = [mails_of(desk)]
    for day, hour in ((MONDAY, 16), (MONDAY, 17), (TUESDAY, 15), (WEDNESDAY, 15)):
        desk.scene.sweep(day, hour)
        sent.append(mails_of(desk))
    return sent


@pytest.fixture
def new_desk(sqlite_tables: Path, tmp_path: Path) -> Iterator[Callable[[], DeskOf]]:
    """Makes desks that are alike, each with a record of its own."""
    made: list[tuple[Mailbox, Engine]] = []

    def make() -> DeskOf:
        home = tmp_path / f"desk-{len(made)}"
        home.mkdir()
        shutil.copy(sqlite_tables, home)
        mailbox, engine = Mailbox(), compiled_once(open_engine(on_sqlite(home)))
        mailbox.__enter__()
        made.append((mailbox, engine))
        desk = desk_that_imports(Scene(engine, mailbox), home)
        desk.now = at(MONDAY)
        return desk

    yield make
    for mailbox, engine in made:
        mailbox.__exit__()
        engine.dispose()


def told_by_whoever_is_first(
    new_desk: Callable[[], DeskOf], told_as: ToldAs, first: Look = watch
) -> list[list[Mail]]:
    """What is sent where a check is first, which is what is sent where the run is."""
    sent = told(new_desk(), ACTS[told_as], first, follow)
    assert sent == told(new_desk(), ACTS[told_as], follow)
    return sent


def test_what_was_imported_quietly_comes_as_one_summary(new_desk: Callable[[], DeskOf]) -> None:
    at_once, *later = told_by_whoever_is_first(new_desk, ToldAs.IMPORTED_QUIETLY)
    assert [mail.to for mail in at_once] == ["ann@example.com", "lee@example.com"]
    assert all("In the history that you entered" in " ".join(mail.text.split()) for mail in at_once)
    assert not any(later)


@pytest.mark.parametrize("first", [watch, mend_channels])
def test_the_older_rest_of_what_was_imported_waits_a_business_day(
    new_desk: Callable[[], DeskOf], first: Look
) -> None:
    at_once, *same_day, next_day, after = told_by_whoever_is_first(new_desk, ToldAs.IMPORTED, first)
    assert {docket for docket in (*OVERDUE, *OPENED) if docket in str(at_once)} == set(OVERDUE)
    assert not any(same_day)
    assert {docket for docket in (*OVERDUE, *OPENED) if docket in str(next_day)} == set(OPENED)
    assert not after


def test_an_entry_of_history_waits_an_hour_for_those_that_follow(new_desk: Callable[[], DeskOf]) -> None:
    at_once, an_hour_later, *after = told_by_whoever_is_first(new_desk, ToldAs.HISTORY)
    assert [mail.to for mail in an_hour_later] == ["ann@example.com", "lee@example.com"]
    assert not any([at_once, *after])


def test_news_are_told_at_once(new_desk: Callable[[], DeskOf]) -> None:
    at_once, *later = told_by_whoever_is_first(new_desk, ToldAs.NEWS)
    assert [mail.to for mail in at_once] == ["ann@example.com", "lee@example.com"]
    assert not any(later)


@pytest.mark.parametrize("told_as", ACTS)
def test_nothing_of_an_act_lingers_once_its_run_has_ended(
    scene: Scene, tmp_path: Path, told_as: ToldAs
) -> None:
    desk, act = desk_that_imports(scene, tmp_path), ACTS[told_as]
    desk.now = at(MONDAY)
    act.does(desk)
    put_off_run(scene.engine, run_of(desk).id, desk.now)
    assert acts_that_wait(desk) == (
        [] if told_as is ToldAs.NEWS else [WaitingAct(told_as, ids_in(desk, act))]
    )
    done_run(scene.engine, run_of(desk).id, desk.now, state="FAILED")
    assert acts_that_wait(desk) == []
    watch(desk, act)
    assert mails_of(desk)
    with reading(scene.engine) as session:
        alerts = session.exec(select(Alert)).all()
    assert alerts
    assert not any(head_of(each.content).history or head_of(each.content).older for each in alerts)


def test_the_acts_that_wait_are_found_by_an_index(scene: Scene, tmp_path: Path) -> None:
    desk = desk_that_imports(scene, tmp_path)
    imported(desk)
    lines = plans(scene.engine, lambda: acts_that_wait(desk))
    assert read_whole(lines, ("deskrun",)) == []
    assert "ix_deskrun_next_at" in " ".join(lines)
