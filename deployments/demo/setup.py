"""Opens the record of a story: its matter, and the people who are told of it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Engine, event

from deployments.demo.scenarios import Story
from deployments.server.environment import ROOT
from models.inputs import ContactInput, MatterInput
from models.record.contacts import add_contact
from models.record.database import engine as open_engine
from models.record.database import migrate, transaction
from models.roles import Role
from models.settings import Settings
from models.wall_clock import morning_of
from notifications.wording.links import Links
from tasks.record.entries import put_matter

ZONE = "America/New_York"
IMPORTER = "The importer"
CAST: Mapping[str, Role] = {
    "Ann": Role.OWNER,
    "Lee": Role.LEAD,
    "Cole": Role.COUNSEL,
    "Eve": Role.EXECUTIVE,
}
"""The whole chain; each one's channel bears the name."""


@cache
def links() -> Links:
    """Links as they are where Prefect runs; here the names of the forms stand for their ids."""
    given = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))
    names = [deployment["name"] for deployment in given["deployments"]]
    return Links("http://127.0.0.1:4200", {name: name for name in names})


def open_record(home: Path, story: Story) -> Engine:
    """A record with the matter and its people. The caller disposes of it."""
    home.mkdir()
    settings = Settings(home=home, database_url=f"sqlite:///{home}/record.sqlite", url=links().url)
    migrate(settings)
    engine, now = open_engine(settings), morning_of(story.first_day, ZONE)
    event.listen(engine, "connect", _hurry)
    put_matter(engine, _matter(story), now=now)
    _add_people(engine, story, now)
    return engine


def _hurry(connection: Any, _record: Any) -> None:
    """Waits for no disk: the record is thrown away."""
    connection.execute("PRAGMA synchronous=OFF")


def _matter(story: Story) -> MatterInput:
    return MatterInput(
        docket_number=story.docket_number,
        lifecycle=story.docket["lifecycle"],
        importer=IMPORTER,
        opened_on=story.first_day,
        timezone=ZONE,
        opened_by="demo",
    )


def _add_people(engine: Engine, story: Story, now: datetime) -> None:
    with transaction(engine) as session:
        for name, role in CAST.items():
            said = {"wants_digest": False, **story.people.get(name, {})}
            draft = ContactInput(
                name=name, role=role, channel=name.lower(), importers=(IMPORTER,), added_by="demo", **said
            )
            add_contact(session, draft, at=now)
