"""Newer and older: pages begin after the last line of the page before, and the address remembers the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of the neighbouring pages, empty where there is none."""

    newer: str
    older: str


def pages_of(request: web.Request, ids: Sequence[str], most: int) -> Pages:
    """`ids` are those of this page's lines; fewer than `most` mean that it is the last page."""
    filters = {name: value for name, value in request.query.items() if name not in {"after", "way"} and value}
    after = request.query.get("after", "")
    way = [step for step in request.query.get("way", "").split(".") if step]
    newer = older = ""
    if after:
        newer = _address(request, filters, way[-1] if way else "", way[:-1])
    if len(ids) == most:
        older = _address(request, filters, ids[-1], [*way, after] if after else [])
    return Pages(newer, older)


def _address(request: web.Request, filters: Mapping[str, str], after: str, way: Sequence[str]) -> str:
    query = {**filters, "after": after, "way": ".".join(way)}
    return f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"
