"""The desk as a process: `python -m deployments.desk`, which `make up` starts beside the server."""

import os
import sys

import uvicorn

from deployments.desk.application import desk
from deployments.desk.keys import Keys
from deployments.desk.loaded import load
from deployments.desk.office import Office
from deployments.desk.prefect_api import PrefectApi
from deployments.desk.shown_in_prefect import Shower
from deployments.desk.sign_on import SignOn
from deployments.server.address import DESK, listening_address
from models.errors import Refused
from models.forms.sealed_notes import KEY
from models.record.database import opened_engine
from models.settings import Settings
from tasks.delivery.channel_places import VARIABLE


def main() -> int:
    """Serves until it is stopped. Status 1 with one sentence where it cannot begin."""
    try:
        settings = Settings.from_environment(os.environ)
        address = listening_address(settings.desk_url, os.environ.get(DESK.bind), DESK)
        sign_on = SignOn.from_environment(os.environ, settings.desk_url)
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1
    key = os.environ[KEY]
    with opened_engine(settings) as engine, Shower(engine, os.environ) as shower:
        office = Office(
            engine=engine,
            settings=settings,
            keys=Keys(key),
            note_key=key,
            sign_on=sign_on,
            prefect=PrefectApi(os.environ),
            channel_variables=frozenset(
                name for name, value in os.environ.items() if name.startswith(VARIABLE) and value
            ),
            wake=shower.wake,
        )
        application = desk(office)
        load()
        uvicorn.run(
            application,
            host=address.host,
            port=address.port,
            log_level="warning",
            server_header=False,
            proxy_headers=settings.desk_url.startswith("https:"),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
