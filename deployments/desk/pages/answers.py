"""To acknowledge, snooze or reassign a deadline: whoever is signed in answers as themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from models.errors import RecordError
from models.record.database import reading, transaction
from models.record.scope import matter_in
from models.record.tables.alerts import Contact
from models.rights import Right
from notifications.policy.pauses import HoldKind
from tasks.desk.answers import (
    FORMS,
    OVER,
    Answerer,
    Asking,
    Misfilled,
    asking_of,
    hand_on,
    held_in,
    pause,
    wish_of,
)

_FIELDS = ("next_action", "until", "what", "former", "to")
_WHOLE = "matter"
_HEADINGS = {
    "acknowledge": "Acknowledge: say who will do what, and by when",
    "snooze": "Snooze: pause your reminders until a date",
    "reassign": "Reassign: hand it to someone else",
}
_KINDS = {"acknowledge": HoldKind.ACKNOWLEDGED, "snooze": HoldKind.SNOOZED}


@dataclass(frozen=True, slots=True)
class Place:
    """Which form, of which kind of deadline: `deadline` or `own`, as alerts call them."""

    kind: str
    form: str

    @property
    def path(self) -> str:
        """Its address."""
        kind = "own" if self.kind == "own" else "deadlines"
        return f"/matters/{{id}}/{kind}/{{number}}/{self.form}"


def show(place: Place, asked: Asked) -> Response:
    """The form."""
    with reading(asked.office.engine) as session:
        return _page(asked, session, place, _asking(asked, session, place))


def do(place: Place, asked: Asked) -> Response:
    """Keeps the answer."""
    try:
        with transaction(asked.office.engine) as session:
            asking = _asking(asked, session, place, holds=True)
            said = _kept(asked, session, place, asking)
    except RecordError as error:
        with reading(asked.office.engine) as session:
            return _page(asked, session, place, _asking(asked, session, place), error)
    asked.office.wake()
    return asked.go(_back(asking), said)


def _asking(asked: Asked, session: Session, place: Place, *, holds: bool = False) -> Asking:
    """The deadline of the address, inside the walls. Raises `NotThere`."""
    scope, id_ = asked.me.scope, asked.number("id")
    matter = held_in(session, scope, id_) if holds else matter_in(session, scope, id_)
    subject = f"{place.kind}:{asked.number('number')}"
    asking = asking_of(session, matter, subject, now=asked.now) if matter is not None else None
    if asking is None:
        raise NotThere
    return asking


def _kept(asked: Asked, session: Session, place: Place, asking: Asking) -> str:
    by = Answerer(person_id=asked.me.person_id, name=asked.me.name, at=asked.now)
    if place.form not in _KINDS:
        former, new = (_chosen(asking, asked.typed(each)) for each in ("former", "to"))
        return hand_on(session, asking, former, new, by, whole=asked.typed("what") == _WHOLE)
    contact = asking.contact(asked.me.contact_id)
    if contact is None:
        raise RecordError(_why_not(asked, asking))
    typed = {name: asked.typed(name) for name in _FIELDS}
    return pause(session, asking, contact, wish_of(asking, contact, _KINDS[place.form], typed), by)


def _chosen(asking: Asking, given: str) -> Contact:
    """A contact of the importer by the id that a list sends."""
    contact = asking.contact(int(given)) if given.isdecimal() and len(given) < 10 else None
    if contact is None:
        raise RecordError("No contact is chosen, or one who gets no alerts. Choose one from each list.")
    return contact


def _why_not(asked: Asked, asking: Asking) -> str:
    """Why somebody who is no contact of the importer cannot pause reminders."""
    if asked.me.contact_id is None:
        who = "You are an administrator and no contact, so you get no alerts"
    else:
        who = f"You get no alerts about {asking.importer}"
    return f"{who}, and there are no reminders that you could pause. Someone who gets them must answer."


def _page(
    asked: Asked, session: Session, place: Place, asking: Asking, error: RecordError | None = None
) -> Response:
    contact = asking.contact(asked.me.contact_id)
    cannot = "" if contact or place.form not in _KINDS else _why_not(asked, asking)
    return asked.page(
        "answer_form.html",
        REFUSED if error else 200,
        asking=asking,
        form=place.form,
        heading=_HEADINGS[place.form],
        help=_help(place),
        cannot=OVER if asking.asked.state.is_over else cannot,
        values=_values(asked, session, asking, contact),
        people=[(each.id, f"{each.name}, {each.role}") for each in asking.people],
        back=_back(asking),
        error=str(error or ""),
        faults=dict.fromkeys(_FIELDS, "") | dict(error.faults if isinstance(error, Misfilled) else {}),
    )


def _help(place: Place) -> Mapping[str, str]:
    """What the form in Prefect says of its fields."""
    kind = _KINDS.get(place.form)
    fields = FORMS[kind].model_fields.items() if kind else ()
    return {name: field.description or "" for name, field in fields}


def _values(asked: Asked, session: Session, asking: Asking, contact: Contact | None) -> dict[str, object]:
    """What the fields begin with: what was typed, else what is likely."""
    if asked.request.method == "POST":
        return {name: asked.typed(name) for name in _FIELDS}
    until = asking.suggested(contact).isoformat() if contact else ""
    holder = asking.holder(session)
    former = holder.id if holder else contact.id if contact else ""
    return {"next_action": "", "until": until, "what": "deadline", "former": former, "to": ""}


def _back(asking: Asking) -> str:
    """The deadline on the page of its matter."""
    mark = "own" if asking.is_own else "d"
    return f"/matters/{asking.matter.id}#{mark}{asking.asked.row.id}"


_PLACES = [
    *(Place("deadline", form) for form in _HEADINGS),
    *(Place("own", form) for form in _KINDS),
]

PAGES = [
    Page(path=place.path, show=partial(show, place), do=partial(do, place), right=Right.ANSWER)
    for place in _PLACES
]
"""The addresses of these forms."""
