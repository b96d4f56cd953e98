"""Next steps: filled-in forms after an unmet demand, a default, an abandonment, a removal; a waiver."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.forms.entry import rule_words
from models.forms.matter import LifecycleChoice
from models.law.conditions.penalty import LIMITATION
from models.law.load import load_law
from models.law.text.guidance import Lead
from models.law.text.vocabulary import DUE_DATE_FIXED, Closing, Lifecycle, Status
from models.record.dockets import current_entries, current_kinds
from models.record.tables.dockets import Account, Deadline, Entry, Matter
from notifications.wording.links import Links
from notifications.wording.message import Link
from tasks.record.deadline_name import latest

WAIVER = "waiver of the statute of limitations, 19 U.S.C. 1621"
"""What an entry is called that moves the time to sue because the defense was waived."""

_RUNS = (Status.PENDING, Status.AMBIGUOUS)


def next_steps_of(
    session: Session, matter: Matter, entries: Sequence[Entry], row: Deadline, links: Links
) -> list[Link]:
    """The forms that follow from how a clock stands; none where it leads nowhere."""
    if row.withdrawn:
        return []
    followed = [
        lead
        for lead in load_law().leads
        if lead.rule == row.rule and row.status in lead.statuses and not _is_recorded(entries, row, lead)
    ]
    found = [link for lead in followed for link in _links(session, matter, entries, row, lead, links)]
    return [*found, *_waiver(matter, entries, row, links)]


def _waiver(matter: Matter, entries: Sequence[Entry], row: Deadline, links: Links) -> list[Link]:
    """The form that records a waiver of limitations, while the time to sue runs; later it extends nothing."""
    if row.rule != LIMITATION or row.settled_on is not None or row.status not in _RUNS:
        return []
    fields = {
        "event": load_law().title_of(DUE_DATE_FIXED),
        "rule": rule_words(LIMITATION),
        "reference": WAIVER,
        "belongs_to": f"E{latest(entries, row.trigger_root)}",
    }
    url = links.record(matter.lifecycle, matter.docket_number, matter_id=matter.id, **fields)
    return [Link(words=f"If counsel decided on one, record a {WAIVER}", url=url)]


def _links(
    session: Session, matter: Matter, entries: Sequence[Entry], row: Deadline, lead: Lead, links: Links
) -> list[Link]:
    event = load_law().events[lead.event].title
    if lead.lifecycle == matter.lifecycle:
        fields = {"event": event, **_belongs(lead, entries, row)}
        url = links.record(matter.lifecycle, matter.docket_number, matter_id=matter.id, **fields)
        return [Link(words=lead.words, url=url)]
    found = [
        Link(
            words=f"{lead.words} ({other.docket_number})",
            url=links.record(other.lifecycle, other.docket_number, matter_id=other.id, event=event),
        )
        for other in _others(session, matter, lead)
    ]
    if lead.only_standing or _was_opened(session, matter, lead):
        return found
    return [*found, Link(words=f"{lead.words} (a new matter)", url=_opening(session, matter, lead, links))]


def _is_recorded(entries: Sequence[Entry], row: Deadline, lead: Lead) -> bool:
    """Whether what follows stands on this docket since the clock began."""
    return any(entry.occurred_on >= row.anchor_on for entry in current_entries(entries, lead.event))


def _belongs(lead: Lead, entries: Sequence[Entry], row: Deadline) -> dict[str, str]:
    """The entry that the clock is of, where what follows hangs from such an entry."""
    if not row.trigger_root:
        return {}
    corrected = {entry.replaces: entry for entry in entries if entry.replaces is not None}
    trigger = entries[row.trigger_root - 1]
    while trigger.number in corrected:
        trigger = corrected[trigger.number]
    table = load_law().belonging[lead.lifecycle]
    hangs = any(trigger.kind in line.starts and lead.event in line.hangs for line in table.lines)
    return {"belongs_to": f"E{row.trigger_root}"} if hangs else {}


def _others(session: Session, matter: Matter, lead: Lead) -> list[Matter]:
    """The importer's open matters of the other kind, those with the entry that must stand there."""
    wanted = select(Matter).where(
        Matter.account_id == matter.account_id, Matter.lifecycle == lead.lifecycle.value
    )
    found = session.exec(wanted.order_by(col(Matter.id))).all()
    return [other for other in found if _is_open(session, other, lead)]


def _was_opened(session: Session, matter: Matter, lead: Lead) -> bool:
    """Whether the form of this lead has opened a matter already."""
    same = (Matter.account_id == matter.account_id, Matter.lifecycle == lead.lifecycle.value)
    wanted = select(Matter.id).where(*same, Matter.title == _title(matter))
    return session.exec(wanted).first() is not None


def _title(matter: Matter) -> str:
    return f"From {matter.docket_number}"


def _is_open(session: Session, matter: Matter, lead: Lead) -> bool:
    """Whether nothing says that the matter is over, and what must stand there does and still holds."""
    kinds = current_kinds(session, matter)
    law = load_law()
    is_over = any(law.events[kind].closes is Closing.MATTER for kind in kinds if kind in law.events)
    if not lead.only_standing:
        return not is_over
    return lead.only_standing in kinds and not is_over and not _has_crossed(session, matter)


def _has_crossed(session: Session, matter: Matter) -> bool:
    """Whether something happened by itself that ended what stood there: a removal that took effect."""
    crossed = select(Deadline.id).where(
        Deadline.matter_id == matter.id,
        Deadline.status == Status.CROSSED.value,
        col(Deadline.withdrawn).is_(False),
    )
    return session.exec(crossed).first() is not None


def _opening(session: Session, matter: Matter, lead: Lead, links: Links) -> str:
    account = session.get_one(Account, matter.account_id)
    fields = {
        "lifecycle": LifecycleChoice[Lifecycle(lead.lifecycle).name].value,
        "importer": account.name,
        "timezone": matter.timezone,
        "title": _title(matter),
    }
    return links.form("open-matter", {"matter": fields})
