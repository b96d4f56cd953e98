"""What runs by itself or by a command: the watch and its parts, imports and exports, copies, upgrades."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import make_url, text
from sqlmodel import select

from deployments.backup import restore, save
from deployments.move import move
from deployments.moving.refusal import MoveError
from deployments.moving.rows import difference, tables
from deployments.server.login import open_login
from models.law.load import load_law
from models.record.database import migrate, opened_engine, transaction
from models.record.receipts import ReceiptKind
from models.record.tables.dockets import Deadline
from models.record.tables.office import LawApproval
from models.settings import Settings
from models.wall_clock import Uptime
from tasks.alerts.office_context import office_context
from tasks.alerts.recount_differed import tell_recount
from tasks.alerts.stationery import plain
from tasks.delivery.outbox import gather
from tasks.delivery.send import send_pending
from tasks.delivery.write_papers import write_papers
from tasks.exchange.exporting import export_matter
from tasks.exchange.importing import import_file
from tasks.record.derive import derive_what_changed
from tasks.record.law_approval import SHOWN, approve_law
from tasks.watch.confirm_time import confirm_time
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tasks.watch.repair import repair
from tasks.watch.sweep import claim_due
from tests.chaos.grounds import MOVES, SQLITE, Ground, moved_url, name_of, serve
from tests.chaos.offices import BEGINS, DAY, look, mirror, watch
from tests.chaos.operations import Operation
from tests.support.old_record import take_back
from tests.support.scenes import LINKS, at
from tests.support.sheets import entry_row, matter_row, write_book

FORMER = "0005"
"""The revision of the tables of the last version."""

_AHEAD = "2025-10-20"


def with_news(ground: Ground) -> None:
    """Two events of which nobody was told."""
    scene = ground.scene
    scene.kinds |= {"SUM-1": "summons"}
    scene.record("onsite_work_completed", "2025-06-19")
    scene.record("return_date_changed", "2025-06-19", docket="SUM-1", facts={"return_on": "2025-06-24"})


def claimed(ground: Ground) -> None:
    """The same, claimed but not put into messages."""
    with_news(ground)
    claim_due(ground.engine, LINKS, now=BEGINS)


def gathered(ground: Ground) -> None:
    """The same, in messages that wait."""
    claimed(ground)
    put_into_messages(ground, BEGINS)


def put_into_messages(ground: Ground, now: datetime) -> None:
    write_papers(ground.engine, plain())
    gather(ground.engine, lambda session: office_context(session, LINKS, now), now=now)


def send(ground: Ground, now: datetime) -> None:
    send_pending(ground.engine, ground.channels, now=now)


def with_a_sheet(ground: Ground) -> None:
    """A workbook in the inbox: a new matter and entries of it and of one on record."""
    matters = [matter_row("AUD-9", "Audit (19 CFR 163.11)", **{"Opened on": "2025-05-01"})]
    entries = [
        entry_row("AUD-9", "Closing conference held", "2025-06-10"),
        entry_row("AUD-1", "On-site work completed", "2025-06-19"),
    ]
    inbox = ground.home / "inbox"
    inbox.mkdir()
    write_book(inbox / "matters.xlsx", matters=matters, entries=entries)


def import_sheet(ground: Ground, now: datetime) -> None:
    import_file(ground.engine, ground.home / "inbox" / "matters.xlsx", by="Bo", commit=True, now=now)
    look(ground, now)


def export(ground: Ground, now: datetime) -> None:
    export_matter(ground.engine, "SUM-1", ground.home / "exports", privileged=False, now=now)


def under_a_former_law(ground: Ground) -> None:
    """A record of a law that counted a deadline otherwise."""
    with transaction(ground.engine) as session:
        session.exec(select(LawApproval)).one().law_hash = "0" * 64
        row = session.exec(select(Deadline).where(Deadline.rule == "AUD-06")).one()
        row.strict_on = row.lenient_on = date(2025, 8, 1)
        row.law_hash = "0" * 64


def approve(ground: Ground, now: datetime) -> None:
    approve_law(ground.engine, load_law().hash[:SHOWN], by="Bo", now=now)
    derive_what_changed(ground.engine, now=now)
    look(ground, now)


def back_up(ground: Ground, _now: datetime) -> None:
    ground.close()
    save(make_url(ground.database_url), ground.home / "record.backup")


def with_a_backup(ground: Ground) -> None:
    """A backup, and an entry recorded after it, of which everybody was told."""
    back_up(ground, BEGINS)
    ground.scene.record("onsite_work_completed", "2025-06-19")
    watch(ground, at("2025-06-19"))


def put_back(ground: Ground, _now: datetime) -> None:
    ground.close()
    restore(make_url(ground.database_url), ground.home / "record.backup")


def torn(ground: Ground) -> str:
    """The record before the restore has three entries, the backup two; no other number may be there."""
    with ground.engine.connect() as connection:
        entries = connection.execute(text("SELECT count(*) FROM entry")).scalar_one()
        receipts = connection.execute(text("SELECT count(*) FROM receipt")).scalar_one()
    return "" if (entries, receipts) in ((3, 2), (2, 1)) else f"{entries} entries, {receipts} receipts"


def of_the_last_version(ground: Ground) -> None:
    """The tables as the last version had them, with every row."""
    take_back(ground.engine, ground.settings, FORMER)


def upgrade(ground: Ground, _now: datetime) -> None:
    ground.close()
    migrate(ground.settings)


def spoilt(ground: Ground) -> None:
    """A deadline stored otherwise than it follows, and its next look planned never."""
    with transaction(ground.engine) as session:
        row = session.exec(select(Deadline).where(Deadline.rule == "SUM-02")).one()
        row.strict_on, row.next_step_at = date(2025, 7, 30), None


def recount_and_repair(ground: Ground, now: datetime) -> None:
    engine = ground.engine
    found = recount(engine, now=now)
    leave_receipt(engine, ReceiptKind.RECOUNT, {"differences": found.differences}, now=now)
    if not found.differences:
        return
    tell_recount(engine, LINKS, found.differences, to_repair=len(found.derived), now=now)
    repair(engine, found.derived, now=now)
    look(ground, now)


def four_months_ahead(ground: Ground) -> None:
    """A look under a clock that is four months ahead: false misses are told."""
    watch(ground, at(_AHEAD))


def confirm_system_time(ground: Ground, now: datetime) -> None:
    uptime = Uptime("one start", 1000.0)
    confirm_time(ground.engine, LINKS, today=date.fromisoformat(DAY), by="Bo", uptime=uptime, now=now)
    look(ground, now)
    mirror(ground, now)


def make_login(ground: Ground, _now: datetime) -> None:
    """What the first start of all does."""
    open_login(ground.home, None)


def beside_an_empty_database(ground: Ground) -> None:
    """Two events of which nobody was told, and a database to move to, with the tables and no row."""
    with_news(ground)
    (ground.home / MOVES).touch()
    serve(ground.site, f"CREATE DATABASE {name_of(ground)}")
    migrate(_moved(ground))


def move_over(ground: Ground, _now: datetime) -> None:
    """Moves the record, and starts with it there, also where it is there already."""
    ground.close()
    try:
        move(ground.settings, _moved(ground), lambda _: None)
    except MoveError as error:
        if "it has all of this record already" not in str(error):
            raise
    ground.database_url = moved_url(ground)


def half_moved(ground: Ground) -> str:
    """The new database has no row, or every row of the old record."""
    with (
        opened_engine(_moved(ground)) as there,
        there.connect() as new,
        ground.engine.connect() as old,
    ):
        is_empty = all(new.execute(table.select()).first() is None for table in tables())
        return "" if is_empty else difference(old, new)


def _moved(ground: Ground) -> Settings:
    return replace(ground.settings, database_url=moved_url(ground))


ERRANDS = (
    Operation("make the login", make_login),
    Operation("sweep", watch, with_news),
    Operation("gather into messages", put_into_messages, claimed),
    Operation("send", send, gathered),
    Operation("import", import_sheet, with_a_sheet),
    Operation("export", export),
    Operation("approve a law", approve, under_a_former_law),
    Operation("back up", back_up),
    Operation("restore", put_back, with_a_backup, torn),
    Operation("migrate", upgrade, of_the_last_version),
    Operation("move", move_over, beside_an_empty_database, half_moved, (SQLITE,)),
    Operation("recount and repair", recount_and_repair, spoilt),
    Operation("confirm the time", confirm_system_time, four_months_ahead),
)
