"""What `make up` runs when the watch is silent: it alerts every contact and checks every deadline itself.

`python -m deployments.server.step_in INSTANT`, the instant of the last run of the watch in ISO form. It works
without Prefect: when the server does not answer, links open the start page.
"""

import os
import sys
from collections.abc import Sequence
from datetime import datetime

from models.errors import Refused
from models.record.database import opened_engine, reading
from models.record.receipts import ReceiptKind
from models.record.time_doubts import time_doubts, time_part
from models.settings import Settings
from models.wall_clock import now as read_clock
from models.wall_clock import uptime
from notifications.wording.links import Links
from tasks.alerts.stationery import stationery_in
from tasks.alerts.time_doubted import tell_time_doubts
from tasks.alerts.watch_silent import tell_silence
from tasks.delivery.channel_secrets import channel_url
from tasks.pages.publish import links_of
from tasks.watch.receipts import leave_receipt
from tasks.watch.sweep import sweep


def main(arguments: Sequence[str]) -> int:
    """Status 0 when every alert went out, 1 when one did not, 2 without an instant."""
    last_look = _instant(arguments)
    if last_look is None:
        print(
            "landwaiter: expected the time of the last run, such as 2026-01-31T12:00:00+00:00",
            file=sys.stderr,
        )
        return 2
    try:
        return _step_in(last_look, Settings.from_environment(os.environ))
    except Refused as error:
        print(f"landwaiter: {error}", file=sys.stderr)
        return 1


def _instant(arguments: Sequence[str]) -> datetime | None:
    """The one instant that is given."""
    try:
        (given,) = arguments
        return datetime.fromisoformat(given)
    except ValueError:
        return None


def _step_in(last_look: datetime, settings: Settings) -> int:
    """Alerts every contact and checks every deadline. Status 0 when every alert went out, 1 when not."""
    now, since_boot, links = read_clock(), uptime(), _links(settings)
    with opened_engine(settings) as engine:
        with reading(engine) as session:
            doubts = time_doubts(session, now, since_boot)
        claimed = tell_silence(engine, links, last_look=last_look, now=now)
        tell_time_doubts(engine, links, doubts, now=now)
        stationery = stationery_in(settings.templates)
        swept = sweep(engine, channel_url, links, now=now, stationery=stationery)
        seen = {"last_look": last_look.isoformat(), "contacts": claimed, **swept.as_json()}
        content = {**seen, **time_part(since_boot, doubts)}
        leave_receipt(engine, ReceiptKind.SILENCE, content, now=now)
    for each in swept.failures:
        print(f"Not delivered to {each.contact}: {each.subject}: {each.outcome.detail}", file=sys.stderr)
    return 1 if swept.failures or not claimed else 0


def _links(settings: Settings) -> Links:
    try:
        return links_of(settings.url, settings.desk_url)
    except Exception as error:
        # Whatever keeps the server from answering must not keep the alert from going out.
        print(
            f"The alerts have no links: the server did not answer ({type(error).__name__}).", file=sys.stderr
        )
        return Links(settings.url, desk_url=settings.desk_url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
