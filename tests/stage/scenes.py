"""A desk to play scenes on: a record, a clock that is set by hand, people with channels, a mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mailbox_stage import Mailbox
from sqlalchemy import Engine, text
from sqlmodel import select

from models.clock import now, today_in
from models.db import transaction
from models.drafts import ContactDraft, EntryDraft, MatterDraft
from models.store import add_contact
from models.tables import Alert, Delivery, Message
from notifications.links import Links
from tasks.deliver import ChannelMissing
from tasks.record import Recorded, put_entry, put_matter
from tasks.watch import Sweep, sweep

LINKS = Links("http://127.0.0.1:4200", {"record-audit": "id-of-audit", "record-summons": "id-of-summons"})


def at(day: str, hour: int = 15) -> datetime:
    """An instant of a day, in UTC."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)


@dataclass
class Scene:
    """One installation in a test."""

    engine: Engine
    mailbox: Mailbox
    down: set[str] = field(default_factory=set)
    """Channels that have no address just now."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The lifecycles of the matters opened, by docket number."""

    def channels(self, name: str) -> str:
        """Every channel leads to the mailbox, under its own name."""
        if name in self.down:
            raise ChannelMissing(f"The channel {name} has no address.")
        return self.mailbox.url(f"{name}@example.com")

    def open(
        self, docket: str = "AUD-1", lifecycle: str = "audit", importer: str = "Acme", on: str = "2025-01-02"
    ) -> None:
        """Opens a matter on its day."""
        self.kinds[docket] = lifecycle
        draft = MatterDraft(
            docket_number=docket,
            lifecycle=lifecycle,
            importer=importer,
            opened_on=date.fromisoformat(on),
            opened_by="Bo",
        )
        put_matter.fn(self.engine, draft, now=at(on))

    def contact(
        self, name: str = "Ann", importers: Sequence[str] = ("Acme",), on: str = "2025-01-02"
    ) -> None:
        """Adds a person whose channel bears the name."""
        draft = ContactDraft(
            name=name, role="owner", channel=name.lower(), importers=tuple(importers), added_by="Bo"
        )
        with transaction(self.engine) as session:
            add_contact(session, draft, at=at(on))

    def record(
        self,
        kind: str,
        on: str,
        *,
        docket: str = "AUD-1",
        recorded: str | None = None,
        form: str | None = None,
        **more: Any,
    ) -> Recorded:
        """Records an entry by its matter's form, on its own day, unless said otherwise."""
        draft = EntryDraft(kind=kind, occurred_on=date.fromisoformat(on), recorded_by="Bo", **more)
        lifecycle = form or self.kinds.get(docket, "audit")
        return put_entry.fn(self.engine, docket, draft, lifecycle, now=at(recorded or on))

    def open_with_an_event(self, docket: str, importer: str, contact: str) -> None:
        """A matter, a contact whose channel bears the name, and an event of which nobody was told."""
        yesterday = today_in("America/New_York", now()) - timedelta(days=1)
        self.open(docket, importer=importer, on="2026-01-05")
        self.contact(contact, [importer], on="2026-01-05")
        self.record("closing_conference_held", yesterday.isoformat(), docket=docket)

    def spoil(self) -> None:
        """Puts an entry of a kind that the law does not know on the docket of the first entry."""
        columns = "occurred_on, facts, of, reference, document, document_sha256, privileged_note"
        others = "recorded_by, confirmed_by, recorded_at, previous_hash, hash"
        copied = f"SELECT 99, matter_id, 2, 'a_word_of_no_law', {columns}, {others} FROM entry WHERE id = 1"
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO entry (id, matter_id, number, kind, {columns}, {others}) {copied}")
            )

    def sweep(self, day: str, hour: int = 15, **more: Any) -> Sweep:
        """The sweep of an hour."""
        return sweep.fn(self.engine, self.channels, LINKS, now=at(day, hour), **more)

    def reasons(self, contact: int | None = None) -> list[str]:
        """The reasons of all alerts claimed so far, in order."""
        with transaction(self.engine) as session:
            alerts = session.exec(select(Alert).order_by(Alert.id)).all()  # type: ignore[arg-type]
            return [each.reason for each in alerts if contact in (None, each.contact_id)]

    def states(self) -> list[str]:
        """The states of all messages, in order."""
        with transaction(self.engine) as session:
            return [each.state for each in session.exec(select(Message).order_by(Message.id)).all()]  # type: ignore[arg-type]

    def attempts(self) -> list[bool]:
        """How each attempt to send ended, in order."""
        with transaction(self.engine) as session:
            return [each.ok for each in session.exec(select(Delivery).order_by(Delivery.id)).all()]  # type: ignore[arg-type]
