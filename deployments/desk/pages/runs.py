"""The run of an act in Prefect: whether it waits, and the sentence it ended with."""

from starlette.responses import Response

from deployments.desk.asked import Asked, NotThere
from deployments.desk.guard import Page
from models.record.database import reading
from tasks.desk.runs import act_run


def show(asked: Asked) -> Response:
    """The page, for who made the run and for administrators."""
    with reading(asked.office.engine) as session:
        run = act_run(session, asked.me.scope, asked.number("id"))
    if run is None or not (asked.me.is_administrator or run.made_by == asked.me.name):
        raise NotThere
    return asked.page("run.html", run=run)


PAGES = [Page(path="/runs/{id}", show=show)]
"""The address of this page."""
