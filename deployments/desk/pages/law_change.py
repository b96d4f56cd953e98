"""A change of the law that awaits approval: what it would move, and its approval."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked
from deployments.desk.guard import Page
from deployments.desk.pages.matters import number_in
from models.errors import Refused
from models.law.load import load_law
from models.record.database import reading, transaction
from models.rights import Right
from tasks.alerts.law_change import LawChange
from tasks.desk.law import approval_under_way, approve, change_in, law_standing


def show(asked: Asked) -> Response:
    """What the law on disk would change, some matters at a time."""
    return _page(asked)


def _page(asked: Asked, error: str = "") -> Response:
    after = number_in(asked.query("after")) or 0
    shown = change_in(asked.office.engine, asked.me.scope, after, now=asked.now)
    with reading(asked.office.engine) as session:
        standing = law_standing(session, load_law())
        under_way = approval_under_way(session, standing.law)
    return asked.page(
        "law_change.html",
        REFUSED if error else 200,
        shown=shown,
        sections=_sections(shown.change) if shown else [],
        standing=standing,
        under_way=under_way,
        sees_all=asked.me.scope.account_ids is None,
        error=error,
    )


def _sections(change: LawChange) -> list[tuple[str, list[str]]]:
    """The kinds of changes of which there is any."""
    kinds = [
        ("Added", change.added),
        ("Moved", change.moved),
        ("Withdrawn", change.withdrawn),
        ("Reclassified", change.restated),
        ("Defects", change.defects),
        ("Upcoming alerts that change", change.alerts),
        ("Matters whose deadlines cannot be calculated under it", change.broken),
    ]
    return [(title, lines) for title, lines in kinds if lines]


def do(asked: Asked) -> Response:
    """Has the change approved that was shown."""
    try:
        with transaction(asked.office.engine) as session:
            me = asked.me
            run = approve(session, asked.typed("law"), me.person_id, by=me.name, at=asked.now)
            id_ = run.id
    except Refused as error:
        return _page(asked, str(error))
    asked.office.wake()
    return asked.go(f"/runs/{id_}")


PAGES = [
    Page(path="/law/change", show=show, right=Right.READ),
    Page(path="/law/change/approve", do=do, right=Right.APPROVE_LAW),
]
"""The addresses of these pages."""
