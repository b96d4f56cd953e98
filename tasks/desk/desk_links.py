"""Links to the desk's own forms, made by whatever fills in the forms of Prefect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, select

from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.record.scope import Scope
from models.record.tables.dockets import Matter
from notifications.wording.links import Links


@dataclass(frozen=True, slots=True)
class DeskLinks(Links):
    """Leads to pages of the desk. A matter that somebody does not see has no address: the link is empty."""

    url: str = ""
    id_of: Callable[[str], int | None] = lambda _: None
    """The id of a matter that they see, by its docket number."""

    def form(self, deployment: str, parameters: Mapping[str, Any]) -> str:
        """The page where a matter is opened; no other form of Prefect has its like here."""
        if deployment != "open-matter":
            return ""
        return f"/matters/new?{urlencode(parameters['matter'])}"

    def record(self, lifecycle: str, docket_number: str, **fields: Any) -> str:
        """The page where an entry is recorded on a docket; the event goes by its kind."""
        id_ = self.id_of(docket_number)
        if id_ is None:
            return ""
        # Who asks may know the matter's id; that it is seen, only the number tells.
        fields.pop("matter_id", None)
        kinds = {event.title: event.kind for event in load_law().events_of(Lifecycle(lifecycle))}
        if "event" in fields:
            fields["event"] = kinds.get(fields["event"], fields["event"])
        return f"/matters/{id_}/entries/new" + (f"?{urlencode(fields)}" if fields else "")


def desk_links(session: Session, scope: Scope) -> DeskLinks:
    """Links for who sees `scope`, as long as the session is open."""

    def id_of(docket_number: str) -> int | None:
        wanted = select(Matter.id).where(Matter.docket_number == docket_number, scope.matters())
        return session.exec(wanted).first()

    return DeskLinks(id_of=id_of)
