"""Whatever happens in whatever order, the telling keeps its promises: a machine that tries it all."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from models.errors import RecordError
from models.record.contacts import remove_contact
from models.record.database import transaction
from models.record.tables.dockets import Entry, Matter
from models.roles import Role
from notifications.policy.ladder_lines import LadderError
from notifications.policy.pauses import HoldKind
from tasks.alerts.ladders import put_ladder
from tasks.alerts.replies import Answer, put_answer, put_reassignment
from tasks.delivery.tell import tell
from tasks.record.deadline_name import deadline_name
from tasks.watch.sweep import claim_due
from tests.support.telling_machine import ENTRIES, LINKS, PAUSE, Office
from tests.support.telling_record import CHAIN

pytestmark = pytest.mark.long
IMPORTERS = ("Alpha", "Beta")
NAMES = ("Ann", "Ben", "Cat", "Dan", "Eve")
ZONES = ("America/New_York", "Pacific/Honolulu", "Asia/Tokyo")
HOURS = (("", ""), ("09:00", "17:00"))
LADDERS = ("our last day", "an office's own control", "SUM-02", "DEM-02", "SUM-14")
BACK = (0, 0, 0, 1, 5, 30, 100, 360)
AHEAD = (-5, 0, 1, 3, 7, 15, 31, 60)
KINDS, WHERE, WHO = st.sampled_from(list(ENTRIES)), st.sampled_from(IMPORTERS), st.sampled_from(NAMES)
SINCE, UNTIL = st.sampled_from(BACK), st.sampled_from(AHEAD)
ROLES = st.sampled_from(CHAIN)
NUMBERS = st.integers(0, 11)


class TellingMachine(RuleBasedStateMachine):
    """An office in which anything may happen."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()

    def teardown(self) -> None:
        """Everything goes."""
        self.office.close()

    @initialize(lifecycle=KINDS, ahead=UNTIL)
    def begin(self, lifecycle: str, ahead: int) -> None:
        """Two importers, each with a person and a matter in which a clock runs."""
        for place, importer in enumerate(IMPORTERS):
            self.office.open(lifecycle, importer, ZONES[0])
            self.office.contact(NAMES[place], "owner", [importer], ZONES[0], HOURS[0], digest=False)
            self.start(at=place, back=0, ahead=ahead)

    @rule(lifecycle=KINDS, importer=WHERE, zone=st.sampled_from(ZONES))
    def open_matter(self, lifecycle: str, importer: str, zone: str) -> None:
        """One matter more."""
        self.office.open(lifecycle, importer, zone)

    def _matter(self, at: int) -> Matter:
        matters: list[Matter] = self.office.rows(Matter)
        return matters[at % len(matters)]

    @rule(at=NUMBERS, kind=NUMBERS, back=SINCE, ahead=UNTIL)
    def record(self, at: int, kind: int, back: int, ahead: int) -> None:
        """An entry on a docket."""
        matter = self._matter(at)
        kinds = [*ENTRIES[matter.lifecycle], "due_date_fixed"]
        self.office.put(matter, kinds[kind % len(kinds)], back, ahead)

    @rule(at=NUMBERS, back=SINCE, ahead=UNTIL)
    def start(self, at: int, back: int, ahead: int) -> None:
        """The entry that starts a clock of a docket."""
        matter = self._matter(at)
        self.office.put(matter, next(iter(ENTRIES[matter.lifecycle])), back, ahead)

    @rule(at=NUMBERS, back=SINCE, ahead=UNTIL, is_withdrawn=st.booleans())
    def correct(self, at: int, back: int, ahead: int, is_withdrawn: bool) -> None:
        """An entry corrected or withdrawn."""
        entries: list[Entry] = self.office.rows(Entry)
        if entries:
            entry = entries[-1 - at % len(entries)]
            matter = next(each for each in self.office.rows(Matter) if each.id == entry.matter_id)
            kind = "entry_withdrawn" if is_withdrawn else entry.kind
            self.office.put(matter, kind, back, ahead, replaces=entry.number)

    @rule(
        name=WHO,
        role=ROLES,
        importers=st.sets(WHERE),
        zone=st.sampled_from(ZONES),
        hours=st.sampled_from(HOURS),
        wants_digest=st.booleans(),
    )
    def put_contact(
        self, name: str, role: str, importers: set[str], zone: str, hours: tuple[str, str], wants_digest: bool
    ) -> None:
        """A contact added or changed; with no importer named, of every one."""
        self.office.contact(name, role, sorted(importers), zone, hours, digest=wants_digest)

    @rule(name=WHO)
    def remove(self, name: str) -> None:
        """A contact leaves."""
        with suppress(RecordError), transaction(self.office.engine) as session:
            remove_contact(session, name, at=self.office.now)

    @rule(at=NUMBERS, name=WHO, kind=st.sampled_from(HoldKind), days=st.integers(0, 120))
    def hold(self, at: int, name: str, kind: HoldKind, days: int) -> None:
        """An acknowledgement or a snooze."""
        for matter, clock in self.office.running(at):
            answer = Answer(
                docket_number=matter.docket_number,
                clock=deadline_name(clock),
                name=name,
                kind=kind,
                until=self.office.now.date() + timedelta(days=days),
                next_action="call",
            )
            with suppress(RecordError):
                put_answer(self.office.engine, answer, now=self.office.now)

    @rule(at=NUMBERS, name=WHO, to=WHO, whole=st.booleans())
    def reassign(self, at: int, name: str, to: str, whole: bool) -> None:
        """A clock or a matter in other hands."""
        office = self.office
        for matter, clock in office.running(at):
            named, docket = "" if whole else deadline_name(clock), matter.docket_number
            with suppress(RecordError):
                put_reassignment(office.engine, docket, named, name, to, by="Bo", now=office.now)

    @rule(
        name=st.sampled_from(LADDERS),
        roles=st.tuples(ROLES, ROLES, ROLES, ROLES, ROLES),
        days=st.integers(1, 40),
        own=st.booleans(),
    )
    def set_ladder(self, name: str, roles: tuple[str, ...], days: int, own: bool) -> None:
        """A ladder set, or taken back."""
        steps = [
            f"{days} days before act-by: reminder to {roles[0]}",
            f"on act-by: due now to {roles[1]}",
            f"1 day after strict: in gap to {roles[2]}",
            f"1 day after lenient: missed to {roles[3]}",
            f"{days + 1} days after lenient: missed to {roles[4]}",
        ]
        with suppress(LadderError):
            said = [] if own else steps
            put_ladder(self.office.engine, name, said, Role(roles[0]), by="Bo", now=self.office.now)

    @rule(name=WHO, is_fallback=st.booleans())
    def switch(self, name: str, is_fallback: bool) -> None:
        """A channel goes down, or comes back."""
        self.office.down ^= {f"{name.lower()}2" if is_fallback else name.lower()}

    @rule(days=st.integers(0, 60), hours=st.integers(0, 23))
    def pass_time(self, days: int, hours: int) -> None:
        """Time passes, and nobody looks."""
        self.office.now += timedelta(days=days, hours=hours)

    @rule(is_told=st.booleans())
    def do_half(self, is_told: bool) -> None:
        """A sweep that ends before anything is sent, or one that only sends."""
        office = self.office
        if is_told:
            tell(office.engine, office.channels, LINKS, now=office.now)
        else:
            claim_due(office.engine, LINKS, now=office.now)
        office.check_mail()

    @rule(at=NUMBERS)
    def look_at_one(self, at: int) -> None:
        """A sweep of one matter, as after an entry."""
        self.office.sweep(self._matter(at).id)

    @rule(commits=st.integers(0, 30), sends=st.integers(0, 9))
    def be_cut_off(self, commits: int, sends: int) -> None:
        """A sweep that dies at a commit or at a send."""
        self.office.sweep_cut_off(commits, sends)

    @rule(days=st.sampled_from((0, 0, 1, 3, 20)), times=st.integers(1, 2))
    def look(self, days: int, times: int) -> None:
        """A whole sweep, once or twice; then every promise holds."""
        self.office.now += timedelta(days=days)
        for _ in range(times):
            self.office.sweep()
        self.office.check()

    @rule()
    def settle(self) -> None:
        """Three sweeps, with the longest pause between them: who has a channel has their messages."""
        since = self.office.now
        for _ in range(3):
            self.office.sweep()
            self.office.now += PAUSE
        self.office.now -= PAUSE
        self.office.check()
        self.office.check_delivered(since)


def part(number: int) -> Any:
    """The machine under a name of its own, so that several processes can share the examples."""
    machine: Any = type(f"TellingMachine{number}", (TellingMachine,), {"__doc__": f"Part {number}."})
    machine.TestCase.settings = settings(
        max_examples=18,
        stateful_step_count=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    return machine.TestCase


TestTelling1, TestTelling2, TestTelling3, TestTelling4 = (part(number) for number in range(1, 5))
