"""The run of an act in Prefect: whether it waits, and the sentence it ended with."""

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.contacts import again
from models.record.database import reading, transaction
from models.record.tables.people import DeskRun
from models.rights import Right
from tasks.desk.follow_up import have_seen
from tasks.desk.runs import ActRun, Stage, act_run


def show(asked: Asked) -> Response:
    """The page, for who made the run and for administrators."""
    with reading(asked.office.engine) as session:
        run = act_run(session, asked.me.scope, asked.number("id"))
        form = _form_of(session, asked, run)
    if run is None or not (asked.me.is_administrator or run.made_by == asked.me.name):
        raise NotThere
    return asked.page("run.html", run=run, form=form)


def seen(asked: Asked) -> Response:
    """Has a run that did not end well listed no more."""
    with transaction(asked.office.engine) as session:
        if not have_seen(session, asked.number("id"), asked.me.name):
            raise NotThere
    return asked.go("/")


def _form_of(session: Session, asked: Asked, run: ActRun | None) -> str:
    """Where the form can be sent again of a run that did not end well, filled in; empty for none."""
    if run is None or run.stage is not Stage.FAILED or run.made_by != asked.me.name:
        return ""
    return again(session, session.get_one(DeskRun, run.id)) if Right.MANAGE_PEOPLE in asked.me.rights else ""


PAGES = [Page(path="/runs/{id}", show=show), Page(path="/runs/{id}/seen", do=seen)]
"""The addresses of these pages."""
