"""The records of the last landed version open under this one: the law waits, and no alert is told again.

`tests/support/former/records.tar.xz` holds the record of each story of that version's demo, as it left it.
"""

import re
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from models.law.load import load_law
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.record.office_settings import LawStanding, standing_of
from models.record.tables.alerts import Alert, Paper
from models.record.tables.dockets import Deadline, Defect
from models.record.tables.office import LawApproval
from models.wall_clock import HOUSE_ZONE, morning_of
from tasks.record.derive import derive_what_changed
from tasks.record.law_approval import SHOWN, approve_law, approve_rewording
from tasks.watch.recount import recount
from tasks.watch.sweep import sweep
from tests.support.databases import on_sqlite
from tests.support.logged import assert_logged
from tests.support.mailbox import Mailbox
from tests.support.scenes import LINKS

RECORDS = Path(__file__).resolve().parents[1] / "support" / "former" / "records.tar.xz"
STORIES = (
    "fag-bearings", "frowein", "rainbow-rugs", "rubin", "sample-audit", "sample-contempt", "sample-demand",
    "sample-disclosure", "sample-enforcement", "twitter",
)  # fmt: skip
DATES = ("rule", "strict_on", "lenient_on", "act_by", "status", "settled_on", "withdrawn", "bound", "kind")


@pytest.fixture(params=STORIES)
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The record of a story as the former version left it, with the tables of this one."""
    with tarfile.open(RECORDS) as packed:
        packed.extract(f"./{request.param}/record.sqlite", tmp_path, filter="data")
    settings = on_sqlite(tmp_path / request.param)
    migrate(settings)
    opened = open_engine(settings)
    yield opened
    opened.dispose()


def last_instant(engine: Engine) -> datetime:
    """When the former version looked last."""
    with transaction(engine) as session:
        approved = session.exec(select(LawApproval.approved_at)).all()
        rows = session.exec(select(Deadline)).all()
        mornings = [morning_of(row.looked_on, HOUSE_ZONE) for row in rows if row.looked_on is not None]
        return max(
            [
                *approved,
                *(row.derived_at for row in rows),
                *mornings,
                *session.exec(select(Alert.claimed_at)).all(),
            ]
        )


def kept(engine: Engine) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[str]]:
    """The dates of every deadline, what was told, and the papers."""
    with transaction(engine) as session:
        deadlines = session.exec(select(Deadline).order_by(col(Deadline.id))).all()
        alerts = session.exec(select(Alert).order_by(col(Alert.id))).all()
        papers = session.exec(select(Paper).order_by(col(Paper.id))).all()
        return (
            [tuple(getattr(row, name) for name in DATES) for row in deadlines],
            [(row.subject, row.due, row.step, row.contact_id, row.line) for row in alerts],
            [row.sha256 for row in papers],
        )


def changed_by_the_law(
    before: list[tuple[object, ...]], after: list[tuple[object, ...]], engine: Engine
) -> set[str]:
    """The subjects of the deadlines that are new or otherwise, and of the defects found since."""
    with transaction(engine) as session:
        ids = session.exec(select(Deadline.id).order_by(col(Deadline.id))).all()
        defects = session.exec(select(Defect).where(Defect.law_hash == load_law().hash)).all()
    found = [f"defect:{each.id}" for each in defects]
    found += [f"deadline:{id_}" for id_, old, new in zip(ids, before, after, strict=False) if old != new]
    return {*found, *(f"deadline:{id_}" for id_ in ids[len(before) :])}


def test_a_record_of_the_former_version_waits_for_the_law_and_repeats_nothing(
    former: Engine, mailbox: Mailbox
) -> None:
    now, (dates, told, papers) = last_instant(former), kept(former)
    with transaction(former) as session:
        assert standing_of(session, load_law()) is LawStanding.CHANGED
    assert not approve_rewording(former, now=now)
    waiting = sweep(former, lambda _name: mailbox.url(), LINKS, now=now)
    assert (waiting.claims, waiting.broken, kept(former)[0]) == ([], [], dates)
    approve_law(former, load_law().hash[:SHOWN], by="Ann", now=now)
    derive_what_changed(former, now=now)
    swept = sweep(former, lambda _name: mailbox.url(), LINKS, now=now)
    assert (swept.broken, swept.flaws) == ([], [])
    after, told_since, papers_since = kept(former)
    assert told_since[: len(told)] == told
    assert papers_since[: len(papers)] == papers
    new = {str(alert[0]) for alert in told_since[len(told) :]}
    assert new <= changed_by_the_law(dates, after, former)
    # That version's demo, and only its demo, hashed instants in another zone than they are read in.
    found = recount(former, now=now).differences
    assert [each for each in found if not re.search("hash chain|[0-9] more, which", each)] == []
    assert_logged(former)
    with transaction(former) as session:
        assert standing_of(session, load_law()) is LawStanding.IN_FORCE
