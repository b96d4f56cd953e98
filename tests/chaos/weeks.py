"""Compares a week full of outages with the calm one: what is lacking, and what is there beside it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlmodel import col, select

from models.record.database import reading
from models.record.tables.alerts import Alert, Contact, Message
from models.record.tables.dockets import Deadline, Matter
from notifications.policy.reasons import Reason
from tasks.watch.recount import recount
from tests.chaos.forked import returned
from tests.chaos.grounds import Ground, Site, copy_of, removed
from tests.chaos.lived import Life
from tests.chaos.week import HOURS, MONDAY, REST, counted_kinds, events_of, large_office, outages_of

CRITICAL = {Reason.DUE_NOW, Reason.IN_GAP, Reason.MISSED, Reason.THRESHOLD_CROSSED}
"""The last safe day, the gap, the miss: none of them may be lacking."""

_SAID_ANYWAY = {
    Reason.UNDELIVERED: "notices of what was not delivered",
    Reason.RETRACTED: "retractions",
    Reason.TIME_DOUBTED: "notices of a wrong time",
}
"""What is told only because of outages."""

Subject = tuple[str, str, int, int] | str


@dataclass(frozen=True, slots=True)
class Told:
    """One alert: of what, to whom, why, at which step, whether it arrived."""

    subject: Subject
    contact: str
    reason: str
    due: str
    step: str
    state: str


@dataclass
class End:
    """Where a week ends: every deadline as it is, everything told in order, the doubles, what is unproved."""

    deadlines: Mapping[Subject, tuple[object, ...]]
    told: list[Told]
    differences: list[str]
    doubled: int = 0
    life: dict[str, Any] = field(default_factory=dict)


def week(site: Site, database: str, matters: int, seed: int) -> dict[str, Any]:
    """The calm week and the other one, on copies of one office."""
    random = Random(seed)
    events, outages = events_of(random, matters), outages_of(random)
    office = large_office(database, site, matters)
    try:
        calm = _lived(office, Life(office, events))
        other = _lived(office, Life(office, events, outages))
    finally:
        removed(office)
    return {
        "database": database,
        "matters": matters,
        "seed": seed,
        "outages": counted_kinds(outages),
        "alerts": len(calm.told),
        **other.life,
        "doubled": other.doubled,
        "doubled_outside_window": max(0, other.doubled - other.life["kills"]),
        **compared(calm, other),
    }


def _lived(office: Ground, life: Life) -> End:
    with copy_of(office) as ground:
        life.ground = ground
        mark = ground.post.mark()
        life.live()
        end = returned(lambda: _end(ground))
        mails = ground.post.since(mark)
        end.doubled = len(mails) - len({(mail.to, mail.key) for mail in mails})
        end.life = {"kills": life.kills, "failed": life.failed, "trouble": life.trouble}
        return end


def _end(ground: Ground) -> End:
    with reading(ground.engine) as session:
        rows = session.exec(select(Deadline, Matter.docket_number).join(Matter)).all()
        names: dict[str, Subject] = {
            f"deadline:{row.id}": (docket, row.rule, row.trigger_root, row.chain_root) for row, docket in rows
        }
        wanted = (
            select(Alert, Contact.name, Message.state)
            .join(Contact, col(Alert.contact_id) == Contact.id)
            .outerjoin(Message, col(Alert.message_id) == Message.id)
            .order_by(col(Alert.id))
        )
        told = [
            Told(
                names.get(alert.subject, alert.subject.partition(":")[0]),
                contact,
                alert.reason,
                alert.due,
                alert.step.partition(" #")[0],
                str(state),
            )
            for alert, contact, state in session.exec(wanted).all()
        ]
    deadlines = {
        names[f"deadline:{row.id}"]: (
            row.status,
            row.strict_on,
            row.lenient_on,
            row.act_by,
            row.settled_on,
            row.withdrawn,
        )
        for row, _ in rows
    }
    found = recount(ground.engine, now=MONDAY + timedelta(hours=HOURS + REST))
    return End(deadlines, told, found.differences)


def compared(calm: End, other: End) -> dict[str, Any]:
    """What is lacking, in words; and what is there beside the calm week, by its kind."""
    lacking = [
        f"{subject}: {calm.deadlines.get(subject)} in the calm week, {other.deadlines.get(subject)} here"
        for subject in calm.deadlines.keys() | other.deadlines.keys()
        if calm.deadlines.get(subject) != other.deadlines.get(subject)
    ]
    lacking += _lacking(calm.told, other.told) + _other_ends(calm.told, other)
    lacking += [f"recount: {each}" for each in other.differences if each not in calm.differences]
    extra, unexplained = _extra(calm.told, other.told)
    return {"lacking": lacking, "extra": dict(sorted(extra.items())), "unexplained": unexplained}


def _key(told: Told) -> tuple[Subject, str, str, str]:
    return told.subject, told.contact, told.reason, told.due


def _lacking(calm: Sequence[Told], other: Sequence[Told]) -> list[str]:
    """Critical alerts that arrived in the calm week and not here."""
    arrived = {_key(each) for each in other if each.state == "sent"}
    return [
        f"{each.contact} did not hear {each.reason} of {each.subject}, {each.due}"
        for each in calm
        if each.reason in CRITICAL and each.state == "sent" and _key(each) not in arrived
    ]


def _other_ends(calm: Sequence[Told], other: End) -> list[str]:
    """Deadlines and contacts that end at another step; after a retraction one may be told otherwise."""
    one, two, again = _stories(calm), _stories(other.told), _places(other.told, Reason.RETRACTED)
    return [
        f"{subject} ends for {contact} at {two.get(key, [])[-1:]}, in the calm week at {story[-1]}"
        for key, story in one.items()
        for subject, contact in [key]
        if two.get(key, [])[-1:] != story[-1:]
        and not (again[key] and story[-1] in two.get(key, []))
        and not (key not in two and _needs_no_word(story, other.deadlines.get(subject)))
    ]


def _needs_no_word(story: Sequence[tuple[str, str]], deadline: tuple[object, ...] | None) -> bool:
    """Whether it was over before anybody could be told of it, and the calm week told only news of it."""
    if deadline is None or any(reason in CRITICAL for reason, _ in story):
        return False
    *_, settled_on, withdrawn = deadline
    return settled_on is not None or bool(withdrawn)


def _stories(told: Sequence[Told]) -> dict[tuple[Subject, str], list[tuple[str, str]]]:
    """What each contact was told of each deadline, in order: why, and of which days."""
    found = defaultdict[tuple[Subject, str], list[tuple[str, str]]](list)
    for each in told:
        if isinstance(each.subject, tuple) and each.reason != Reason.RETRACTED:
            found[each.subject, each.contact].append((each.reason, each.due))
    return found


def _extra(calm: Sequence[Told], other: Sequence[Told]) -> tuple[Counter[str], list[str]]:
    """What was told beside the calm week: by its kind, and what nothing explains."""
    known = Counter(_key(each) for each in calm)
    retracted = _places(other, Reason.RETRACTED)
    found, unexplained = Counter[str](), list[str]()
    for place, each in enumerate(other):
        if known[_key(each)]:
            known[_key(each)] -= 1
            continue
        around = retracted[each.subject, each.contact]
        if each.reason in _SAID_ANYWAY:
            found[_SAID_ANYWAY[Reason(each.reason)]] += 1
        elif any(at > place for at in around):
            found["alerts that were retracted"] += 1
        elif around:
            found["alerts told again after a retraction"] += 1
        elif each.reason == "digest":
            found["digests"] += 1
        else:
            unexplained.append(f"{each}")
    return found, unexplained


def _places(told: Sequence[Told], reason: str) -> dict[tuple[Subject, str], list[int]]:
    found = defaultdict[tuple[Subject, str], list[int]](list)
    for place, each in enumerate(told):
        if each.reason == reason:
            found[each.subject, each.contact].append(place)
    return found
