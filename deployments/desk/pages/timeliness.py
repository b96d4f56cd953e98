"""CBP timeliness: the days that CBP took, and the same as a workbook."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from models.errors import Refused
from models.law.load import load_law
from models.record.database import reading
from models.rights import Right
from tasks.desk.matters import importers_in
from tasks.desk.timeliness import (
    MOST,
    MOST_IN_A_FILE,
    account_chosen,
    counted_matters,
    steps_in,
    timeliness_book,
)
from tasks.exchange.private_file import file_name
from tasks.pages.timeliness_page import how_it_stands
from tasks.timeliness.ledger import Ledger, read_newest

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(asked: Asked) -> Response:
    """The page."""
    ledger, error = None, ""
    try:
        ledger = _ledger(asked, MOST)
    except NotThere:
        raise
    except Refused as refused:
        error = str(refused)
    with reading(asked.office.engine) as session:
        importers = importers_in(session, asked.me.scope)
    return asked.page(
        "timeliness.html",
        REFUSED if error else 200,
        ledger=ledger,
        steps=steps_in(ledger) if ledger else [],
        importers=importers,
        importer=ledger.account.id if ledger and ledger.account else "",
        error=error,
        most=MOST,
        most_in_a_file=MOST_IN_A_FILE,
        title_of=load_law().title_of,
        how_it_stands=how_it_stands,
    )


def _ledger(asked: Asked, most: int) -> Ledger:
    """The steps in the newest matters of what is asked for. Raises `NotThere` for an importer of others."""
    chosen = number_in(asked.query("importer"))
    with reading(asked.office.engine) as session:
        account = account_chosen(session, asked.me.scope, chosen)
    if chosen is not None and account is None:
        raise NotThere
    of_matters = counted_matters(asked.me.scope, account)
    return read_newest(asked.office.engine, of_matters, account, most=most, now=asked.now)


def download(asked: Asked) -> Response:
    """The same as a workbook, with more matters and every case."""
    ledger = _ledger(asked, MOST_IN_A_FILE)
    name = file_name(f"CBP timeliness {ledger.account.name if ledger.account else ''}", "xlsx", asked.now)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(timeliness_book(ledger), headers=headers, media_type=_BOOK)


PAGES = [
    Page(path="/timeliness", show=show, right=Right.READ),
    Page(path="/timeliness/workbook", show=download, right=Right.EXPORT),
]
"""The addresses of these pages."""
