"""To sign in by the office's own sign-on, and to take an invitation by it."""

import secrets

from sqlmodel import select
from starlette.responses import RedirectResponse, Response

from deployments.desk.asked import SEE_OTHER, Asked, NotThere
from deployments.desk.guard import SESSION, SIGN_ON, Page
from deployments.desk.keys import SessionMark
from deployments.desk.pages.sign_in import where_next
from deployments.desk.sign_on import SIGNING_ON, SignOnRefused
from models.record.database import transaction
from models.record.invitations import set_up
from models.record.people import held_person
from models.record.sign_ins import log_sign_in
from models.record.tables.people import Person, SignInAct

_NOBODY = (
    "Nobody here signs in by this account yet. Open the link of your invitation first, or ask your "
    "administrator for one."
)


def begin(asked: Asked) -> Response:
    """Sends the browser to the provider. A form with `invitation`, and no mere link, takes that by it."""
    provider = asked.office.sign_on.provider
    if provider is None:
        raise NotThere
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    there = provider.begin(state=state, nonce=nonce, verifier=verifier)
    kept = [state, nonce, verifier, where_next(asked.query("then")), asked.typed("invitation")]
    asked.cookies[SIGN_ON] = asked.office.keys.sign_away(kept, asked.now + SIGNING_ON)
    return RedirectResponse(there, SEE_OTHER)


def come_back(asked: Asked) -> Response:
    """Signs in whoever the provider says it is, if this browser was sent there."""
    provider = asked.office.sign_on.provider
    kept = asked.office.keys.read_away(asked.request.cookies.get(asked.office.cookie(SIGN_ON), ""), asked.now)
    asked.cookies[SIGN_ON] = None
    if provider is None or kept is None:
        raise SignOnRefused("You were away for too long, or came from elsewhere. Start again at Sign in.")
    state, nonce, verifier, then, invitation = kept
    if not secrets.compare_digest(state, asked.query("state")) or not asked.query("code"):
        raise SignOnRefused("The office's sign-on did not let you in. Start again at Sign in.")
    subject = provider.subject(code=asked.query("code"), nonce=nonce, verifier=verifier, now=asked.now)
    return _signed_in(asked, subject, then, invitation)


def take_by_proxy(asked: Asked) -> Response:
    """Takes an invitation as whoever the proxy says it is."""
    proxy = asked.office.sign_on.proxy
    subject = proxy.subject(asked.request) if proxy else ""
    if not subject:
        raise NotThere
    return _signed_in(asked, subject, "/", str(asked.request.path_params["token"]))


def _signed_in(asked: Asked, subject: str, then: str, invitation: str) -> Response:
    with transaction(asked.office.engine) as session:
        if invitation:
            person = set_up(session, invitation, subject=subject, at=asked.now, address=asked.address)
        else:
            found = session.exec(select(Person.id).where(Person.subject == subject)).first()
            if found is None:
                log_sign_in(session, SignInAct.UNKNOWN, None, at=asked.now, address=asked.address)
                return asked.page("sentence.html", 403, title="Not signed in", sentence=_NOBODY)
            person = held_person(session, found)
        log_sign_in(session, SignInAct.SIGNED_IN, person, by=person.name, at=asked.now, address=asked.address)
        mark = SessionMark(person.id, person.epoch, asked.now, asked.now)
    asked.cookies[SESSION] = asked.office.keys.sign_session(mark)
    return asked.go(then)


PAGES = [
    Page(path="/sign-on", show=begin, do=begin, is_open=True),
    Page(path="/sign-on/return", show=come_back, is_open=True),
    Page(path="/sign-in/invitation/{token}/sign-on", do=take_by_proxy, is_open=True),
]
"""The addresses of these pages."""
