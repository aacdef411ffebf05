"""Every address of the browser door: method, path, view, and who may use it."""

from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from web.assets import Assets
from web.security.access import Access, guarded
from web.views import accounts, chat, front, language, photo, privacy, service, spots, theme
from web.views.panel import answers, dashboard, login, people, screenings

ID = "[0-9a-f]{32}"


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table."""

    method: str
    path: str
    view: Handler
    may: Access


HEALTH = Route("GET", "/health", service.health, Access.MACHINE)

ROUTES = (
    Route("GET", "/", front.landing, Access.ANYONE),
    Route("GET", "/about", front.about, Access.ANYONE),
    Route("GET", "/accuracy", front.accuracy, Access.ANYONE),
    Route("GET", "/theme", theme.show, Access.ANYONE),
    Route("POST", "/theme", theme.choose, Access.ANYONE),
    Route("GET", "/language", language.show, Access.ANYONE),
    Route("POST", "/language", language.choose, Access.ANYONE),
    Route("GET", "/register", accounts.register_form, Access.ANYONE),
    Route("POST", "/register", accounts.register, Access.ANYONE),
    Route("GET", "/login", accounts.login_form, Access.ANYONE),
    Route("POST", "/login", accounts.login, Access.ANYONE),
    Route("POST", "/logout", accounts.logout, Access.ANYONE),
    Route("GET", "/chat", chat.show, Access.PERSON),
    Route("POST", "/chat", chat.send, Access.PERSON),
    Route("GET", "/chat/news", chat.news, Access.PERSON),
    Route("GET", "/photo", photo.upload_form, Access.PERSON),
    Route("POST", "/photo", photo.upload, Access.PERSON),
    Route("GET", f"/photo/{{photo:{ID}}}", photo.show, Access.PERSON),
    Route("GET", f"/photo/{{photo:{ID}}}/picture", photo.picture, Access.PERSON),
    Route("GET", f"/photo/{{photo:{ID}}}/outline", photo.outline, Access.PERSON),
    Route("GET", f"/photo/{{photo:{ID}}}/heat", photo.heat, Access.PERSON),
    Route("GET", "/spots", spots.show, Access.PERSON),
    Route("GET", "/privacy", privacy.show, Access.ANYONE),
    Route("POST", "/privacy", privacy.change, Access.PERSON),
    Route("GET", "/export", privacy.export, Access.PERSON),
    Route("GET", "/delete", privacy.delete_form, Access.PERSON),
    Route("POST", "/delete", privacy.delete, Access.PERSON),
    Route("GET", f"/erased/{{receipt:{ID}}}", privacy.erased, Access.ANYONE),
    Route("GET", "/admin/login", login.show, Access.ANYONE),
    Route("POST", "/admin/login", login.login, Access.ANYONE),
    Route("POST", "/admin/logout", login.logout, Access.ANYONE),
    Route("GET", "/admin", dashboard.show, Access.STAFF),
    Route("GET", "/admin/people", people.listed, Access.STAFF),
    Route("GET", f"/admin/people/{{person:{ID}}}", people.show, Access.STAFF),
    Route("GET", "/admin/answers", answers.votes, Access.STAFF),
    Route("GET", "/admin/unanswered", answers.unanswered, Access.STAFF),
    Route("POST", "/admin/unanswered", answers.dismiss, Access.ADMIN),
    Route("GET", "/admin/screenings", screenings.listed, Access.STAFF),
    Route("GET", f"/admin/screenings/{{photo:{ID}}}", screenings.show, Access.STAFF),
    Route("GET", f"/admin/screenings/{{photo:{ID}}}/picture", screenings.picture, Access.PHOTOS),
    HEALTH,
    Route("GET", "/robots.txt", service.robots, Access.MACHINE),
)


def table(assets: Assets, telegram_webhook: Handler | None) -> tuple[Route, ...]:
    """All routes, with those that depend on what the door was given."""
    static = Route("GET", "/static/{name}", assets.serve, Access.MACHINE)
    return (*ROUTES, static, *_webhook(telegram_webhook))


def service_table(telegram_webhook: Handler | None) -> tuple[Route, ...]:
    """The routes of a process that is no browser door: for machines only."""
    return (HEALTH, *_webhook(telegram_webhook))


def _webhook(handler: Handler | None) -> tuple[Route, ...]:
    return (Route("POST", "/telegram/webhook", handler, Access.MACHINE),) if handler else ()


def add_routes(app: web.Application, rows: tuple[Route, ...]) -> None:
    """Put every view behind its guard; a GET answers HEAD as well."""
    for row in rows:
        view = guarded(row.view, row.may)
        if row.method == "GET":
            app.router.add_get(row.path, view)
        else:
            app.router.add_route(row.method, row.path, view)
