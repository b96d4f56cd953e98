"""Lives a story day by day, in a record of its own: looks, records, answers, breaks down. Prints nothing.

The watch looks at eight, at one o'clock too where somebody has working hours, and after whatever people do.
Every alert really goes out: by Apprise, over SMTP, to the postbox.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import col, select

from deployments.demo.mail_server import Postbox
from deployments.demo.observed import Noted, Seen, came, silent
from deployments.demo.scenarios import Said, Story
from deployments.demo.setup import ZONE, links, open_record
from models.inputs import EntryInput, MatterCorrection
from models.law.load import load_law
from models.record.change_log import changed
from models.record.database import transaction
from models.record.people import make_person
from models.record.receipts import ReceiptKind, last_receipt
from models.record.tables.alerts import Contact
from models.record.tables.dockets import Deadline
from models.record.tables.office import LawApproval
from models.record.time_doubts import time_part
from models.wall_clock import moment, morning_of
from notifications.policy.pauses import HoldKind
from notifications.wording.links import Links
from tasks.alerts.law_change import tell_law_change
from tasks.alerts.mendings import put_mending
from tasks.alerts.recount_differed import tell_recount
from tasks.alerts.replies import Answer, put_answer, put_reassignment
from tasks.alerts.sign_in_reset import tell_reset
from tasks.alerts.time_doubted import tell_time_doubts
from tasks.alerts.watch_silent import tell_silence
from tasks.delivery.switchboard import ChannelMissing
from tasks.record.derive import derive_what_changed
from tasks.record.entries import put_entry
from tasks.record.law_approval import SHOWN, approve_law
from tasks.watch.confirm_time import confirm_time
from tasks.watch.receipts import leave_receipt
from tasks.watch.recount import recount
from tasks.watch.repair import repair
from tasks.watch.sweep import sweep

_FORMER_LAW = "the law of the version before"
_TILL_ONE = timedelta(hours=5)
_HOLDS = {"acknowledge": HoldKind.ACKNOWLEDGED, "snooze": HoldKind.SNOOZED}


def replay(story: Story, home: Path, postbox: Postbox) -> Iterator[Seen]:
    """Lives it. Returns what is seen of it, in order."""
    life = _Life(story, open_record(home, story), postbox)
    try:
        for day in story.lived:
            yield from life.day(day)
    finally:
        life.engine.dispose()


@dataclass(frozen=True, slots=True)
class _Life:
    story: Story
    engine: Engine
    postbox: Postbox
    links: Links = field(default_factory=links)

    def day(self, day: date) -> Iterator[Seen]:
        now = morning_of(day, ZONE)
        yield from self._break_down(day, now)
        yield from self._look_ahead(day, now)
        if day == self.story.spoiled:
            yield Noted(now, self._find_difference(now))
        if day == self.story.new_link:
            yield Noted(now, self._make_link(now))
        yield from self._look(now)
        for do in self._deeds(day):
            yield Noted(now, do(now))
            yield from self._look(now)
        if self.story.has_hours:
            yield from self._look(now + _TILL_ONE)

    def _break_down(self, day: date, now: datetime) -> Iterator[Noted]:
        """What is found in the morning: the watch was off, or another edition of the law is there."""
        if self.story.off is not None and day == self.story.off.until:
            yield Noted(now, self._find_silence(now))
        waits = self.story.law_waits
        if waits is not None and day == waits.since:
            with transaction(self.engine) as session:
                # As if all before had been told under a former law.
                changed(session, update(LawApproval).values(law_hash=_FORMER_LAW))
            yield Noted(now, "an upgrade brings a changed law")
        if waits is not None and waits.holds(day):
            tell_law_change(self.engine, self.links, now=now)

    def _look_ahead(self, day: date, now: datetime) -> Iterator[Seen]:
        """One look under a system time that is ahead; then the time is set right again."""
        ahead = self.story.time_ahead
        if ahead is None or day != ahead.since:
            return
        wrong = morning_of(ahead.until, ZONE)
        doubts = [f"The system time is {moment(wrong)}, but it should be {moment(now)}."]
        yield Noted(now, f"the system time jumps ahead, to {ahead.until}")
        tell_time_doubts(self.engine, self.links, doubts, now=wrong)
        yield from self._look(wrong)
        leave_receipt(self.engine, ReceiptKind.SWEEP, time_part(None, doubts), now=wrong)
        confirm_time(self.engine, self.links, today=now.date(), by="Cole", uptime=None, now=now)
        yield Noted(now, "Cole sets the system time right, and confirms it")

    def _find_difference(self, now: datetime) -> str:
        with transaction(self.engine) as session:
            spoil = update(Deadline).values(act_by=date(2025, 11, 20))
            session.connection().execute(spoil)
        found = recount(self.engine, now=now)
        tell_recount(self.engine, self.links, found.differences, to_repair=len(found.derived), now=now)
        repair(self.engine, found.derived, now=now)
        return f"someone changed a date in the database; the recount says: {found.differences[0]}"

    def _make_link(self, now: datetime) -> str:
        with transaction(self.engine) as session:
            contact = session.exec(select(Contact).order_by(col(Contact.id))).first()
            assert contact is not None
            person = make_person(
                session, contact, name=contact.name, is_administrator=False, by="Cole", at=now
            )
            tell_reset(session, person, contact, self.links, by="Cole", now=now)
        return f"Cole makes a new sign-in link for {contact.name}"

    def _find_silence(self, now: datetime) -> str:
        with transaction(self.engine) as session:
            receipt = last_receipt(session, ReceiptKind.SWEEP)
        assert receipt is not None
        last = receipt.at.astimezone(UTC)
        tell_silence(self.engine, self.links, last_look=last, now=now)
        return f"the machine is on again; the watch last ran at {last:%Y-%m-%d %H:%M} UTC"

    def _deeds(self, day: date) -> Iterator[Callable[[datetime], str]]:
        """What people do on a day, each to be done at an instant; answers it in words."""
        waits = self.story.law_waits
        if waits is not None and day == waits.until:
            yield self._approve
        for entry in self.story.entries_on(day):
            yield partial(self._record, entry)
        for said in (each for each in self.story.answers if each.on == day):
            yield partial(self._answer, said)

    def _approve(self, now: datetime) -> str:
        law = load_law().hash[:SHOWN]
        approve_law(self.engine, law, by="Cole", now=now)
        derive_what_changed(self.engine, now=now)
        return f"Cole approves the law {law}"

    def _record(self, entry: dict[str, Any], now: datetime) -> str:
        draft = _draft(entry)
        put_entry(self.engine, self.story.docket_number, draft, self.story.docket["lifecycle"], now=now)
        title = load_law().title_of(entry["kind"])
        of = f" ({entry['replaces']})" if "replaces" in entry else ""
        return f"{entry['id']} recorded: {title}{of}, {draft.occurred_on}"

    def _answer(self, said: Said, now: datetime) -> str:
        if said.does in ("reassign", "move"):
            return self._hand_on(said, now) if said.does == "reassign" else self._move(said, now)
        answer = Answer(
            docket_number=self.story.docket_number,
            clock=said.clock,
            name=said.name,
            kind=_HOLDS[said.does],
            until=said.until or now.date(),
            next_action=said.next_action,
        )
        held = put_answer(self.engine, answer, now=now)
        return f"{said.name} {said.does}s {held.clock} until {held.until}. {said.next_action}".rstrip()

    def _hand_on(self, said: Said, now: datetime) -> str:
        docket = self.story.docket_number
        put_reassignment(self.engine, docket, said.clock, said.name, said.to, by=said.name, now=now)
        return f"{said.name} hands {said.clock} to {said.to}"

    def _move(self, said: Said, now: datetime) -> str:
        draft = MatterCorrection(
            matter=self.story.docket_number,
            importer=said.to,
            new_importer=True,
            reason="It was opened for the wrong importer.",
            recorded_by=said.name,
        )
        put_mending(self.engine, draft, self.links, now=now)
        return f"{said.name} moves the matter to {said.to}"

    def _look(self, now: datetime) -> Iterator[Seen]:
        """One look of the watch, and its receipt where somebody sees it."""
        before = len(self.postbox.received)
        swept = sweep(self.engine, partial(self._channel, now.date()), self.links, now=now)
        if self.story.shows_receipts:
            leave_receipt(self.engine, ReceiptKind.SWEEP, swept.as_json(), now=now)
        for failed in swept.failures:
            yield Noted(now, f"not delivered to {failed.contact}: {failed.subject}")
        for mail in self.postbox.received[before:]:
            yield came(self.engine, mail, now)
        yield from silent(self.engine, swept.looked, now)

    def _channel(self, day: date, name: str) -> str:
        if not self.story.works(name, day):
            raise ChannelMissing(f"The channel {name} has no address.")
        return self.postbox.url_of(name)


def _draft(entry: dict[str, Any]) -> EntryInput:
    return EntryInput(
        kind=entry["kind"],
        occurred_on=date.fromisoformat(entry["on"]),
        facts=entry.get("facts") or {},
        of=tuple(int(name[1:]) for name in entry.get("of") or ()),
        replaces=int(entry["replaces"][1:]) if "replaces" in entry else None,
        recorded_by="demo",
    )
