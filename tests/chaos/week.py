"""A week of simulated time: what an office lives through, and what befalls the machines that it runs on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from models.inputs import ContactInput, EntryInput, MatterInput
from models.record.contacts import add_contact
from models.record.database import migrate, transaction
from tasks.record.entries import put_entry, put_matter
from tests.chaos.grounds import Ground, Site, empty
from tests.support.scenes import at

MONDAY = at("2025-06-16", hour=4)
"""When the week begins: at midnight in New York."""

HOURS, REST = 7 * 24, 18
"""The hours of the week, and those after it in which nothing befalls anyone."""

IMPORTERS = 20
_OPENED = date(2024, 1, 2)
_BEFORE = at("2025-06-13")
"""The Friday before, on which all that is on record was recorded."""


@dataclass(frozen=True, slots=True)
class Event:
    """A form that is submitted in an hour of the week: an entry of a matter."""

    hour: int
    docket: str
    lifecycle: str
    kind: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outage:
    """What befalls a machine in an hour: `number` is the point of a kill, a contact, or days of a clock."""

    kind: str
    first: int
    hours: int = 1
    number: int = 0

    def covers(self, hour: int) -> bool:
        """Whether it lasts in an hour."""
        return self.first <= hour < self.first + self.hours


def people() -> list[ContactInput]:
    """An owner with a digest and a lead for each importer, an executive for all."""
    found = []
    for number in range(IMPORTERS):
        for role in ("owner", "lead"):
            found.append(
                ContactInput(
                    name=f"{role} {number}",
                    role=role,
                    channel=f"{role}{number}",
                    importers=(f"Importer {number}",),
                    added_by="Bo",
                    wants_digest=role == "owner",
                )
            )
    everyone = ContactInput(
        name="Eve",
        role="executive",
        channel="eve",
        importers=(),
        every_importer=True,
        added_by="Bo",
        wants_digest=False,
    )
    return [*found, everyone]


def large_office(database: str, site: Site, matters: int) -> Ground:
    """So many matters of twenty importers, with last days before, in and after the week."""
    ground = empty(database, site)
    migrate(ground.settings)
    for place in range(matters):
        lifecycle, docket = _matter(place)
        draft = MatterInput(
            docket_number=docket,
            lifecycle=lifecycle,
            importer=f"Importer {place % IMPORTERS}",
            opened_on=_OPENED,
            opened_by="Bo",
        )
        put_matter(ground.engine, draft, now=_BEFORE)
        put_entry(ground.engine, docket, _first_entry(place, lifecycle), lifecycle, now=_BEFORE)
    with transaction(ground.engine) as session:
        for contact in people():
            add_contact(session, contact, at=_BEFORE)
    ground.close()
    return ground


_KINDS = ("summons", "audit", "demand")


def _matter(place: int) -> tuple[str, str]:
    lifecycle = _KINDS[place % len(_KINDS)]
    return lifecycle, f"{lifecycle[:3].upper()}-{place:05}"


def _first_entry(place: int, lifecycle: str) -> EntryInput:
    """Its last day is spread over two months around the week."""
    spread = timedelta(days=place * 7 % 60)
    match lifecycle:
        case "summons":
            returns = (date(2025, 6, 9) + spread).isoformat()
            facts = {"return_on": returns, "third_party": False}
            return _entry("summons_issued", date(2025, 5, 12), facts)
        case "audit":
            return _entry("closing_conference_held", date(2025, 2, 20) + spread)
        case _:
            return _entry("demand_received", date(2025, 4, 14) + spread)


def _entry(kind: str, on: date, facts: dict[str, object] | None = None) -> EntryInput:
    return EntryInput(kind=kind, occurred_on=on, facts=facts or {}, recorded_by="Bo")


def events_of(random: Random, matters: int) -> list[Event]:
    """About one form an hour, each of another matter."""
    found = []
    for place in random.sample(range(matters), min(HOURS, matters // 2)):
        lifecycle, docket = _matter(place)
        hour = random.randrange(HOURS)
        match lifecycle:
            case "summons" if place % 2:
                day = (date(2025, 6, 23) + timedelta(days=place % 20)).isoformat()
                found.append(Event(hour, docket, lifecycle, "return_date_changed", {"return_on": day}))
            case "summons":
                found.append(Event(hour, docket, lifecycle, "summons_complied"))
            case "audit":
                found.append(Event(hour, docket, lifecycle, "report_completed"))
            case _:
                found.append(Event(hour, docket, lifecycle, "records_produced"))
    return sorted(found, key=lambda each: (each.hour, each.docket))


def submit(ground: Ground, event: Event, now: datetime) -> None:
    """Submits the form: the entry is of the day of its hour, whenever it gets through."""
    on = (MONDAY + timedelta(hours=event.hour - 24)).date()
    draft = _entry(event.kind, on, event.facts)
    put_entry(ground.engine, event.docket, draft, event.lifecycle, now=now)


def outages_of(random: Random) -> list[Outage]:
    """Of each kind some, at hours that a seed decides."""
    found = [Outage("server", random.randrange(HOURS), random.randrange(1, 5)) for _ in range(4)]
    found += [Outage("worker", random.randrange(HOURS), 1, random.randrange(400)) for _ in range(24)]
    found += [Outage("database", random.randrange(HOURS), random.randrange(1, 4)) for _ in range(4)]
    contacts = len(people())
    found += [
        Outage("channel", random.randrange(HOURS), random.randrange(2, 9), random.randrange(contacts))
        for _ in range(12)
    ]
    # Each clock in a third of the week of its own: it is set right before the next goes wrong.
    for third, days in enumerate(random.sample((-2, 3, 120), 3)):
        hour = third * HOURS // 3 + random.randrange(4, HOURS // 3 - 12)
        found.append(Outage("clock", hour, 1, days))
    return sorted(found, key=lambda each: (each.first, each.kind))


def counted_kinds(outages: Sequence[Outage]) -> dict[str, int]:
    """How many of each kind."""
    return dict(sorted(Counter(each.kind for each in outages).items()))
