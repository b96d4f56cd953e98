"""One matter while it is looked at: its words, its people, what they were told, the day in its zone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from models.record.confirmations import provisional_by_matter
from models.record.contacts import roles_held
from models.record.docket_rows import DocketRows, by_matter, docket_rows
from models.record.own_deadlines import Own, owns_by_matter
from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Account, Entry, Matter
from models.record.tables.office import Evidence
from models.wall_clock import today_in
from notifications.policy.pauses import Hold
from notifications.wording.deadline_message import About
from tasks.alerts.hearers import Hearers
from tasks.alerts.office_context import OfficeContext
from tasks.alerts.telling_rows import read_heard, read_telling
from tasks.record.reasons import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterContext(Hearers):
    """What is needed to speak of a matter."""

    docket: DocketRows
    account: Account
    provisional: Collection[int]
    """The numbers of the entries that wait for a second pair of eyes."""

    own_holds: Mapping[int, Sequence[Hold]]
    """What quiets the deadlines of the office's own, by their ids."""

    papers: list[Paper]
    """The papers of the matter, without their content."""

    evidence: Sequence[Evidence]
    """All that was filed, the newest last."""

    owns: Sequence[Own]
    """The deadlines that the office set itself, ended ones too, by day."""

    why: Why
    """The reasons of its deadlines, derived when somebody asks."""

    def for_contact(self, contact: Contact) -> "MatterContext":
        """The same matter, with the links of messages to a contact."""
        return replace(self, office=self.office.for_contact(contact))

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.docket.matter

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of its docket, by number."""
        return self.docket.entries

    @property
    def about(self) -> About:
        """The matter in words."""
        matter = self.matter
        return About(
            docket_number=matter.docket_number,
            lifecycle=matter.lifecycle,
            importer=self.account.name,
            title=matter.title,
            page=self.office.links.matter(matter.id, matter.page_id),
            matter_id=matter.id,
        )


def matter_context(session: Session, matter: Matter, office: OfficeContext) -> MatterContext:
    """Reads what is needed to speak of a matter."""
    (context,) = matter_contexts(session, docket_rows(session, [matter]), office)
    return context


def matter_contexts(
    session: Session, dockets: Sequence[DocketRows], office: OfficeContext
) -> list[MatterContext]:
    """Reads what is needed to speak of many matters, in their order, with a fixed number of statements."""
    ids = [docket.matter.id for docket in dockets]
    importers = {docket.matter.account_id for docket in dockets}
    heard, rows = read_heard(session, ids, importers), read_telling(session, ids, importers)
    evidence = select(Evidence).where(col(Evidence.matter_id).in_(ids)).order_by(col(Evidence.id))
    filed, owns = by_matter(session.exec(evidence).all()), owns_by_matter(session, ids)
    entries = {docket.matter.id: docket.entries for docket in dockets}
    unconfirmed = provisional_by_matter(session, entries)
    zones = {docket.matter.timezone for docket in dockets}
    today = {zone: today_in(zone, office.now) for zone in zones}
    return [
        MatterContext(
            office=office,
            timezone=docket.matter.timezone,
            deadlines=docket.deadlines,
            docket=docket,
            today=today[docket.matter.timezone],
            account=rows.accounts[docket.matter.account_id],
            contacts=heard.contacts[docket.matter.account_id],
            roles=roles_held(heard.contacts[docket.matter.account_id]),
            provisional=unconfirmed.get(id_, set()),
            holds=heard.holds,
            own_holds=rows.own_holds,
            reassigned=heard.reassigned[id_],
            told=heard.told[id_],
            papers=rows.papers[id_],
            evidence=filed[id_],
            owns=owns.get(id_, []),
            why=Why(docket, office.law, office.now),
        )
        for id_, docket in zip(ids, dockets, strict=True)
    ]
