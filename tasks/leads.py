"""Where clocks lead: filled-in forms after an unmet demand, a default, an abandonment, a removal."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.forms import LifecycleChoice
from models.law.guidance import Lead
from models.law.load import load_law
from models.law.vocabulary import Lifecycle
from models.tables import Account, Deadline, Entry, Matter, StandingEntry
from notifications.links import Links
from notifications.message import Link


def leads_of(
    session: Session, matter: Matter, entries: Sequence[Entry], row: Deadline, links: Links
) -> list[Link]:
    """The forms that follow from how a clock stands; none where it leads nowhere."""
    if row.withdrawn:
        return []
    followed = [lead for lead in load_law().leads if lead.rule == row.rule and row.status in lead.statuses]
    return [link for lead in followed for link in _links(session, matter, entries, row, lead, links)]


def _links(
    session: Session, matter: Matter, entries: Sequence[Entry], row: Deadline, lead: Lead, links: Links
) -> list[Link]:
    if lead.lifecycle == matter.lifecycle:
        fields = {"event": load_law().events[lead.event].title, **_belongs(lead, entries, row)}
        url = links.record(matter.lifecycle, matter.docket_number, **fields)
        return [Link(words=lead.words, url=url)]
    others = _others(session, matter, lead)
    if others or lead.only_standing:
        event = load_law().events[lead.event].title
        return [
            Link(
                words=f"{lead.words} ({other.docket_number})",
                url=links.record(other.lifecycle, other.docket_number, event=event),
            )
            for other in others
        ]
    return [Link(words=lead.words, url=_opening(session, matter, lead, links))]


def _belongs(lead: Lead, entries: Sequence[Entry], row: Deadline) -> dict[str, str]:
    """The entry that the clock is of, where what follows hangs from such an entry."""
    if not row.trigger_root:
        return {}
    kind = entries[row.trigger_root - 1].kind
    table = load_law().belonging[lead.lifecycle]
    hangs = any(kind in line.starts and lead.event in line.hangs for line in table.lines)
    return {"belongs_to": f"E{row.trigger_root}"} if hangs else {}


def _others(session: Session, matter: Matter, lead: Lead) -> Sequence[Matter]:
    """The importer's matters of the other kind, those with the entry that must stand there."""
    wanted = select(Matter).where(
        Matter.account_id == matter.account_id, Matter.lifecycle == lead.lifecycle.value
    )
    if lead.only_standing:
        standing = (
            select(Entry.matter_id)
            .join(StandingEntry, col(StandingEntry.entry_id) == Entry.id)
            .where(Entry.kind == lead.only_standing)
        )
        wanted = wanted.where(col(Matter.id).in_(standing))
    return session.exec(wanted.order_by(col(Matter.id))).all()


def _opening(session: Session, matter: Matter, lead: Lead, links: Links) -> str:
    account = session.get_one(Account, matter.account_id)
    fields = {
        "lifecycle": LifecycleChoice[Lifecycle(lead.lifecycle).name].value,
        "importer": account.name,
        "timezone": matter.timezone,
        "title": f"From {matter.docket_number}",
    }
    return links.form("open-matter", {"matter": fields})
