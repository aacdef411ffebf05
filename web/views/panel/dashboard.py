"""The last 30 days in a few figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from web.keys import PANEL
from web.rendering import page

LEVELS = ("urgent", "see_doctor", "no_warning_signs")
OUTCOMES = ("assessed", "retake", "cannot_assess", "unreadable")


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure and another to see it beside."""

    name: str
    figure: str
    beside: object = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of the chart; `share` is its width, 0 to 100."""

    name: str
    number: int
    share: float


async def show(request: web.Request) -> web.Response:
    """Tiles and two charts."""
    counts: Mapping[str, Any] = await request.app[PANEL].dashboard()
    return page(
        request,
        "panel/dashboard.html",
        tiles=_tiles(counts),
        levels=_bars(LEVELS, counts["levels"]),
        outcomes=_bars(OUTCOMES, counts["outcomes"]),
    )


def _tiles(counts: Mapping[str, Any]) -> list[Tile]:
    outcomes, slow = counts["outcomes"], counts["slow_ms"]
    answered = outcomes.get("assessed", 0)
    screened = sum(outcomes.values())
    return [
        Tile("photos", str(counts["photos"])),
        Tile("answered", str(answered), round(100 * answered / screened) if screened else 0),
        Tile("refused", str(screened - answered), round(100 * (screened - answered) / screened) if screened else 0),
        Tile("waiting", str(counts["waiting"]), counts["parked"]),
        Tile("slow", f"{slow:.0f} ms" if slow is not None else "–"),
        Tile("people", str(counts["people"]), counts["new_people"]),
    ]


def _bars(names: tuple[str, ...], numbers: Mapping[str, int]) -> list[Bar]:
    most = max(numbers.values(), default=0) or 1
    return [Bar(name, numbers.get(name, 0), round(100 * numbers.get(name, 0) / most, 1)) for name in names]
