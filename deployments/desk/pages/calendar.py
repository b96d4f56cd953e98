"""The days to come as an agenda, and the secret addresses at which calendars are served."""

from datetime import date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial

from starlette.responses import PlainTextResponse, Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from deployments.desk.served_memory import Seen, ServedMemory
from models.errors import Refused
from models.record.database import reading, transaction
from models.rights import Right
from models.wall_clock import HOUSE_ZONE, today_in
from tasks.calendars.served import read_served, served_file
from tasks.desk.agenda import DAYS, read_agenda
from tasks.desk.calendar_addresses import (
    Behind,
    addresses_of,
    behind_address,
    make_address,
    revoke_address,
)
from tasks.desk.matters import importers_in

_ALL = "all"
"""The choice of every importer that is theirs."""

_GONE = "There is no such calendar."
_TOO_MANY = "Too many wrong addresses from here. Try again in a few minutes."
_memory = ServedMemory()


def show(asked: Asked) -> Response:
    """The agenda of 90 days."""
    today = today_in(HOUSE_ZONE, asked.now)
    since = _day_in(asked.query("from")) or today
    account_id = number_in(asked.query("importer"))
    with reading(asked.office.engine) as session:
        importers = importers_in(session, asked.me.scope)
        agenda = read_agenda(session, asked.me.scope, since, account_id=account_id)
    return asked.page(
        "calendar.html",
        agenda=agenda,
        importers=importers,
        importer=account_id or "",
        today=today,
        earlier=since - timedelta(days=DAYS),
        later=agenda.through + timedelta(days=1),
    )


_FIRST, _LAST = date(1990, 1, 1), date(2200, 1, 1)
"""The days from which an agenda may begin."""


def _day_in(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None


def show_addresses(asked: Asked) -> Response:
    """The addresses of who is signed in."""
    return _addresses(asked)


def _addresses(asked: Asked, *, made: str = "", error: str = "", importer: str = "") -> Response:
    with reading(asked.office.engine) as session:
        listed = addresses_of(session, asked.me.person_id, asked.me.scope)
        importers = importers_in(session, asked.me.scope)
    values = {"listed": listed, "importers": importers, "made": made, "error": error, "importer": importer}
    return asked.page("calendar_addresses.html", REFUSED if error else 200, **values)


def make(asked: Asked) -> Response:
    """Makes an address. It is shown by this answer alone, and goes into no cookie."""
    me, typed = asked.me, asked.typed("importer")
    account_id = number_in(typed) if typed != _ALL else None
    if account_id is None and typed != _ALL:
        return _addresses(asked, error="Nothing is chosen. Choose an importer, or all of them.")
    try:
        with transaction(asked.office.engine) as session:
            _, token = make_address(session, me.person_id, me.scope, account_id, at=asked.now)
    except Refused as error:
        return _addresses(asked, error=str(error), importer=typed)
    return _addresses(asked, made=f"{asked.office.settings.desk_url}/calendar/{token}.ics")


def revoke(asked: Asked) -> Response:
    """Ends an address of who is signed in."""
    with transaction(asked.office.engine) as session:
        row = revoke_address(session, asked.me.person_id, asked.number("address"), at=asked.now)
    if row is None:
        raise NotThere
    return asked.go("/calendar/addresses", "The address is revoked. It serves nothing any more.")


def serve(asked: Asked) -> Response:
    """A calendar, for whatever program asks by its secret address: no cookie is read or set."""
    asked.cookies.clear()
    if asked.office.bad_links.waits(asked.address, asked.now):
        return PlainTextResponse(_TOO_MANY, 429, {"Retry-After": "900"})
    with reading(asked.office.engine) as session:
        behind = behind_address(session, str(asked.request.path_params["token"]))
        if behind.whose is None:
            return _gone(asked, behind)
        served = read_served(session, behind.whose, asked.now)
        office, id_ = str(asked.office.engine.url), behind.address_id
        seen = _memory.seen(office, id_, served.mark, asked.now)
        headers = {
            "ETag": f'W/"{served.mark}"',
            "Last-Modified": format_datetime(seen.since, usegmt=True),
            "Cache-Control": "private, no-cache",
        }
        if _has_it(asked, served.mark, seen):
            return Response(status_code=304, headers=headers)
        made = partial(served_file, session, served, seen.since)
        content = _memory.content(office, id_, seen, made)
    return Response(content, headers=headers, media_type="text/calendar; charset=utf-8")


def _gone(asked: Asked, behind: Behind) -> Response:
    """The same for each address that serves nothing. A former one is no guess: calendars ask on for it."""
    if not behind.is_known:
        asked.office.bad_links.count(asked.address, asked.now)
    return PlainTextResponse(_GONE, 404)


def _has_it(asked: Asked, mark: str, seen: Seen) -> bool:
    """Whether the program that asks has the calendar as it is now (RFC 9110, 13.2.2)."""
    asks = asked.request.headers
    if "if-none-match" in asks:
        known = [each.strip().removeprefix("W/").strip('"') for each in asks["if-none-match"].split(",")]
        return mark in known or known == ["*"]
    since = _instant(asks.get("if-modified-since", ""))
    return since is not None and since >= seen.since


def _instant(given: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(given)
    except ValueError:
        return None
    return found if found.tzinfo else None


PAGES = [
    Page(path="/calendar", show=show, right=Right.READ),
    Page(path="/calendar/addresses", show=show_addresses, do=make, right=Right.READ),
    Page(path="/calendar/addresses/{address}/revoke", do=revoke, right=Right.READ),
    Page(path="/calendar/{token}.ics", show=serve, is_open=True),
]
"""The addresses of these pages."""
