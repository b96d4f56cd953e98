"""Prints an invitation to the desk: `python -m deployments.invite NAME`.

For an administrator whom no alert channel reaches, or who forgot their password. Whoever may read the data
directory may do this.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from deployments.desk.first_invitation import link_of
from models.errors import RecordError, Refused
from models.record.database import opened_engine, transaction
from models.record.invitations import COMMAND_LINE, invite
from models.record.people import person_named
from models.settings import Settings
from models.wall_clock import now


def invitation(settings: Settings, name: str) -> str:
    """The link of a new invitation. Raises `RecordError` for a name that nobody has."""
    with opened_engine(settings) as engine, transaction(engine) as session:
        person = person_named(session, name)
        if person is None:
            raise RecordError(
                f"No person named {name!r} may sign in. Expected a name from the page Settings, People."
            )
        return link_of(settings, invite(session, person, by=COMMAND_LINE, at=now()))


def main(given: Sequence[str] | None = None) -> int:
    """Status 0 with the link, 1 with one sentence."""
    parser = argparse.ArgumentParser(prog="python -m deployments.invite", description=__doc__)
    parser.add_argument("name", help="the person's name at the desk")
    name = parser.parse_args(given).name
    try:
        print(invitation(Settings.from_environment(os.environ), name))
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
