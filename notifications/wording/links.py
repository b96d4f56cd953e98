"""Links into the Prefect UI: to forms that are already filled in, to matters' pages. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """Builds every link from the address of the pages and the ids of the deployments, by name.

    Where an id is not known (the server could not be asked), the link leads to the start of the pages.
    """

    url: str
    deployments: Mapping[str, str] = field(default_factory=dict)

    def form(self, deployment: str, parameters: Mapping[str, Any]) -> str:
        """The form of a deployment, filled in as far as known. Only this path survives the login."""
        known = self.deployments.get(deployment)
        if known is None:
            return self.url
        filled = quote(json.dumps(parameters, separators=(",", ":"), ensure_ascii=False), safe="")
        return f"{self.url}/deployments/deployment/{known}/run?parameters={filled}"

    def record(self, lifecycle: str, docket_number: str, **fields: Any) -> str:
        """The form that records an entry on a docket."""
        return self.form(f"record-{lifecycle}", {"entry": {"matter": docket_number, **fields}})

    def artifact(self, artifact_id: str) -> str:
        """The page of an artifact."""
        return f"{self.url}/artifacts/artifact/{artifact_id}"
