"""The cookies that hold a session's token; the sessions themselves lie in the store."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.assistant.accounts import LOGGED_IN_FOR
from bot.assistant.panel import ADMIN_FOR


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """One cookie: scripts cannot read it, other sites cannot make a browser send it along with a form."""

    name: str
    lasts: timedelta
    secure: bool

    def read(self, request: web.Request) -> str | None:
        """The token that the browser sent."""
        return request.cookies.get(self.name)

    def give(self, response: web.StreamResponse, token: str) -> None:
        """Let the browser keep a token."""
        response.set_cookie(
            self.name,
            token,
            max_age=int(self.lasts.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=self.secure,
        )

    def take(self, response: web.StreamResponse) -> None:
        """Let the browser forget it."""
        response.del_cookie(self.name, httponly=True, samesite="Lax", secure=self.secure)


@dataclass(frozen=True, slots=True)
class Cookies:
    """A person and an admin may be logged in side by side in one browser, so each has a cookie."""

    person: SessionCookie
    admin: SessionCookie


def cookies_for(*, secure: bool) -> Cookies:
    """Over https the names begin with __Host-, which no other host and no plain http can overwrite."""
    prefix = "__Host-" if secure else ""
    return Cookies(
        person=SessionCookie(f"{prefix}lentigo", LOGGED_IN_FOR, secure),
        admin=SessionCookie(f"{prefix}lentigo-panel", ADMIN_FOR, secure),
    )
