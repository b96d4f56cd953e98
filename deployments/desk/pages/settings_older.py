"""What was not delivered, and the older alerts that wait for an answer: for administrators."""

from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.once import new_key, start
from models.forms.contacts import OlderAnswer, OlderForm, ResendForm
from models.record.database import reading
from models.record.tables.alerts import Contact, Message, MessageState
from models.rights import Right
from tasks.delivery.older_rest import newest_older, older_alerts, older_by_contact
from tasks.delivery.stuck import more_stuck, stuck_messages


def show(asked: Asked) -> Response:
    """The messages and the alerts, each with what can be done."""
    return _page(asked)


def _page(asked: Asked, error: str = "") -> Response:
    with reading(asked.office.engine) as session:
        stuck = stuck_messages(session)
        by_contact: dict[int, tuple[Contact, list[tuple[Message, str]]]] = {}
        for message, contact, said in stuck:
            by_contact.setdefault(contact.id, (contact, []))[1].append((message, said))
        return asked.page(
            "settings_older.html",
            REFUSED if error else 200,
            error=error,
            stuck=list(by_contact.values()),
            more=more_stuck(session, stuck),
            older=older_alerts(session),
            by_contact=older_by_contact(session),
            newest=newest_older(session),
            answers=[(each.name, each.value) for each in OlderAnswer],
            DEAD=MessageState.DEAD.value,
            once=new_key(),
        )


def answer(asked: Asked) -> Response:
    """Has the older alerts sent, or left out: those that the page showed, and no others."""
    chosen = {each.name: each for each in OlderAnswer}.get(asked.typed("answer"))
    if chosen is None:
        return _page(asked, "No answer was chosen. Choose whether to send the alerts or to leave them out.")
    with reading(asked.office.engine) as session:
        newest = newest_older(session)
    if newest and str(newest) != asked.typed("newest"):
        return _page(asked, "Other older alerts wait now. Nothing was done. Look at them, then answer.")
    form = OlderForm(answer=chosen, recorded_by=asked.me.name, newest=newest)
    return start(
        asked, "answer-older-alerts", {"older": form.model_dump(mode="json")}, f"older alerts: {chosen}"
    )


def resend(asked: Asked) -> Response:
    """Has every message to a contact tried again that Landwaiter stopped retrying."""
    given = asked.typed("contact")
    with reading(asked.office.engine) as session:
        contact = session.get(Contact, int(given)) if given.isdecimal() and len(given) < 10 else None
    if contact is None:
        raise NotThere
    form = ResendForm(name=contact.name, recorded_by=asked.me.name)
    return start(asked, "resend", {"contact": form.model_dump(mode="json")}, f"resend to {contact.name}")


PAGES = [
    Page(path="/settings/older", show=show, do=answer, right=Right.SEE_EVERYTHING),
    Page(path="/settings/older/resend", do=resend, right=Right.SEE_EVERYTHING),
]
"""The addresses of these pages."""
