"""The desk as a web application: every page behind the guard, the style sheet and the script beside them."""

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from deployments.desk.guard import guarded, refused_page
from deployments.desk.office import Office
from deployments.desk.render import STATIC
from deployments.desk.routes import PAGES
from deployments.desk.tidying import tidied


def desk(office: Office) -> Starlette:
    """The application. It asks no other host."""

    def not_there(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        sentence = _SAID.get(status, "Landwaiter could not do this. Nothing was recorded. Try again.")
        return refused_page(office, request, status, sentence)

    routes = [Route(page.path, guarded(office, page), methods=page.methods) for page in PAGES]
    return Starlette(
        routes=[
            *routes,
            Route("/health", _health),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(office), www_redirect=False)],
        exception_handlers={HTTPException: not_there, 500: not_there},
        lifespan=tidied(office),
    )


_SAID = {
    404: "There is no such page.",
    405: "This page cannot be asked in this way. Nothing was done.",
}


async def _health(_: Request) -> Response:
    return PlainTextResponse("ready")


def _hosts(office: Office) -> list[str]:
    """The names by which the desk may be called: another one may be anybody's who lets it lead here."""
    return [urlsplit(office.settings.desk_url).hostname or "", "127.0.0.1", "localhost", "[::1]"]
