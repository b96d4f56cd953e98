"""Links into the Prefect UI and to the desk: to forms that are already filled in, to matters' pages. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from models.forms.tap_tokens import tap_name

_PAGES = {"deadline": "deadlines", "own": "own"}
"""Where the desk has the deadlines of a matter, by what alerts call them."""


@dataclass(frozen=True, slots=True)
class Links:
    """Builds every link from the address of the pages and the ids of the deployments, by name.

    Where an id is not known (the server could not be asked), the link leads to the start of the pages.
    Where the desk has the page, `to_desk` leads there; forms that only Prefect has stay links to Prefect.
    `to_tap`: a deadline is acknowledged at the desk, also by who does not sign in there.
    """

    url: str
    deployments: Mapping[str, str] = field(default_factory=dict)
    desk_url: str = ""
    to_desk: bool = False
    to_tap: bool = False

    def with_taps(self) -> "Links":
        """The same links, but to acknowledge; unchanged where the address of no desk is known."""
        return replace(self, to_tap=bool(self.desk_url))

    @property
    def start(self) -> str:
        """The first page."""
        return self.desk_url if self.to_desk else self.url

    def form(self, deployment: str, parameters: Mapping[str, Any]) -> str:
        """The form of a deployment, filled in as far as known. Only this path survives the login."""
        known = self.deployments.get(deployment)
        if known is None:
            return self.url
        filled = quote(json.dumps(parameters, separators=(",", ":"), ensure_ascii=False), safe="")
        return f"{self.url}/deployments/deployment/{known}/run?parameters={filled}"

    def record(self, lifecycle: str, docket_number: str, *, matter_id: int = 0, **fields: Any) -> str:
        """The form that records an entry on a docket; that of the desk needs the matter's id."""
        if not self.to_desk or not matter_id:
            return self.form(f"record-{lifecycle}", {"entry": {"matter": docket_number, **fields}})
        said = {name: value for name, value in fields.items() if value is not None}
        filled = f"?{urlencode(said, quote_via=quote)}" if said else ""
        return f"{self.desk_url}/matters/{matter_id}/entries/new{filled}"

    def reply(self, form: str, filled: Mapping[str, Any], *, matter_id: int, subject: str, due: str) -> str:
        """The form by which a deadline is answered; `subject` and `due` are it and its days as told.

        To acknowledge at the desk needs no sign-in: the address gets its token when it is sent.
        """
        if self.to_tap and form == "acknowledge":
            return f"{self.desk_url}/tap/{tap_name(subject, due)}"
        if not self.to_desk:
            return self.form(form, filled)
        kind, _, id_ = subject.partition(":")
        return f"{self.desk_url}/matters/{matter_id}/{_PAGES[kind]}/{id_}/{form}"

    def matter(self, matter_id: int, page_id: str) -> str:
        """The page of a matter; empty before it has one. `page_id`: of its artifact in Prefect."""
        if self.to_desk:
            return f"{self.desk_url}/matters/{matter_id}"
        return self.artifact(page_id) if page_id else ""

    def evidence(self, docket_number: str, point: str, document: str, *, matter_id: int) -> str:
        """The form that files evidence for a point of the checklist, such as *(iv) Its title*."""
        if self.to_desk and matter_id:
            number = quote(point.partition(" ")[0], safe="")
            return f"{self.desk_url}/matters/{matter_id}/evidence/new?point={number}"
        fields = {"matter": docket_number, "point": point, "document": document}
        return self.form("file-evidence", {"evidence": fields})

    def draft(self, paper_id: int, contact: str, *, matter_id: int) -> str:
        """Where a draft is sent again to a contact."""
        if self.to_desk and matter_id:
            return f"{self.desk_url}/matters/{matter_id}#papers"
        return self.form("send-paper", {"paper": {"number": str(paper_id), "name": contact}})

    def staffing(self, importer: str, *, matter_id: int) -> str:
        """Where a role that nobody holds is filled; at the desk the matter says who is told."""
        if self.to_desk and matter_id:
            return f"{self.desk_url}/matters/{matter_id}#people"
        return self.form("add-contact", {"contact": {"importers": importer}})

    def law_change(self, law: str) -> str:
        """Where a change of the law is approved."""
        if self.to_desk:
            return f"{self.desk_url}/law/change"
        return self.form("approve-law-change", {"change": {"law": law}})

    def artifact(self, artifact_id: str) -> str:
        """The page of an artifact."""
        return f"{self.url}/artifacts/artifact/{artifact_id}"
