"""Two faults, planted so that the trials must find them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from models.inputs import EntryInput
from models.law.load import load_law
from models.record.database import transaction
from models.record.dockets import put_entry
from models.record.matters import matter_named
from notifications.channels.apprise_sender import Outcome
from notifications.channels.render import render_safely
from tasks.alerts.stationery import Stationery
from tasks.delivery import send as sending
from tasks.delivery.switchboard import Switchboard
from tasks.record.derive import derive_in
from tests.chaos.errands import gathered, send
from tests.chaos.grounds import Ground
from tests.chaos.offices import look
from tests.chaos.operations import Operation


def _logged_first(
    engine: Engine, board: Switchboard, taken: Any, now: datetime, stationery: Stationery
) -> sending.Sent:
    """As the delivery should not be: what is not sent yet is logged as sent."""
    outcome, channel = Outcome(True, "accepted"), taken.contact.channel
    vars(sending)["_log"](engine, taken, [(channel, outcome)], now)
    board.send(channel, render_safely(taken.words, stationery.templates)[0], [])
    return sending.Sent(taken.message_id, taken.contact.name, taken.words.subject, outcome)


def send_after_the_log(ground: Ground, now: datetime) -> None:
    vars(sending)["_deliver"] = _logged_first
    send(ground, now)


def derive_outside(ground: Ground, now: datetime) -> None:
    """As recording should not be: the entry is kept, and what follows from it in a transaction of its own."""
    draft = EntryInput(kind="onsite_work_completed", occurred_on=date(2025, 6, 19), recorded_by="Bo")
    with transaction(ground.engine) as session:
        put = put_entry(session, matter_named(session, "AUD-1"), draft, load_law(), at=now)
    if put.already:
        return
    with transaction(ground.engine) as session:
        derive_in(session, matter_named(session, "AUD-1"), now=now)
    look(ground, now, "AUD-1")


LOGGED_FIRST = Operation("planted: logged before it is sent", send_after_the_log, gathered)
OUTSIDE = Operation("planted: written outside the transaction", derive_outside)
