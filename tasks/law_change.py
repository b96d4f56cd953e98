"""A change of the law: what it would change is shown, and nothing is told until somebody approves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy import Engine
from sqlmodel import Session, select

from models.chain import digest
from models.clock import today_in
from models.db import transaction
from models.derived import Changes, deadlines_of
from models.law.load import load_law
from models.office import LawApproval, awaits_approval
from models.store import RecordError, matters
from models.tables import Contact, Deadline, Matter
from notifications.links import Links
from notifications.notices import law_message
from notifications.policy import Decision, Reason
from tasks.claim import claim, key_of
from tasks.derive import PAGE, derive_in

SHOWN = 12
"""Characters of a law's hash by which people name it."""

_ZONE = "America/New_York"


@dataclass(slots=True)
class LawChange:
    """What a law that is not approved yet would change: open deadlines, each in a line."""

    law: str
    added: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    restated: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def in_short(self) -> str:
        """The counts in words."""
        return (
            f"it adds {len(self.added)} open deadlines, moves {len(self.moved)}, withdraws "
            f"{len(self.withdrawn)} and states {len(self.restated)} otherwise"
        )


@task(cache_policy=NO_CACHE)
def law_change(engine: Engine, *, now: datetime) -> LawChange | None:
    """What the law on disk would change, where it is not approved yet. Everything is undone."""
    with transaction(engine) as session:
        if not awaits_approval(session, load_law()):
            return None
    change, after = LawChange(load_law().hash[:SHOWN]), 0
    while True:
        with transaction(engine) as session:
            page = matters(session, after_id=after, limit=PAGE)
            for matter in page:
                _compare(session, matter, change, now)
                after = matter.id
            session.rollback()
        if not page:
            return change


def _compare(session: Session, matter: Matter, change: LawChange, now: datetime) -> None:
    name = matter.docket_number
    ended = {row.id: row.settled_on is not None for row in deadlines_of(session, matter)}
    try:
        changes = derive_in(session, matter, now=now)
    except Exception as error:
        change.broken.append(f"{name}: {type(error).__name__}: {error}")
        return
    change.added += [f"{name}: {_clock(row)}" for row in _open(changes.started)]
    change.moved += [
        f"{name}: {_clock(each.deadline)}, before {_days(each.strict_on, each.lenient_on)}"
        for each in changes.moved
        if each.deadline.settled_on is None
    ]
    change.withdrawn += [f"{name}: {_clock(row)}" for row in _open(changes.withdrawn)]
    change.restated += [f"{name}: {_clock(row)}: {row.status}" for row in _otherwise(changes, ended)]


def _open(rows: Sequence[Deadline]) -> list[Deadline]:
    return [row for row in rows if row.settled_on is None]


def _otherwise(changes: Changes, ended: Mapping[int, bool]) -> list[Deadline]:
    """Those that end now, or run again; what only the passing of days changed is left out."""
    rows = (*changes.settled, *changes.restated)
    return [row for row in rows if ended[row.id] is not (row.settled_on is not None)]


def _clock(row: Deadline) -> str:
    return f"{row.rule} {row.title}: {_days(row.strict_on, row.lenient_on)}"


def _days(strict: object, lenient: object) -> str:
    return str(strict) if strict == lenient else f"{strict} or {lenient}"


@task(cache_policy=NO_CACHE)
def tell_law_change(engine: Engine, change: LawChange, links: Links, *, now: datetime) -> None:
    """Claims one message for every contact, once for each law: no dates are in it, nor any matter."""
    subject = "law:change"
    decision = Decision(reason=Reason.LAW_CHANGED, step="waits", due=digest(change.law)[:16])
    with transaction(engine) as session:
        for contact in session.exec(select(Contact)).all():
            words = law_message(key_of(subject, contact, decision), change.law, change.in_short, links=links)
            today = today_in(_ZONE, now)
            claim(session, subject, contact, decision, words, now=now, told_on=today, matter_id=None)


@task(cache_policy=NO_CACHE)
def approve_law(engine: Engine, law: str, *, by: str, now: datetime) -> None:
    """Puts the law on disk in force. Raises `RecordError` where another one was shown, or none waits."""
    with transaction(engine) as session:
        if not awaits_approval(session, load_law()):
            raise RecordError(f"No change of the law waits; {load_law().hash[:SHOWN]} is in force.")
        if law != load_law().hash[:SHOWN]:
            raise RecordError(
                f"The law is {law!r}; expected {load_law().hash[:SHOWN]!r}, the one that waits. Read it."
            )
        session.add(LawApproval(law_hash=load_law().hash, approved_by=by, approved_at=now))


def refuse_unapproved(session: Session) -> None:
    """Raises `RecordError` while a change of the law waits: nothing is derived under it before."""
    if awaits_approval(session, load_law()):
        raise RecordError(
            f"The law changed to {load_law().hash[:SHOWN]}, and waits for approval. Read the page "
            "law-change, approve it with the form approve-law-change, and record this again."
        )
