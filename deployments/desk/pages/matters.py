"""The list of matters: searched, narrowed, in order, a page at a time."""

from urllib.parse import urlencode

from starlette.responses import Response

from deployments.desk.asked import Asked
from deployments.desk.guard import Page
from models.forms.matter import LifecycleChoice
from models.law.text.vocabulary import Lifecycle
from models.record.database import reading
from models.rights import Right
from tasks.desk.matters import LAST_PAGE, Order, Search, State, importers_in, list_matters
from tasks.record.deadline_words import status_words

KINDS = [(Lifecycle[each.name].value, each.value) for each in LifecycleChoice]
"""The kinds of matter as choices."""


def show(asked: Asked) -> Response:
    """The page."""
    search = _search(asked)
    with reading(asked.office.engine) as session:
        listed = list_matters(session, asked.me.scope, search, now=asked.now)
        importers = importers_in(session, asked.me.scope)
    return asked.page(
        "matters.html",
        search=search,
        listed=listed,
        importers=importers,
        kinds=KINDS,
        states=[(State.OPEN.value, "Open"), (State.CLOSED.value, "Closed")],
        orders=[(Order.NEWEST.value, "Newest first"), (Order.NEAREST.value, "Nearest deadline first")],
        status_words=status_words,
        before=_address(asked, listed.page - 1) if listed.page > 1 else "",
        behind=_address(asked, listed.page + 1) if listed.has_more else "",
        last_page=LAST_PAGE,
    )


def _search(asked: Asked) -> Search:
    """What is looked for; what is no choice narrows nothing."""
    kind, state, order = (asked.query(name) for name in ("kind", "state", "order"))
    return Search(
        words=asked.query("q").replace("\x00", ""),
        account_id=number_in(asked.query("importer")),
        lifecycle=kind if kind in set(Lifecycle) else "",
        state=State(state) if state in set(State) else None,
        order=Order(order) if order in set(Order) else Order.NEWEST,
        page=number_in(asked.query("page")) or 1,
    )


def number_in(given: str) -> int | None:
    """A number that an address or a form gives; None where it is none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def _address(asked: Asked, page: int) -> str:
    """The same list on another page."""
    kept = {name: asked.query(name) for name in ("q", "importer", "kind", "state", "order")}
    return "/matters?" + urlencode({name: value for name, value in kept.items() if value} | {"page": page})


PAGES = [Page(path="/matters", show=show, right=Right.READ)]
"""The address of this page."""
