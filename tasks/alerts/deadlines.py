"""What is to be told of a deadline now, to whom, and with which paper."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from models.record.tables.alerts import Contact, Paper
from models.record.tables.dockets import Deadline
from notifications.wording.deadline_message import DeadlineTitle, deadline_head
from notifications.wording.head import HeadAndFacts
from tasks.alerts.alert_facts import AlertFacts
from tasks.alerts.alert_key import key_of
from tasks.alerts.claim import Wanted
from tasks.alerts.deadline_view import DeadlineView, view_of
from tasks.alerts.matter_context import MatterContext
from tasks.alerts.papers import is_overtaken, paper_of
from tasks.alerts.who_hears import decisions, hearings, telling_of, with_paper


def wanted_of_deadline(context: MatterContext, row: Deadline) -> Iterator[Wanted]:
    """What each person in scope should hear of a deadline; the papers that go with it are claimed."""
    view = view_of(context, row)
    is_old = is_overtaken(view)
    for recipient in hearings(view):
        contact, hearing = recipient
        for decided in decisions(view, recipient):
            decision = with_paper(decided, view.state, is_old=is_old)
            facts = AlertFacts(
                state=view.state,
                ambiguities=tuple(row.ambiguities),
                decision=decision,
                is_old=is_old,
                told=len(context.told_of(view.subject, contact)),
                hold=hearing.hold,
                quiet_until=hearing.quiet_until,
            )
            paper = paper_of(view) if decision.drafts else None
            content = partial(_kept, view, contact, facts, paper)
            yield Wanted(telling_of(view, decision), contact, content)


def _kept(view: DeadlineView, contact: Contact, facts: AlertFacts, paper: Paper | None) -> HeadAndFacts:
    """What is kept of it. The paper has its number by now."""
    context, row, decision = view.context, view.row, facts.decision
    titled = DeadlineTitle(watched=facts.state, title=row.title, citation=row.citation)
    key = key_of(view.subject, contact, decision)
    head = deadline_head(key, context.about, titled, decision, context.today)
    papers = () if paper is None else (paper.id,)
    return HeadAndFacts(**replace(head, papers=papers).fields(), facts=facts.to_json())
