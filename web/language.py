"""The language of a browser: the one that was chosen here, else the first that it asks for and we speak."""

from datetime import timedelta

from aiohttp import hdrs, web

from bot.assistant.texts import FALLBACK, languages, spoken

COOKIE = "language"
LASTS = timedelta(days=365)


def language_of(request: web.Request) -> str:
    """What this browser chose, or asks for."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in languages() else asked_language(request)


def asked_language(request: web.Request) -> str:
    """The first language of Accept-Language that we speak; browsers list the preferred one first."""
    asked = request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(",")
    return next((known for entry in asked if (known := spoken(entry.partition(";")[0]))), FALLBACK)


def remember(response: web.StreamResponse, choice: str, *, secure: bool) -> None:
    """Keep a choice in the browser."""
    response.set_cookie(
        COOKIE, choice, max_age=int(LASTS.total_seconds()), httponly=True, samesite="Lax", secure=secure
    )
