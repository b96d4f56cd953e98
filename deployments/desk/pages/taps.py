"""The page that the link in a mail opens, without a sign-in: one deadline, one button.

Opening it changes nothing: mail scanners open every link. Whoever has the link before its contact uses it,
such as somebody to whom the mail was forwarded, can do this and no more: read the sentence about the deadline
and the names of the importer's contacts; and once acknowledge it, snooze the contact's own reminders of it,
or hand it to one of those contacts. They can record no entry, open no other page, and keep back no alert of a
last safe day or of a missed deadline. The answer goes by the contact's name, and the log of sign-ins keeps
that it came by a link, and from where. After that, and after 14 days, the link tells nothing of the matter.
"""

from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from models.errors import RecordError
from models.forms.tap_tokens import read_tap_name
from models.record.database import reading, transaction
from models.record.scope import matter_in
from models.record.tables.alerts import Contact
from notifications.policy.pauses import HoldKind
from tasks.desk.answers import Misfilled, hand_on, pause, wish_of
from tasks.desk.taps import TapClosed, Tapped, TapUsed, log_answer, matter_of, read_tapped

_GONE = 410
_ACTS, _FIELDS = ("acknowledge", "snooze", "reassign"), ("next_action", "until")
_LIKELY = "I am handling this."
"""What is done next, unless somebody says more."""


def show(asked: Asked) -> Response:
    """The page; for an address that has no token yet, the form at the desk."""
    named = read_tap_name(_token(asked))
    if named is not None:
        return _form_at_the_desk(asked, named[0])
    try:
        with reading(asked.office.engine) as session:
            return _page(asked, _tapped(asked, session))
    except TapClosed as closed:
        return _closed(asked, closed)


def do(asked: Asked) -> Response:
    """Keeps the answer of the contact whom the link was sent to."""
    try:
        with transaction(asked.office.engine) as session:
            tapped = _tapped(asked, session, holds=True)
            said = _kept(asked, session, tapped)
            log_answer(session, tapped, at=asked.now, address=asked.address)
    except TapClosed as closed:
        return _closed(asked, closed)
    except RecordError as error:
        return _again(asked, error)
    asked.office.wake()
    return asked.go(f"/tap/{_token(asked)}", said)


def _token(asked: Asked) -> str:
    return str(asked.request.path_params["token"])


def _tapped(asked: Asked, session: Session, *, holds: bool = False) -> Tapped:
    return read_tapped(session, _token(asked), asked.office.note_key, now=asked.now, holds=holds)


def _kept(asked: Asked, session: Session, tapped: Tapped) -> str:
    asking, contact, by = tapped.asking, tapped.contact, tapped.answerer(asked.now)
    match asked.typed("act"):
        case "acknowledge":
            wish = wish_of(asking, contact, HoldKind.ACKNOWLEDGED, _typed(asked))
            return pause(session, asking, contact, wish, by)
        case "snooze":
            wish = wish_of(asking, contact, HoldKind.SNOOZED, {"until": asked.typed("snooze_until")})
            return pause(session, asking, contact, wish, by)
        case "reassign":
            return hand_on(session, asking, contact, _colleague(asked, tapped), by)
        case _:
            raise RecordError("No answer was chosen. Press one of the buttons.")


def _typed(asked: Asked) -> dict[str, str]:
    return {name: asked.typed(name) for name in ("next_action", "until")}


def _colleague(asked: Asked, tapped: Tapped) -> Contact:
    given = asked.typed("to")
    contact = tapped.asking.contact(int(given)) if given.isdecimal() and len(given) < 10 else None
    if contact is None:
        raise RecordError("No colleague is chosen. Choose one from the list.")
    return contact


def _again(asked: Asked, error: RecordError) -> Response:
    """The page with what was wrong."""
    try:
        with reading(asked.office.engine) as session:
            return _page(asked, _tapped(asked, session), error)
    except TapClosed as closed:
        return _closed(asked, closed)


def _page(asked: Asked, tapped: Tapped, error: RecordError | None = None) -> Response:
    asking, contact = tapped.asking, tapped.contact
    until = asking.suggested(contact)
    return asked.page(
        "tap.html",
        REFUSED if error else 200,
        asking=asking,
        contact=contact,
        until=until,
        next_action=asked.typed("next_action") or _LIKELY,
        snooze_until=asked.typed("snooze_until") or until.isoformat(),
        others=[] if asking.is_own else _others(tapped),
        error=str(error or ""),
        faults={act: dict.fromkeys(_FIELDS, "") for act in _ACTS} | _faults(asked, error),
    )


def _faults(asked: Asked, error: RecordError | None) -> dict[str, dict[str, str]]:
    """What is wrong with the fields of the form that was sent."""
    if not isinstance(error, Misfilled):
        return {}
    return {asked.typed("act"): dict.fromkeys(_FIELDS, "") | dict(error.faults)}


def _others(tapped: Tapped) -> list[tuple[int, str]]:
    people = [each for each in tapped.asking.people if each.id != tapped.contact.id]
    return [(each.id, f"{each.name}, {each.role}") for each in people]


def _closed(asked: Asked, closed: TapClosed) -> Response:
    """One sentence, and nothing of the matter."""
    is_used = isinstance(closed, TapUsed)
    title = "Already answered" if is_used else "This link no longer works"
    return asked.page("sentence.html", 200 if is_used else _GONE, title=title, sentence=str(closed))


def _form_at_the_desk(asked: Asked, subject: str) -> Response:
    """Leads who is signed in to the form of the matter's page, and anybody else to the sign-in."""
    if asked.who is None:
        return asked.go(f"/sign-in?then=/tap/{_token(asked)}")
    with reading(asked.office.engine) as session:
        id_ = matter_of(session, subject)
        matter = matter_in(session, asked.who.scope, id_) if id_ is not None else None
    if matter is None:
        raise NotThere
    kind, _, number = subject.partition(":")
    return asked.go(f"/matters/{matter.id}/{'own' if kind == 'own' else 'deadlines'}/{number}/acknowledge")


PAGES = [Page(path="/tap/{token}", show=show, do=do, is_open=True)]
"""The address of this page."""
