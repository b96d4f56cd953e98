"""The alerts to come, if nothing more is recorded."""

from datetime import date
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from models.errors import RecordError
from models.in_words import long_date, spaced
from models.record.database import reading
from models.rights import Right
from models.wall_clock import HOUSE_ZONE, today_in
from tasks.desk.forecast import Forecast, Upcoming, Wanted, matter_numbered, read_forecast
from tasks.desk.matters import importers_in


def show(asked: Asked) -> Response:
    """The page."""
    number, forecast, error = number_in(asked.query("page")) or 1, None, ""
    with reading(asked.office.engine) as session:
        importers = importers_in(session, asked.me.scope)
        try:
            forecast = read_forecast(session, asked.me.scope, _wanted(session, asked), now=asked.now)
        except RecordError as refused:
            error = str(refused)
    number = min(number, forecast.pages) if forecast else 1
    return asked.page(
        "forecast.html",
        REFUSED if error else 200,
        forecast=forecast,
        shown=_by_month(forecast, number) if forecast else [],
        number=number,
        before=_address(asked, number - 1) if number > 1 else "",
        behind=_address(asked, number + 1) if forecast and number < forecast.pages else "",
        importers=importers,
        asks={name: asked.query(name) for name in ("importer", "matter", "until")},
        error=error,
        spaced=spaced,
    )


def _wanted(session: Session, asked: Asked) -> Wanted:
    """What is asked for. Raises `RecordError` for what is no day, or no matter of theirs."""
    number, until = asked.query("matter").replace("\x00", ""), asked.query("until")
    matter = matter_numbered(session, asked.me.scope, number) if number else None
    if number and matter is None:
        raise RecordError(f"None of your matters has the docket number {number!r}. Expected one that has.")
    try:
        last = date.fromisoformat(until) if until else None
    except ValueError:
        raise RecordError(f"{until!r} is no date. Expected one such as 2027-02-20.") from None
    if last is not None and last < today_in(HOUSE_ZONE, asked.now):
        raise RecordError(f"{long_date(last)} is past. Expected today, or a later day.")
    return Wanted(
        account_id=number_in(asked.query("importer")), matter_id=matter.id if matter else None, until=last
    )


def _by_month(forecast: Forecast, number: int) -> list[tuple[str, list[Upcoming]]]:
    months: dict[str, list[Upcoming]] = {}
    for each in forecast.page(number):
        months.setdefault(f"{each.alert.on:%B %Y}", []).append(each)
    return list(months.items())


def _address(asked: Asked, number: int) -> str:
    """The same list on another page."""
    asks = {name: asked.query(name) for name in ("importer", "matter", "until")}
    return f"/forecast?{urlencode({**{name: each for name, each in asks.items() if each}, 'page': number})}"


PAGES = [Page(path="/forecast", show=show, right=Right.READ)]
"""The address of this page."""
