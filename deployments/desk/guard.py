"""Stands before every page: whose request it is, whether it comes from our own page, whether it may.

A page without a right of its own is for nobody but who is signed in; only what is marked open is for all.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deployments.desk.asked import NOT_THERE, REFUSED, SEE_OTHER, Asked, NotThere, SignedIn
from deployments.desk.guesses import network_of
from deployments.desk.keys import SessionMark
from deployments.desk.office import Office
from deployments.desk.sent import NotRead, read_form
from deployments.server.callers import origin_of
from models.errors import Refused
from models.record.database import DatabaseError, reading
from models.record.scope import access_of, contact_of
from models.record.tables.people import Person
from models.rights import Right

SESSION, FORM, SIGN_ON = "session", "form", "sign_on"
"""The cookies: who is signed in, which browser it is, what is remembered of one at the office's sign-on."""

_FRESH = timedelta(minutes=5)
"""So old a cookie of a session is written anew."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Handler = Callable[[Asked], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address: what is shown there, what a form there does, and who may. `is_open`: for everybody."""

    path: str
    show: Handler | None = None
    do: Handler | None = None
    right: Right | None = None
    is_open: bool = False
    takes_files: bool = False

    @property
    def methods(self) -> list[str]:
        """What it can be asked by."""
        return [*(["GET"] if self.show else []), *(["POST"] if self.do else [])]


def guarded(office: Office, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """A page as Starlette calls it."""

    async def answer(request: Request) -> Response:
        if request.method != "POST" or (not page.is_open and _is_nobody(office, request)):
            # What nobody sent is not read: it may be large.
            return await run_in_threadpool(_answer, office, page, request, FormData())
        try:
            form = await read_form(request, takes_files=page.takes_files)
        except NotRead as error:
            return await run_in_threadpool(refused_page, office, request, error.status, str(error))
        try:
            return await run_in_threadpool(_answer, office, page, request, form)
        finally:
            await form.close()

    return answer


def refused_page(office: Office, request: Request, status: int, sentence: str) -> Response:
    """A page of one sentence."""
    asked = _asked(office, request, FormData(), None)
    return _finish(asked, asked.page("sentence.html", status, title="Not done", sentence=sentence))


def _answer(office: Office, page: Page, request: Request, form: FormData) -> Response:
    asked = _asked(office, request, form, None)
    try:
        who, mark = _signed_in(office, request, asked)
        asked = _asked(office, request, form, who)
        if mark is not None and asked.now - mark.used > _FRESH:
            asked.cookies[SESSION] = office.keys.sign_session(
                SessionMark(mark.person_id, mark.epoch, mark.began, asked.now)
            )
        return _finish(asked, _allowed(asked, page))
    except NotThere as error:
        return _finish(asked, asked.page("sentence.html", NOT_THERE, title="Not found", sentence=str(error)))
    except DatabaseError as error:
        said = f"The record cannot be used just now. {error}"
        return _finish(asked, asked.page("sentence.html", 503, title="Not done", sentence=said))
    except Refused as error:
        return _finish(asked, asked.page("sentence.html", REFUSED, title="Not done", sentence=str(error)))


def _allowed(asked: Asked, page: Page) -> Response:
    request = asked.request
    if asked.who is None and not page.is_open:
        if request.method == "GET" and page.show is not None:
            there = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
            return RedirectResponse(f"/sign-in?then={there}", SEE_OTHER)
        raise _SignedOut
    if page.right is not None and page.right not in asked.me.rights:
        raise NotThere
    if request.method == "POST" and page.do is not None:
        _refuse_forged(asked)
        return page.do(asked)
    if page.show is not None:
        return page.show(asked)
    raise NotThere


class _SignedOut(Refused):
    def __init__(self) -> None:
        super().__init__(
            "You are not signed in any more. Nothing was done. Sign in, then send the form again."
        )


class _Forged(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This form did not come from a page that Landwaiter showed you, or that page is too old. Nothing "
            "was done. Open the page again."
        )


def _refuse_forged(asked: Asked) -> None:
    """Raises where a form comes from a page of another site, or bears no token of this browser."""
    origin = asked.request.headers.get("origin")
    if origin is not None and origin != origin_of(asked.office.settings.desk_url):
        raise _Forged
    person_id = asked.who.person_id if asked.who else 0
    nonce = asked.request.cookies.get(asked.office.cookie(FORM), "")
    if not asked.office.keys.is_form(asked.typed("token"), nonce, person_id):
        raise _Forged


def _signed_in(office: Office, request: Request, asked: Asked) -> tuple[SignedIn | None, SessionMark | None]:
    """Who is signed in: by what the office's proxy says, or by a cookie that is neither old nor forged."""
    subject = office.sign_on.subject(request)
    if subject:
        return of_subject(office.engine, subject), None
    mark = session_of(office, request)
    if mark is None or mark.is_over(asked.now):
        return None, None
    who = signed_in(office.engine, mark.person_id, mark.epoch, mark.began)
    return who, mark if who else None


def session_of(office: Office, request: Request) -> SessionMark | None:
    """The session whose cookie a request bears, however old; None where we signed none."""
    return office.keys.read_session(request.cookies.get(office.cookie(SESSION), ""))


def of_subject(engine: Engine, subject: str) -> SignedIn | None:
    """Who signs in by a subject of the office's sign-on; None where nobody does."""
    with reading(engine) as session:
        person = session.exec(select(Person).where(Person.subject == subject)).first()
    return signed_in(engine, person.id, person.epoch) if person else None


def signed_in(engine: Engine, person_id: int, epoch: int, began: datetime | None = None) -> SignedIn | None:
    """A person with what they see and may do; None for who has left or signed out."""
    with reading(engine) as session:
        person = session.get(Person, person_id)
        if person is None or person.epoch != epoch or person.left_at is not None:
            return None
        if began is not None and began.timestamp() in person.ended:
            return None
        contact = contact_of(session, person)
        scope, rights = access_of(session, person)
        return SignedIn(
            person_id=person.id,
            name=person.name,
            contact_id=contact.id if contact else None,
            role=contact.role if contact else "",
            is_administrator=person.is_administrator,
            scope=scope,
            rights=rights,
        )


def _asked(office: Office, request: Request, form: FormData, who: SignedIn | None) -> Asked:
    cookies: dict[str, str | None] = {}
    nonce = request.cookies.get(office.cookie(FORM), "")
    if not nonce:
        nonce = secrets.token_urlsafe(24)
        cookies[FORM] = nonce
    return Asked(
        office=office,
        request=request,
        now=office.clock(),
        who=who,
        token=office.keys.sign_form(nonce, who.person_id if who else 0),
        address=network_of(request.client.host if request.client else ""),
        form=form,
        cookies=cookies,
    )


def _finish(asked: Asked, response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    for short, cookie in asked.cookies.items():
        name = asked.office.cookie(short)
        if cookie is None:
            response.delete_cookie(name, secure=asked.office.is_https, httponly=True, samesite="lax")
        else:
            response.set_cookie(name, cookie, secure=asked.office.is_https, httponly=True, samesite="lax")
    return response


def _is_nobody(office: Office, request: Request) -> bool:
    """Whether nobody whom we know sends a request: by a session that is not too old, or by the proxy."""
    mark = session_of(office, request)
    is_old = mark is None or mark.is_over(office.clock())
    return is_old and not office.sign_on.subject(request)
