"""One request as a page sees it: who asks, what they may, what they typed; and how a page answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from deployments.desk.office import Office
from deployments.desk.render import fill
from models.errors import Refused
from models.record.scope import Scope
from models.rights import Right

SAID = "said"
"""The cookie with what the next page says."""

SEE_OTHER, NOT_THERE, REFUSED = 303, 404, 400

_LARGEST_KEY = 2**31 - 1
"""PostgreSQL refuses to look for a larger one."""


class NotThere(Refused):
    """There is no such page, or it is not for whoever asks: both are answered in the same way."""

    def __init__(self) -> None:
        super().__init__("There is no such page.")


class Stale(Refused):
    """What a form was made from has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is signed in: their name on record, what they see, and what they may do."""

    person_id: int
    name: str
    contact_id: int | None
    role: str
    is_administrator: bool
    scope: Scope
    rights: frozenset[Right]

    def may(self, right: str) -> bool:
        """Whether they may do something; by the name of the right, such as `RECORD`."""
        return Right[right] in self.rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request. `who` is None where nobody is signed in."""

    office: Office
    request: Request
    now: datetime
    who: SignedIn | None
    token: str
    """Goes with each form of the page that answers."""

    address: str
    form: FormData = field(default_factory=FormData)
    cookies: dict[str, str | None] = field(default_factory=dict)
    """Cookies to be set with the answer; None takes one away."""

    @property
    def me(self) -> SignedIn:
        """Who is signed in. Raises `NotThere`."""
        if self.who is None:
            raise NotThere
        return self.who

    def number(self, name: str) -> int:
        """A number in the address. Raises `NotThere` where it is none."""
        given = str(self.request.path_params.get(name, ""))
        if not given.isdecimal() or len(given) > 10 or int(given) > _LARGEST_KEY:
            raise NotThere
        return int(given)

    def typed(self, name: str) -> str:
        """A field of the form without blanks around it; empty where it is not there."""
        given = self.form.get(name)
        return given.strip() if isinstance(given, str) else ""

    def chosen(self, name: str) -> list[str]:
        """All values of a field."""
        return [each for each in self.form.getlist(name) if isinstance(each, str) and each]

    def upload(self, name: str) -> UploadFile | None:
        """A file of the form."""
        given = self.form.get(name)
        return given if isinstance(given, UploadFile) and given.filename else None

    def uploads(self, name: str) -> list[UploadFile]:
        """All files of a field."""
        return [each for each in self.form.getlist(name) if isinstance(each, UploadFile) and each.filename]

    def query(self, name: str) -> str:
        """A value behind the question mark of the address."""
        return self.request.query_params.get(name, "").strip()

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page."""
        return HTMLResponse(fill(template, {**self._common(), **values}), status)

    def go(self, where: str, said: str = "", to: int | None = None) -> Response:
        """Sends the browser to another page of the desk, which says a sentence once.

        `to`: the person whom it is said to, 0 for nobody who is signed in; without it who asks now.
        """
        if said:
            self.say_next(said, to)
        return RedirectResponse(where, SEE_OTHER)

    def say_next(self, said: str, to: int | None = None) -> None:
        """Has the next page say a sentence to a person: to who asks now, where nobody else is named."""
        self.cookies[SAID] = self.office.keys.sign_said(said, self._person_id if to is None else to)

    def _common(self) -> Mapping[str, Any]:
        return {
            "who": self.who,
            "token": self.token,
            "path": self.request.url.path,
            "prefect": self.office.settings.url,
            "said": self._said(),
            "now": self.now,
        }

    def _said(self) -> str:
        given = self.request.cookies.get(self.office.cookie(SAID), "")
        if not given:
            return ""
        self.cookies[SAID] = None
        return self.office.keys.read_said(given, self._person_id)

    @property
    def _person_id(self) -> int:
        return self.who.person_id if self.who else 0


def listed(values: Sequence[str]) -> str:
    """Names in a row: A, B and C."""
    return " and ".join(filter(None, [", ".join(values[:-1]), *values[-1:]]))
