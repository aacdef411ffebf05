"""The figures of a run: medians, slow ends and ratios, as a table and as JSON."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rich.table import Table

from scripts.benchmarks import floor
from scripts.benchmarks.rounds import Part, Probe, Taken, Unit

HEADINGS = {
    Part.FLOOR: "The arithmetic floor",
    Part.CLASSIFIER: "The classifier, one picture, one thread",
    Part.PHOTO: "A photo, bytes to verdict, outline and heat map",
    Part.PROCESS: "A process",
    Part.REPLY: "A text reply",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `p95` is what 95 of 100 measurements are better than.

    `times_floor` is the median over the arithmetic floor of float32 on one thread; int8 may come below 1.
    `times_bare` is the median over that of the bare networks. None where there is nothing to hold it to.
    """

    part: Part
    what: str
    unit: Unit
    median: float
    p95: float
    measurements: int
    times_floor: float | None
    times_bare: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run; `gigamacs` is the fastest rate of one thread, in 1e9 multiply-accumulates a second."""

    machine: dict[str, Any]
    rounds: int
    model: str
    run: str | None
    gigamacs: float | None
    rows: tuple[Row, ...]
    left_out: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


def rows_of(taken: Taken) -> tuple[Row, ...]:
    """Sum up what was measured."""
    rate = gigamacs_of(taken)
    return tuple(_row(probe, taken, rate) for probe in taken)


def gigamacs_of(taken: Taken) -> float | None:
    """The rate of the fastest matrix product, in 1e9 multiply-accumulates a second; None when none was measured."""
    products = [min(figures) for probe, figures in taken.items() if probe.part is Part.FLOOR]
    return floor.gigamacs(products[0]) if products else None


def machine() -> dict[str, Any]:
    """What was measured on."""
    cpu = floor.cpu()
    return {"cpu": cpu.get("model name", platform.machine()), "python": platform.python_version()}


def _row(probe: Probe, taken: Taken, rate: float | None) -> Row:
    figures = taken[probe]
    median = float(np.median(figures))
    least = probe.macs / rate / 1e6 if probe.macs and rate else None
    bare = float(np.median(taken[probe.against])) if probe.against else None
    return Row(
        part=probe.part,
        what=probe.what,
        unit=probe.unit,
        median=round(median, 3),
        p95=round(float(np.percentile(figures, probe.unit.slow_end)), 3),
        measurements=len(figures),
        times_floor=round(median / least, 2) if least else None,
        times_bare=round(median / bare, 2) if bare else None,
    )


def tables(report: Report) -> list[Table]:
    """A table a part."""
    parts = [part for part in Part if any(row.part is part for row in report.rows)]
    return [_table(part, [row for row in report.rows if row.part is part]) for part in parts]


def _table(part: Part, rows: Sequence[Row]) -> Table:
    """One part; a column of ratios only where it has one."""
    columns: dict[str, list[str]] = {
        "median": [_cell(row.median) for row in rows],
        "p95": [_cell(row.p95) for row in rows],
        "unit": [row.unit.value for row in rows],
        "x floor": [_cell(row.times_floor) for row in rows],
        "x bare": [_cell(row.times_bare) for row in rows],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    table = Table(title=HEADINGS[part], title_justify="left")
    table.add_column("", no_wrap=True)
    for name in shown:
        table.add_column(name, justify="right")
    for what, *cells in zip((row.what for row in rows), *shown.values(), strict=True):
        table.add_row(what, *cells)
    return table


def _cell(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.2f}"
