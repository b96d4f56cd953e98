"""The first page: what needs somebody, in the order of the days."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session, col, select
from starlette.responses import Response

from deployments.desk.asked import Asked
from deployments.desk.guard import Page
from models.in_words import counted
from models.law.load import load_law
from models.law.text.vocabulary import Lifecycle
from models.record.contacts import contacts_by_account
from models.record.database import reading
from models.record.office_settings import awaits_approval
from models.record.tables.dockets import Account
from models.rights import Right
from models.wall_clock import moment
from tasks.alerts.still_owed import exposure_words
from tasks.delivery.older_rest import older_alerts
from tasks.delivery.stuck import stuck_messages
from tasks.desk.first_steps import first_steps
from tasks.desk.follow_up import ended_badly, what_waits
from tasks.desk.today import RUNWAYS, Wanted, read_today

_PATIENCE = timedelta(minutes=2)
"""So long an act may wait for Prefect before the page says so."""


_REMEMBERED = timedelta(days=7)
"""So long the page names an act whose run did not end well."""


def show(asked: Asked) -> Response:
    """The page."""
    every = timedelta(seconds=asked.office.settings.watch_seconds)
    with reading(asked.office.engine) as session:
        importers = _importers(session, asked)
        people = contacts_by_account(session, [id_ for id_, _ in importers])
        contacts = {each.id: each.name for some in people.values() for each in some}
        wanted = _wanted(asked, dict(importers), contacts)
        today = read_today(session, asked.me.scope, wanted, now=asked.now, every=every)
        notices = _notices(session, asked)
        steps = first_steps(session, asked.me.scope, asked.me.rights)
        ended = ended_badly(session, asked.me.name, asked.now - _REMEMBERED)
    return asked.page(
        "today.html",
        today=today,
        wanted=wanted,
        importers=importers,
        kinds=[(each.value, each.value.capitalize()) for each in Lifecycle],
        contacts=sorted(contacts.items(), key=lambda each: each[1]),
        notices=notices,
        ended=ended,
        steps=steps,
        every=_in_words(every),
        RUNWAYS=RUNWAYS,
        exposure=exposure_words,
    )


def _in_words(every: timedelta) -> str:
    seconds = int(every.total_seconds())
    return counted(seconds // 60, "minute") if seconds >= 60 else counted(seconds, "second")


def _wanted(asked: Asked, importers: Mapping[int, str], contacts: Mapping[int, str]) -> Wanted:
    """What the page is narrowed to; what is no choice, or none any more, narrows nothing."""
    kind, account_id, contact_id = (asked.query(each) for each in ("kind", "importer", "person"))
    return Wanted(
        account_id=_id(account_id) if _id(account_id) in importers else None,
        lifecycle=kind if kind in set(Lifecycle) else "",
        contact_id=_id(contact_id) if _id(contact_id) in contacts else None,
    )


def _id(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _importers(session: Session, asked: Asked) -> list[tuple[int, str]]:
    living = select(Account).where(col(Account.merged_into).is_(None), asked.me.scope.accounts())
    return [(each.id, each.name) for each in session.exec(living.order_by(Account.name)).all()]


def _notices(session: Session, asked: Asked) -> list[str]:
    """What keeps alerts from somebody, for who can do something about it."""
    said = []
    if awaits_approval(session, load_law()):
        said.append(
            "A change of the law awaits approval. Until then no new dates are announced, and no "
            "entries accepted."
        )
    said += _waiting(session, asked)
    if asked.me.contact_id is not None and stuck_messages(session, contact_id=asked.me.contact_id):
        said.append(
            "Alerts to you could not be delivered. Tell your administrator; until then look here each day."
        )
    if Right.SEE_EVERYTHING not in asked.me.rights and asked.me.scope.account_ids is not None:
        return said
    stuck, older = stuck_messages(session), older_alerts(session)
    if stuck:
        names = ", ".join(sorted({contact.name for _, contact, _ in stuck}))
        said.append(
            f"{counted(len(stuck), 'message')} could not be delivered, to {names}. Settings, Undelivered "
            "and older alerts, says why."
        )
    if older.all:
        said.append(f"{older.all.of('older alert')} wait for your answer.")
    return said


def _waiting(session: Session, asked: Asked) -> list[str]:
    """That Prefect is behind. How much waits, and since when, is for who sees whose acts those are."""
    sees_all = asked.me.scope.account_ids is None
    waits = what_waits(session, None if sees_all else asked.me.name)
    if waits.since is None or asked.now - waits.since <= _PATIENCE:
        return []
    what = "What you did at the desk waits for Prefect."
    if sees_all:
        what = f"{counted(waits.number, 'act')} at the desk since {moment(waits.since)} wait for Prefect."
    return [
        f"{what} What was recorded is kept; alerts about it follow, at the latest with the next look of the "
        "watch."
    ]


PAGES = [Page(path="/", show=show, right=Right.READ)]
"""The address of this page."""
