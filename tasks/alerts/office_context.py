"""What every look needs, read once for each transaction: ladders, calendar, words, links, the instant."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.law.engine.business_days import Calendar
from models.record.controls import controls_from
from models.record.office_settings import unclear_words
from models.record.people import who_signs_in
from models.record.tables.alerts import Contact
from notifications.policy.deadline_state import DeadlineState
from notifications.policy.ladders import Ladder, Ladders
from notifications.policy.steps import Step, steps_of
from notifications.wording.links import Links
from tasks.alerts.ladders import ladders_of
from tasks.alerts.stationery import Stationery, plain
from tasks.record.office_law import OfficeLaw, office_law


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is recorded as history: its alerts wait so long, and come as one summary to each contact."""

    matters: frozenset[int]
    """Their ids."""

    wait: timedelta


SUMMARY_AFTER = timedelta(hours=1)
"""So long alerts about an entry that is history wait for the entries that follow."""


@dataclass(frozen=True, slots=True)
class CatchingUp:
    """The ids of the matters caught up with, or None for all: their older rest waits for an answer."""

    matters: frozenset[int] | None


EVERY_MATTER = CatchingUp(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContext:
    """The office as it stands at an instant."""

    links: Links
    """As for somebody who does not sign in at the desk, unless `for_contact` says for whom."""

    now: datetime
    law: OfficeLaw
    ladders: Ladders
    calendar: Calendar
    unclear: Mapping[str, str]
    """The ambiguities in words, with counsel's notes, by their numbers."""

    stationery: Stationery
    at_the_desk: Collection[int] = ()
    """The ids of the contacts who sign in at the desk; none where its address is not known."""

    controls_from: date | None = None
    """The day on which the office adopted its own controls; None where it set none."""

    histories: Sequence[History] = ()
    """What is being taken in as history; of a matter in several, the first counts."""

    catching_up: CatchingUp | None = None
    """What is caught up with; None where the record is up to date."""

    worked_out: dict[tuple[object, ...], tuple[Ladder, tuple[Step, ...]]] = field(default_factory=dict)
    """The steps worked out so far, by the ladder's identity and the days that they go by."""

    flaws: list[str] = field(default_factory=list)
    """What of the office's own ladders and papers cannot be used, in sentences; Landwaiter's own stood in."""

    unworded: list[str] = field(default_factory=list)
    """The alerts whose words could not be made, each with why not."""

    def steps(self, watched: DeadlineState, ladder: Ladder) -> tuple[Step, ...]:
        """The steps of a clock on a ladder, in the order of their days."""
        key = (id(ladder), watched.strict_on, watched.lenient_on, watched.act_by)
        if key not in self.worked_out:
            # Kept with its ladder, so that no other one can have its identity.
            self.worked_out[key] = (ladder, tuple(steps_of(watched, ladder, self.calendar)))
        return self.worked_out[key][1]

    def for_contact(self, contact: Contact) -> "OfficeContext":
        """The same office, with the links of messages to a contact: to the desk for who signs in there."""
        return replace(self, links=replace(self.links, to_desk=contact.id in self.at_the_desk))

    def history_of(self, matter_id: int | None) -> History | None:
        """What a matter is being taken in with; None where it is not history."""
        return next((each for each in self.histories if matter_id in each.matters), None)

    def catches_up(self, matter_id: int | None) -> bool:
        """Whether a matter is caught up with."""
        matters = frozenset[int | None]() if self.catching_up is None else self.catching_up.matters
        return matters is None or matter_id in matters


Housed = Callable[[Session], OfficeContext]
"""Reads the office in a transaction."""


def office_context(
    session: Session,
    links: Links,
    now: datetime,
    stationery: Stationery | None = None,
    histories: Sequence[History] = (),
    catching_up: CatchingUp | None = None,
) -> OfficeContext:
    """Reads it; without stationery Landwaiter's own."""
    law = office_law(session)
    signing_in = who_signs_in(session) if links.desk_url else ()
    ladders, flaws = ladders_of(session)
    return OfficeContext(
        # Who does not sign in answers with one tap all the same, once there is a desk that somebody opens.
        links=links.with_taps() if signing_in else links,
        now=now,
        law=law,
        ladders=ladders,
        calendar=Calendar(law.proclaimed),
        unclear=unclear_words(session, law.law),
        stationery=stationery or plain(),
        at_the_desk=frozenset(id_ for id_ in signing_in if id_ is not None),
        controls_from=controls_from(session),
        histories=histories,
        catching_up=catching_up,
        flaws=[*flaws, *(stationery.flaws if stationery else ())],
    )
