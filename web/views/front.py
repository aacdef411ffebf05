"""What anybody may read: the front page, what Lentigo is, how accurate it is."""

from aiohttp import web

from web.keys import ACCURACY
from web.rendering import page


async def landing(request: web.Request) -> web.Response:
    """What it is, what it is not, and the way in."""
    return page(request, "landing.html", accuracy=request.app[ACCURACY])


async def about(request: web.Request) -> web.Response:
    """The intended use and its limits."""
    return page(request, "about.html")


async def accuracy(request: web.Request) -> web.Response:
    """The figures of the evaluation, with their intervals."""
    return page(request, "accuracy.html", accuracy=request.app[ACCURACY])
