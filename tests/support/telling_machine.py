"""The office on which the telling's machine plays: a real record, a real mail server, and power cuts."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import col, select

from models.errors import RecordError
from models.inputs import ContactInput, EntryInput, MatterInput
from models.record.contacts import add_contact, change_contact
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.record.tables.dockets import Deadline, Matter
from notifications.wording.links import Links
from tasks.delivery.switchboard import ChannelMissing
from tasks.record.entries import put_entry, put_matter
from tasks.watch.sweep import sweep
from tests.support.databases import compiled_once, on_sqlite
from tests.support.mailbox import Mailbox
from tests.support.telling_promises import broken_promises
from tests.support.telling_record import Kept, runs

LINKS = Links("http://127.0.0.1:4200", {})
OPENED = date(2023, 1, 2)
BEGINS = datetime(2025, 1, 6, 15, tzinfo=UTC)
PAUSE = timedelta(hours=7)
"""Longer than any pause between two attempts."""

_NEVER = 10**6
ENTRIES: dict[str, dict[str, tuple[str, ...]]] = {
    "summons": {
        "summons_issued": ("return_on", "third_party"),
        "return_date_changed": ("return_on",),
        "summons_complied": (),
        "enforcement_ordered": ("comply_by",),
        "order_obeyed": (),
        "delivery_withheld": (),
        "contempt_purged": (),
        "summons_closed": (),
    },
    "demand": {
        "demand_received": (),
        "extension_requested": (),
        "extension_granted": ("until",),
        "records_produced": (),
        "demand_closed": (),
    },
    "audit": {
        "closing_conference_held": (),
        "onsite_work_completed": (),
        "report_delay_notice": (),
        "report_completed": (),
        "report_copy_sent": (),
    },
    "improvement": {"plan_adopted": (), "baseline_measured": (), "target_set": (), "remeasured": ()},
}
FIXED = {"summons": "SUM-02", "demand": "DEM-02", "audit": "AUD-06", "improvement": "STR-03"}


class PowerCut(Exception):
    """What ends a sweep in its midst."""


@cache
def empty_record() -> Path:
    """A record with its tables, to be copied."""
    home = Path(tempfile.mkdtemp())
    migrate(on_sqlite(home))
    return home


class Office:
    """One installation, at an instant that only moves on; `down` are the channels that lead nowhere."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        shutil.copytree(empty_record(), self.home, dirs_exist_ok=True)
        self.engine = compiled_once(open_engine(on_sqlite(self.home)))
        self.mailbox = Mailbox().__enter__()
        self.now, self.down, self.read, self.cuts = BEGINS, set[str](), 0, 0
        self.commits_left = self.sends_left = _NEVER
        event.listen(self.engine, "commit", self._on_commit)

    def close(self) -> None:
        """Everything goes."""
        self.mailbox.__exit__()
        self.engine.dispose()
        shutil.rmtree(self.home)

    def _on_commit(self, _connection: Any) -> None:
        self.commits_left -= 1
        if self.commits_left < 0:
            raise PowerCut

    def channels(self, name: str) -> str:
        """Every channel leads to the mailbox, under its own name."""
        self.sends_left -= 1
        if self.sends_left < 0:
            raise PowerCut
        if name in self.down:
            raise ChannelMissing(f"The channel {name} has no address.")
        return self.mailbox.url(f"{name}@example.com")

    def kept(self) -> Kept:
        """The record as it is."""
        return Kept(self.engine, self.now)

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table, by id."""
        with transaction(self.engine) as session:
            return list(session.exec(select(table).order_by(col(table.id))).all())

    def running(self, at: int) -> list[tuple[Matter, Deadline]]:
        """A running clock with its matter; none where none runs."""
        found = [each for each in self.rows(Deadline) if runs(each)]
        clock = found[at % len(found)] if found else None
        return [(m, clock) for m in self.rows(Matter) if clock is not None and m.id == clock.matter_id]

    def open(self, lifecycle: str, importer: str, zone: str) -> None:
        """One matter more."""
        docket = f"{importer}-{len(self.rows(Matter)) + 1}"
        draft = MatterInput(
            docket_number=docket,
            lifecycle=lifecycle,
            importer=importer,
            opened_on=OPENED,
            timezone=zone,
            opened_by="Bo",
        )
        put_matter(self.engine, draft, now=self.now)

    def put(self, matter: Matter, kind: str, back: int, ahead: int, replaces: int | None = None) -> None:
        """An entry so many days back, whose facts name a day so many days ahead."""
        on = self.now.date() - timedelta(days=back + 1)
        day = (self.now.date() + timedelta(days=ahead)).isoformat()
        facts: dict[str, Any] = {
            name: False if name == "third_party" else day for name in ENTRIES[matter.lifecycle].get(kind, ())
        }
        if kind == "due_date_fixed":
            facts = {"rule": FIXED[matter.lifecycle], "due_on": day}
        draft = EntryInput(kind=kind, occurred_on=on, facts=facts, replaces=replaces, recorded_by="Bo")
        with suppress(RecordError):
            put_entry(self.engine, matter.docket_number, draft, matter.lifecycle, now=self.now)

    def contact(
        self, name: str, role: str, importers: list[str], zone: str, hours: tuple[str, str], *, digest: bool
    ) -> None:
        """A contact added or changed; with no importer named, of every one."""
        draft = ContactInput(
            name=name,
            role=role,
            channel=name.lower(),
            fallback=f"{name.lower()}2",
            importers=tuple(importers),
            every_importer=not importers,
            timezone=zone,
            works_from=hours[0],
            works_to=hours[1],
            wants_digest=digest,
            added_by="Bo",
        )
        known = any(each.name == name for each in self.kept().contacts.values())
        with suppress(RecordError), transaction(self.engine) as session:
            (change_contact if known else add_contact)(session, draft, at=self.now)

    def sweep(self, matter_id: int | None = None) -> None:
        """A sweep of all, or of one matter."""
        sweep(self.engine, self.channels, LINKS, now=self.now, matter_id=matter_id)
        self.check_mail()

    def sweep_cut_off(self, commits: int, sends: int) -> None:
        """A sweep that dies at a commit or at a send."""
        self.commits_left, self.sends_left = commits, sends
        try:
            sweep(self.engine, self.channels, LINKS, now=self.now)
        except PowerCut:
            self.cuts += 1
        self.commits_left = self.sends_left = _NEVER
        self.check_mail()

    def check(self) -> None:
        """After a whole sweep every promise holds."""
        broken = broken_promises(self.kept())
        assert not broken, broken

    def check_delivered(self, since: datetime) -> None:
        """Whoever has a channel got what was claimed up to an instant, and whatever is sent has arrived."""
        kept = self.kept()
        keys = {str(mail["X-Landwaiter-Key"]) for mail in self.mailbox.received}
        for message in kept.messages:
            contact = kept.contacts[message.contact_id]
            is_owed = message.claimed_at <= since and message.state != "void"
            if is_owed and not {contact.channel, contact.fallback} <= self.down:
                assert message.state == "sent", f"{message.id} to {contact.name} is {message.state}"
            assert message.state != "sent" or message.key in keys, f"{message.id} never arrived"

    def check_mail(self) -> None:
        """(b) No key comes twice but by a crash. (c) Nobody reads of an importer that is not theirs."""
        kept = self.kept()
        keys = Counter(str(mail["X-Landwaiter-Key"]) for mail in self.mailbox.received)
        assert keys.total() - len(keys) <= self.cuts, f"(b) {keys.most_common(3)}"
        accounts = {matter.docket_number.split("-")[0]: matter.account_id for matter in kept.matters.values()}
        by_channel = {c.name.lower(): c for c in kept.contacts.values()}
        for mail in self.mailbox.received[self.read :]:
            contact = by_channel[str(mail["To"]).split("@")[0].strip("<").rstrip("2")]
            for importer, account in accounts.items():
                reads = f"{importer}-" in whole(mail)
                assert not reads or (contact.id, account) in kept.scopes, (
                    f"(c) {contact.name}: {mail['Subject']}"
                )
        self.read = len(self.mailbox.received)


def whole(mail: EmailMessage) -> str:
    """All that a mail says."""
    parts = [str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail["Subject"]), *parts])
