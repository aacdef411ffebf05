"""Light or dark: the system's wish, unless somebody chose; the choice is a cookie that says nothing else."""

from datetime import timedelta

from aiohttp import web

COOKIE = "theme"
CHOICES = ("system", "light", "dark")
LASTS = timedelta(days=365)


def theme_of(request: web.Request) -> str:
    """What this browser chose."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in CHOICES else CHOICES[0]


def remember(response: web.StreamResponse, choice: str, *, secure: bool) -> None:
    """Keep a choice in the browser."""
    response.set_cookie(
        COOKIE, choice, max_age=int(LASTS.total_seconds()), httponly=True, samesite="Lax", secure=secure
    )
