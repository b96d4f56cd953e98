"""A desk to play scenes on: a record, a clock that is set by hand, people with channels, a mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import select

from models.inputs import ContactInput, EntryInput, MatterInput
from models.law.load import load_law
from models.record.contacts import add_contact
from models.record.database import transaction
from models.record.dockets import put_entry as put_in
from models.record.matters import matter_named
from models.record.tables.alerts import Alert, Contact, Delivery, Message
from models.wall_clock import now, today_in
from notifications.policy.pauses import HoldKind
from notifications.wording.links import Links
from notifications.wording.message import Message as Words
from tasks.alerts.claim import Claim
from tasks.alerts.office_context import office_context
from tasks.alerts.replies import Answer, Held, put_answer, put_reassignment
from tasks.alerts.words import words_of
from tasks.delivery.switchboard import ChannelMissing
from tasks.record.derive import derive_in
from tasks.record.entries import Recorded, put_entry, put_matter
from tasks.watch.sweep import sweep
from tasks.watch.sweep_report import Sweep
from tests.support.mailbox import Mailbox

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
    elsewhere: dict[str, str] = field(default_factory=dict)
    """The URLs of channels that do not lead to the mailbox, by name."""

    def channels(self, name: str) -> str:
        """Every channel leads to the mailbox, under its own name, unless it leads elsewhere."""
        if name in self.down:
            raise ChannelMissing(f"The channel {name} has no address.")
        return self.elsewhere.get(name) or self.mailbox.url(f"{name}@example.com")

    def open(
        self,
        docket: str = "AUD-1",
        lifecycle: str = "audit",
        importer: str = "Acme",
        on: str = "2025-01-02",
        timezone: str = "America/New_York",
        **more: Any,
    ) -> None:
        """Opens a matter on its day."""
        self.kinds[docket] = lifecycle
        draft = MatterInput(
            docket_number=docket,
            lifecycle=lifecycle,
            importer=importer,
            opened_on=date.fromisoformat(on),
            timezone=timezone,
            opened_by="Bo",
            **more,
        )
        put_matter(self.engine, draft, now=at(on))

    def contact(
        self, name: str = "Ann", importers: Sequence[str] = ("Acme",), on: str = "2025-01-02", **more: Any
    ) -> None:
        """Adds a person whose channel bears the name; an owner without a digest, unless said otherwise."""
        said = {"role": "owner", "channel": name.lower(), "wants_digest": False, **more}
        draft = ContactInput(name=name, importers=tuple(importers), added_by="Bo", **said)
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
        draft = EntryInput(kind=kind, occurred_on=date.fromisoformat(on), recorded_by="Bo", **more)
        lifecycle = form or self.kinds.get(docket, "audit")
        return put_entry(self.engine, docket, draft, lifecycle, now=at(recorded or on))

    def summon(self, docket: str, number: int, *, on: str, return_on: str) -> None:
        """Puts so many summonses on a docket that is open, and derives it once."""
        facts = {"return_on": return_on, "third_party": False}
        law, now = load_law(), at(on)
        with transaction(self.engine) as session:
            matter = matter_named(session, docket)
            for place in range(number):
                draft = EntryInput(
                    kind="summons_issued",
                    occurred_on=date.fromisoformat(on),
                    facts=facts,
                    reference=f"Summons {place}",
                    recorded_by="Bo",
                )
                put_in(session, matter, draft, law, at=now)
            derive_in(session, matter, now=now)

    def acknowledge(
        self, name: str, clock: str, *, on: str, until: str, docket: str = "AUD-1", action: str = "Call them"
    ) -> Held:
        """Somebody says that a clock is in hand."""
        return self._answer(HoldKind.ACKNOWLEDGED, name, clock, docket, on=on, until=until, action=action)

    def snooze(self, name: str, clock: str, *, on: str, until: str, docket: str = "AUD-1") -> Held:
        """Somebody does not want to hear of a clock before a day."""
        return self._answer(HoldKind.SNOOZED, name, clock, docket, on=on, until=until)

    def reassign(self, name: str, to: str, *, on: str, clock: str = "", docket: str = "AUD-1") -> None:
        """A clock, or the whole matter, is somebody else's from a day on."""
        put_reassignment(self.engine, docket, clock, name, to, by="Bo", now=at(on))

    def _answer(
        self, kind: HoldKind, name: str, clock: str, docket: str, *, on: str, until: str, action: str = ""
    ) -> Held:
        answer = Answer(
            docket_number=docket,
            clock=clock,
            name=name,
            kind=kind,
            until=date.fromisoformat(until),
            next_action=action,
        )
        return put_answer(self.engine, answer, now=at(on))

    def mails(self, channel: str) -> list[EmailMessage]:
        """What came in by a channel of the mailbox, in order."""
        address = f"{channel}@example.com"
        return [each for each in self.mailbox.received if address in str(each["To"])]

    def open_with_an_event(self, docket: str, importer: str, contact: str) -> None:
        """A matter, a contact whose channel bears the name, and an event of which nobody was told."""
        yesterday = today_in("America/New_York", now()) - timedelta(days=1)
        self.open(docket, importer=importer, on="2026-01-05")
        self.contact(contact, [importer], on="2026-01-05")
        self.record("closing_conference_held", yesterday.isoformat(), docket=docket)

    def spoil(self) -> None:
        """Puts an entry of a kind that the law does not know on the docket of the first entry."""
        columns = "occurred_on, facts, of, reference, document, document_sha256, privileged_note"
        proof = "chain_format, note_salt, note_hash, previous_hash, hash"
        others = f"recorded_by, confirmed_by, recorded_at, {proof}"
        copied = f"SELECT 99, matter_id, 2, 'a_word_of_no_law', {columns}, {others} FROM entry WHERE id = 1"
        with self.engine.begin() as connection:
            connection.execute(
                text(f"INSERT INTO entry (id, matter_id, number, kind, {columns}, {others}) {copied}")
            )

    def sweep(self, day: str, hour: int = 15, **more: Any) -> Sweep:
        """The sweep of an hour."""
        return sweep(self.engine, self.channels, LINKS, now=at(day, hour), **more)

    def words(self, claim: Claim) -> Words:
        """What an alert that was claimed says in a message of its own."""
        with transaction(self.engine) as session:
            alerts = session.exec(select(Alert)).all()
            (alert,) = [each for each in alerts if each.content["key"] == claim.content.key]
            contact = session.get_one(Contact, alert.contact_id)
            return words_of(session, office_context(session, LINKS, alert.claimed_at), contact, alert)

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
