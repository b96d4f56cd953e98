"""What is to be told of a deadline now, to whom, and with which paper."""

from collections.abc import Iterator
from functools import partial

from sqlmodel import Session

from models.record.tables.dockets import Deadline
from tasks.alerts.claim import Wanted
from tasks.alerts.deadline_alert import Beforehand, deadline_alert
from tasks.alerts.deadline_view import view_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.papers import is_overtaken, paper_of
from tasks.alerts.who_hears import decisions, hearings, telling_of, with_paper


def wanted_of_deadline(session: Session, context: MatterContext, row: Deadline) -> Iterator[Wanted]:
    """What each person in scope should hear of a deadline; the papers that go with it are claimed."""
    view = view_of(context, row)
    is_old = is_overtaken(view)
    for recipient in hearings(view):
        for decided in decisions(view, recipient):
            decision = with_paper(decided, view.state, is_old=is_old)
            paper = paper_of(view) if decision.drafts else None
            told = len(context.told_of(view.subject, recipient.contact))
            before = Beforehand(paper=paper, is_old=is_old, told=told)
            word = partial(deadline_alert, session, view, recipient, decision, before)
            yield Wanted(telling_of(view, decision), recipient.contact, word)
